"""Typed text is kept for its writer alone, in every window, until it is sent."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from records import idle
from records.actions import discard_unsent, save_unsent, unsent
from records.models import UnsentText
from records.unsent import BadTicket, Ticket, new_ticket, read_ticket, unsent_of
from tests.stage import staged

SAVE = reverse("records:unsent-save")
KEY = "casework.session.1"


def keep(person, text, *, tab="a", seen=None, **more):
    return save_unsent(
        person=person,
        form_key=KEY,
        fields={"what": text},
        began_from=1,
        tab=tab,
        seen=seen,
        **({"title": "Session", "path": "/x/"} | more),
    )


def test_autosave_keeps_what_its_script_sends(sign_in, student):
    sent = {
        "form_key": KEY,
        "began_from": "3",
        "fields": json.dumps({"what": "He", "tick": ["a", "b"]}),
    }
    answer = sign_in(student).post(SAVE, sent, headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert answer.json()["saved"].startswith("Saved ")
    row = unsent(student, KEY)
    assert row.fields == {"what": ["He"], "tick": ["a", "b"]}
    assert row.began_from == 3


def test_autosave_takes_json_too_and_reads_the_forms_ticket(sign_in, student):
    ticket = new_ticket(form_key=KEY, title="Session", path="/x/", found=None).sign()
    fields = {"what": "He", "unsent_ticket": ticket, "lock_version": "2", "once_token": "t"}
    sent = {"form_key": KEY, "fields": fields}
    assert sign_in(student).post(SAVE, sent, content_type="application/json").status_code == 200
    row = unsent(student, KEY)
    assert (row.fields, row.title, row.path, row.began_from) == (
        {"what": ["He"]},
        "Session",
        "/x/",
        2,
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"form_key": "", "fields": "{}"},
        {"form_key": "two words", "fields": "{}"},
        {"form_key": KEY, "fields": "not json"},
        {"form_key": KEY, "fields": "[1]"},
        {"form_key": KEY, "fields": json.dumps({"unsent_ticket": "forged"})},
    ],
)
def test_what_no_form_sends_is_refused(sign_in, student, sent):
    assert sign_in(student).post(SAVE, sent).status_code == 400
    assert not UnsentText.objects.exists()


def test_a_text_past_the_cap_is_refused_with_its_reason(sign_in, student, settings):
    settings.UNSENT_MAX_BYTES = 1024
    sent = {"form_key": KEY, "fields": json.dumps({"what": "x" * 2000})}
    answer = sign_in(student).post(SAVE, sent)
    assert answer.status_code == 413
    assert "longer than 1 KB" in answer.json()["error"]


@pytest.mark.parametrize("typed", ["be\0fore", "be\ud800fore", "before"])
def test_what_the_database_has_no_room_for_does_not_cost_the_rest(student, typed):
    assert keep(student, typed).fields == {"what": ["before"]}
    assert unsent(student, KEY).fields == {"what": ["before"]}


def test_text_is_not_kept_under_the_next_persons_name(sign_in, student, pe):
    sent = {"form_key": KEY, "fields": "{}", "person": str(student.pk)}
    assert sign_in(pe).post(SAVE, sent).status_code == 409
    assert not UnsentText.objects.exists()
    assert sign_in(student).post(SAVE, sent).status_code == 200


def test_unsent_text_is_its_writers_alone(student, pe):
    keep(student, "Mine")
    assert unsent(pe, KEY) is None
    assert not unsent_of(pe).exists()
    assert [row.title for row in unsent_of(student)] == ["Session"]


def test_one_window_writes_over_its_own_text(student):
    keep(student, "One")
    row = keep(student, "Two")
    assert (row.fields, row.others) == ({"what": ["Two"]}, {})


def test_going_on_elsewhere_with_the_same_text_is_no_clash(student):
    first = keep(student, "One")
    row = keep(student, "One and more", tab="b", seen=first.saved_at)
    assert row.others == {}


def test_two_windows_keep_both_texts(student):
    keep(student, "One", tab="a")
    row = keep(student, "Two", tab="b")
    assert row.fields == {"what": ["Two"]}
    assert row.others["a"]["fields"] == {"what": ["One"]}
    row = keep(student, "One again", tab="a")
    assert row.fields == {"what": ["One again"]}
    assert [other["fields"] for other in row.others.values()] == [{"what": ["Two"]}]


def test_the_other_window_is_told(sign_in, student):
    browser = sign_in(student)

    def save(tab, text):
        ticket = Ticket(KEY, "Session", "/x/", tab).sign()
        fields = json.dumps({"what": text, "unsent_ticket": ticket})
        return browser.post(SAVE, {"form_key": KEY, "fields": fields}).json()

    assert save("a", "One")["message"] == ""
    assert "another window" in save("b", "Two")["message"]


def test_discarding_takes_it_away(sign_in, student):
    keep(student, "Mine")
    ticket = Ticket(KEY, path=reverse("home")).sign()
    sign_in(student).post(reverse("records:unsent-discard"), {"unsent_ticket": ticket})
    assert unsent(student, KEY) is None
    discard_unsent(student, KEY)  # twice does no harm


def test_a_ticket_is_for_its_own_form():
    ticket = Ticket(KEY, tab="a").sign()
    assert read_ticket(ticket, KEY).tab == "a"
    with pytest.raises(BadTicket):
        read_ticket(ticket, "another.form")


@staged
def later():
    return timezone.now() + timedelta(days=5)


def test_idle_text_is_raised_once_with_the_practice_educator(student, pe, later):
    keep(student, "Mine")
    assert idle.raise_idle_unsent(now=timezone.now()) == 0
    assert idle.raise_idle_unsent(now=later) == 1
    assert idle.raise_idle_unsent(now=later) == 0
    notice = Notice.objects.get()
    assert notice.recipient == pe
    assert notice.line == "Sam Student: Session: begun, not sent, last typed 5 days ago"
    assert unsent(student, KEY).fields == {"what": ["Mine"]}  # nothing is deleted


def test_an_author_without_an_educator_is_told_themselves(sw, later):
    keep(sw, "Mine")
    idle.raise_idle_unsent(now=later)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (sw, "/x/")


def test_text_typed_on_after_it_was_raised_may_be_raised_again(student, later):
    keep(student, "Mine")
    idle.raise_idle_unsent(now=later)
    assert keep(student, "More").raised_at is None
