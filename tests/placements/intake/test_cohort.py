"""A list: looked at first, imported whole, taken back within a day or not at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.roles import Role
from placements.intake.actions import match_student
from placements.intake.actions.cohort import confirm_cohort, read_cohort, undo_cohort
from placements.intake.models import CohortImport, Nomination
from placements.models import StudentProfile
from placements.profile.actions import save_adjustments, save_student_profile
from tests.partners.factories import UniversityFactory
from tests.placements.factories import (
    IntakeFactory,
    NominationFactory,
    OfferFactory,
    PlacementFactory,
)
from tests.stage import staged

pytestmark = pytest.mark.django_db
HEADER = "Name,E-mail,University,Days,Comes from"
State = CohortImport.State


@staged
def university():
    return UniversityFactory(name="Teme Valley", short_name="Teme")


@staged
def intake(team):
    return IntakeFactory(team=team)


@staged
def offer(intake, university):
    return OfferFactory(intake=intake, university=university, places=3, accepted=3)


@pytest.fixture
def send(intake, offer, business_support):
    def read(*lines, by=business_support):
        content = "\n".join([HEADER, *lines]).encode()
        return read_cohort(
            intake=intake, content=content, file_name="list.csv", at=timezone.now(), by=by
        )

    return read


def confirm(record, by):
    return confirm_cohort(cohort_import=record, at=timezone.now(), on=timezone.localdate(), by=by)


def undo(record, by, at=None):
    return undo_cohort(cohort_import=record, at=at or timezone.now(), by=by)


def reasons(record):
    return [one.reason for one in record.refusals.all()]


SAM, TIM = "Sam One,sam@b.example,Teme,70,Worcester", "Tim Two,tim@b.example,Teme Valley,70,"


def test_reading_makes_nobody(send):
    record = send(SAM, TIM)
    assert (record.state, record.rows.count()) == (State.READY, 2)
    assert not Person.objects.filter(role=Role.STUDENT).exists()


def test_confirming_makes_everybody(send, business_support, intake, team, offer):
    record = confirm(send(SAM, TIM), business_support)
    assert record.state == State.DONE
    named = Nomination.objects.filter(offer=offer).select_related("student__student_profile")
    assert {one.student.email for one in named} == {"sam@b.example", "tim@b.example"}
    sam = StudentProfile.objects.get(person__email="sam@b.example")
    assert (sam.home_area, sam.team, sam.level) == ("Worcester", team, "first")
    assert {one.starts_on for one in named} == {intake.starts_on}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Sam,sam@b.example,Oxford,70,", "No university is called Oxford here."),
        ("Sam,sam@b.example,Teme,100,", "Teme Valley has no offer of 100 days in this intake."),
        ("Wanda,wanda.worker@example.org,Teme,70,", "belongs to somebody who is not a student"),
        ("Sam,none,Teme,70,", "E-mail is not an address"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(send, sw, line, why):
    record = send(line)
    assert why in reasons(record)[0]
    assert record.rows.count() == 0


def test_places_are_used_up_in_order(send):
    record = send(SAM, TIM, "Una,una@b.example,Teme,70,", "Vic,vic@b.example,Teme,70,")
    assert record.rows.count() == 3
    assert [one.line for one in record.refusals.all()] == [5]
    assert "each has its student" in reasons(record)[0]


def test_a_student_with_a_running_placement_or_named_already_is_refused(send, someone, offer):
    busy = someone(Role.STUDENT, "Busy Bee")
    PlacementFactory(student=busy)
    named = someone(Role.STUDENT, "Named Already")
    NominationFactory(offer=offer, student=named)
    record = send(f"Busy,{busy.email},Teme,70,", f"Named,{named.email},Teme,70,")
    assert "last day is not recorded before that day" in reasons(record)[0]
    assert "named in this intake already" in reasons(record)[1]


def test_a_known_student_is_named_and_a_namesake_shown(send, someone, business_support):
    known = someone(Role.STUDENT, "Kim Known")
    other = someone(Role.STUDENT, "Sam One")
    record = send(f"Kim Known,{known.email},Teme,70,", SAM)
    kim, sam = record.rows.all()
    assert (kim.outcome, sam.outcome, sam.alike) == ("known", "new", other.email)
    confirm(record, business_support)
    assert Person.objects.filter(email=known.email).count() == 1
    assert Nomination.objects.filter(student=known).exists()


def test_what_changed_since_is_shown_anew_and_nothing_is_half_imported(
    send, business_support, offer
):
    record = send(SAM, TIM)
    type(offer).objects.filter(pk=offer.pk).update(accepted=1)
    again = confirm(record, business_support)
    assert again.state == State.READY
    assert "Please look again" in again.message
    assert not Nomination.objects.exists()
    assert not Person.objects.filter(role=Role.STUDENT).exists()
    assert confirm(again, business_support).state == State.DONE
    assert Nomination.objects.count() == 1


def test_a_list_is_answered_once(send, business_support):
    record = confirm(send(SAM), business_support)
    with pytest.raises(ValidationError, match="answered already"):
        confirm(record, business_support)


def test_a_file_that_makes_no_sense_says_so(intake, business_support):
    record = read_cohort(
        intake=intake, content=b"", file_name="x.csv", at=timezone.now(), by=business_support
    )
    assert (record.state, record.message) == (State.FAILED, "The file is empty.")


# Undo


def test_undo_takes_everybody_back(send, business_support, someone):
    known = someone(Role.STUDENT, "Kim Known")
    record = confirm(send(SAM, f"Kim,{known.email},Teme,70,"), business_support)
    assert undo(record, business_support).state == State.UNDONE
    assert not Nomination.objects.exists()
    assert not StudentProfile.objects.exists()
    assert not Person.objects.filter(email="sam@b.example").exists()
    assert Person.objects.filter(pk=known.pk).exists()


def test_undo_ends_after_a_day(send, business_support):
    record = confirm(send(SAM), business_support)
    late = record.finished_at + timedelta(days=1, minutes=1)
    with pytest.raises(ValidationError, match="within a day"):
        undo(record, business_support, at=late)
    assert undo(record, business_support, at=late - timedelta(minutes=2)).state == State.UNDONE
    with pytest.raises(ValidationError, match="within a day, and once"):
        undo(record, business_support)


def matched(nomination, pe, tm, today):
    match_student(nomination=nomination, practice_educator=pe, reason="Fits", on=today, by=tm)


def signed_in(nomination, pe, tm, today):
    Person.objects.filter(pk=nomination.student_id).update(last_login=timezone.now())


def told_adjustments(nomination, pe, tm, today):
    profile = nomination.student.student_profile
    save_adjustments(profile=profile, needs=[], words="x", agreed_on=None, by=tm)


def changed(nomination, pe, tm, today):
    profile = nomination.student.student_profile
    save_student_profile(
        student=nomination.student,
        team=profile.team,
        university=profile.university,
        level="first",
        home_area="Malvern",
        by=tm,
    )


@pytest.mark.parametrize("use", [matched, signed_in, told_adjustments, changed])
def test_undo_refuses_where_a_row_has_been_used_and_takes_nothing_back(
    send, business_support, pe, tm, today, use
):
    record = confirm(send(SAM, TIM), business_support)
    use(Nomination.objects.get(student__email="tim@b.example"), pe, tm, today)
    with pytest.raises(ValidationError) as refused:
        undo(record, business_support)
    assert [message.split(":")[0] for message in refused.value.messages] == ["Line 3"]
    assert Person.objects.filter(email="sam@b.example").exists()
    assert Nomination.objects.count() == 2
    record.refresh_from_db()
    assert record.state == State.DONE


# The pages


@pytest.fixture
def browser(sign_in, business_support):
    return sign_in(business_support)


def upload(browser, intake, *lines):
    content = "\n".join([HEADER, *lines]).encode()
    file = SimpleUploadedFile("list.csv", content, content_type="text/csv")
    response = browser.post(reverse("placements:cohort-upload", args=[intake.pk]), {"file": file})
    assert response.status_code == 302, response.context["form"].errors
    return CohortImport.objects.get()


def page(browser, record, name="cohort-detail"):
    return browser.get(reverse(f"placements:{name}", args=[record.pk])).content.decode()


def press(browser, record, name):
    url = reverse(f"placements:cohort-{name}", args=[record.pk])
    return browser.post(url, follow=True).content.decode()


def test_look_import_and_undo_on_the_page(browser, intake, offer):
    record = upload(browser, intake, SAM, "Bad,none,Teme,70,")
    text = page(browser, record)
    assert "1 student: 1 new; 1 row refused" in text
    assert "Import the rest without the refused rows" in text
    failed = page(browser, record, "cohort-refused")
    assert failed.splitlines()[0] == "\ufeffLine,Reason,Name,E-mail,University,Days,Comes from"
    assert "3,E-mail is not an address: 'none'.,Bad,none,Teme,70," in failed
    done = press(browser, record, "confirm")
    assert "You can undo this until" in done
    assert (
        "Sam One"
        in browser.get(reverse("placements:intake-detail", args=[intake.pk])).content.decode()
    )
    assert "Everybody this list made is gone again" in press(browser, record, "undo")


def test_a_failed_rows_file_put_right_can_be_sent_as_it_is(browser, intake, offer):
    record = upload(browser, intake, "Bad,none,Teme,70,")
    failed = page(browser, record, "cohort-refused").replace(",none,", ",bad@b.example,")
    again = read_cohort(
        intake=intake,
        content=failed.encode(),
        file_name="again.csv",
        at=timezone.now(),
        by=record.by,
    )
    assert again.rows.count() == 1


def test_import_nothing_leaves_nothing(browser, intake, offer):
    record = upload(browser, intake, SAM)
    assert "Nothing was imported" in press(browser, record, "discard")
    assert not Person.objects.filter(role=Role.STUDENT).exists()


def test_the_page_costs_the_same_however_long(browser, intake, university, queries_for):
    OfferFactory(intake=intake, university=university, places=40, accepted=40)

    def record(number, start):
        lines = [f"S{n},s{n}@b.example,Teme,70," for n in range(start, start + number)]
        return read_cohort(
            intake=intake,
            content="\n".join([HEADER, *lines]).encode(),
            file_name="x.csv",
            at=timezone.now(),
            by=Person.objects.get(role=Role.BUSINESS_SUPPORT),
        )

    few, many = record(2, 0), record(20, 100)
    page(browser, few)
    assert queries_for(lambda: page(browser, few)) == queries_for(lambda: page(browser, many))


def test_an_empty_list_has_every_column(browser):
    text = browser.get(reverse("placements:cohort-example")).content.decode()
    assert text.startswith("\ufeffName,E-mail,University,Days,First day")


def test_a_file_that_cannot_be_read_is_not_said_to_be_read(browser, intake, offer):
    file = SimpleUploadedFile("list.csv", b"a;b\n1;2", content_type="text/csv")
    url = reverse("placements:cohort-upload", args=[intake.pk])
    shown = browser.post(url, {"file": file}, follow=True).content.decode()
    assert "The file could not be read" in shown
    assert "Read. Nothing is made" not in shown


def test_what_has_to_be_looked_at_again_is_not_said_to_be_imported(browser, intake, offer):
    record = upload(browser, intake, SAM, TIM)
    assert "Read. Nothing is made before you say so." in page(browser, record)
    type(offer).objects.filter(pk=offer.pk).update(accepted=1)
    shown = press(browser, record, "confirm")
    assert "Please look again" in shown
    assert "govuk-notification-banner--success" not in shown
