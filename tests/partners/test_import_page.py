"""The upload page: look first, then import; nothing by halves."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partners.actions import school_import
from partners.models import School, SchoolImport, SchoolImportRow
from partners.tasks import apply_import, read_import
from tests.partners.factories import SchoolFactory, register_file, row

pytestmark = pytest.mark.django_db
State = SchoolImport.State


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def browser(sign_in, business_support):
    return sign_in(business_support)


def send(browser, stream, name="april.csv"):
    file = SimpleUploadedFile(name, stream.getvalue(), content_type="text/csv")
    return browser.post(reverse("partners:school-import"), {"file": file, "save": "save"})


def upload(browser, rows) -> SchoolImport:
    response = send(browser, register_file(rows))
    assert response.status_code == 302, response.context["form"].errors
    return SchoolImport.objects.get()


def page(browser, record, name="school-import-detail"):
    return browser.get(reverse(f"partners:{name}", args=[record.pk]))


def press(browser, record, name):
    return browser.post(reverse(f"partners:school-import-{name}", args=[record.pk]))


def test_the_page_shows_what_would_change_and_changes_nothing_yet(browser):
    SchoolFactory(urn=100001, name="Old name", town="Worcester")
    SchoolFactory(urn=100002, name="Saint Anne’s Primary")
    closing = row(URN="100002", Status="Closed", CloseDate="31-08-2026")
    record = upload(browser, [row(), closing, row(URN="100003"), row(URN="bad")])
    waiting = page(browser, record)
    assert waiting["Refresh"] == "2"
    read_import(str(record.pk))
    ready = page(browser, record)
    assert "Refresh" not in ready
    text = ready.content.decode()
    assert "1 new, 1 changed, 1 closed now, 0 unchanged; 1 row refused" in text
    assert "<del>Old name</del>" in text
    assert "URN is not a number of six digits" in text
    assert "Import the rest without the refused rows" in text
    assert School.objects.count() == 2
    assert School.objects.filter(status="open").count() == 2


def test_after_confirmation_everything_is_imported_and_the_file_is_gone(
    browser, django_capture_on_commit_callbacks
):
    record = upload(browser, [row(), row(URN="bad")])
    read_import(str(record.pk))
    press(browser, record, "confirm")
    assert page(browser, record)["Refresh"] == "2"
    with django_capture_on_commit_callbacks(execute=True):
        apply_import(str(record.pk))
    record.refresh_from_db()
    assert (record.state, record.new_count) == (State.DONE, 1)
    assert School.objects.get().urn == 100001
    assert not storages["attachments"].exists(record.stored_as)
    apply_import(str(record.pk))  # a doorbell rung twice
    assert School.objects.count() == 1
    refused = page(browser, record, "school-import-refused")
    assert refused["Content-Disposition"] == 'attachment; filename="refused-rows.csv"'
    assert refused.content.decode("utf-8-sig").splitlines()[1].startswith("3,URN is not")


def test_it_can_be_left(browser):
    record = upload(browser, [row()])
    read_import(str(record.pk))
    press(browser, record, "discard")
    press(browser, record, "confirm")
    apply_import(str(record.pk))
    record.refresh_from_db()
    assert record.state == State.DISCARDED
    assert not School.objects.exists()
    assert not SchoolImportRow.objects.exists()


def test_schools_that_changed_since_are_shown_again(browser):
    record = upload(browser, [row()])
    read_import(str(record.pk))
    SchoolFactory(urn=100001)
    press(browser, record, "confirm")
    apply_import(str(record.pk))
    record.refresh_from_db()
    assert record.state == State.READY
    assert "Schools have changed since you looked" in page(browser, record).content.decode()
    press(browser, record, "confirm")
    apply_import(str(record.pk))
    assert School.objects.get().name == "Saint Anne’s Primary"


def test_a_file_that_cannot_be_read_says_so(browser):
    send(browser, register_file([row()], columns=["URN", "Town"]))
    record = SchoolImport.objects.get()
    read_import(str(record.pk))
    text = page(browser, record).content.decode()
    assert "The first line has no column called EstablishmentName" in text
    assert "Nothing was imported" in text


def test_an_empty_file_and_one_too_large_are_refused_at_once(browser, settings):
    assert "empty" in send(browser, BytesIO()).content.decode().lower()
    settings.SCHOOL_IMPORT_MAX_BYTES = 10
    assert "larger than" in send(browser, register_file([row()])).content.decode()
    assert not SchoolImport.objects.exists()


def test_a_lost_nudge_or_worker_is_found_by_the_sweep(browser):
    record = upload(browser, [row()])
    now = timezone.now()
    assert list(school_import.unfinished(now)) == [(school_import.READ_TASK, record.pk)]
    SchoolImport.objects.update(state=State.READING, alive_at=now)
    assert not list(school_import.unfinished(now))
    late = now + timedelta(minutes=5)
    assert list(school_import.unfinished(late)) == [(school_import.READ_TASK, record.pk)]
    school_import.read_upload(import_id=record.pk, now=now)
    record.refresh_from_db()
    assert record.state == State.READING, "somebody else is alive on it"
    school_import.read_upload(import_id=record.pk, now=late)
    record.refresh_from_db()
    assert record.state == State.READY
    press(browser, record, "confirm")
    assert list(school_import.unfinished(now)) == [(school_import.APPLY_TASK, record.pk)]


def test_a_worker_that_was_overtaken_stops(browser, monkeypatch):
    record = upload(browser, [row()])
    report = school_import._report

    def overtaken(claimed, rows):
        SchoolImport.objects.update(claim=None)
        report(claimed, rows)

    monkeypatch.setattr(school_import, "_report", overtaken)
    read_import(str(record.pk))
    record.refresh_from_db()
    assert record.state == State.READING


def test_nothing_to_change_offers_no_import(browser):
    record = upload(browser, [row()])
    read_import(str(record.pk))
    press(browser, record, "confirm")
    apply_import(str(record.pk))
    SchoolImport.objects.all().delete()
    again = upload(browser, [row()])
    read_import(str(again.pk))
    text = page(browser, again).content.decode()
    assert "already as this file says" in text
    assert reverse("partners:school-import-confirm", args=[again.pk]) not in text


def test_only_those_who_may_import_reach_it(cast, sign_in, client):
    for name, person in vars(cast).items():
        sign_in(person)
        status = client.get(reverse("partners:school-import")).status_code
        assert status == (200 if name in {"business_support", "admin"} else 403), name
