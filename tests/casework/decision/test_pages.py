"""The action list, one's own list, and answering advice on the page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.decision.actions import record_decision
from casework.decision.models import Decision


@pytest.fixture
def decide(child, episode, student, today):
    def make(by, **changes):
        given = {"what": "Meet Dad", "why": "He asks.", "owner": student, "due_on": today}
        return record_decision(child=child, by=by, on=today, **(given | changes))

    return make


def page_of(name, row) -> str:
    return reverse(f"casework:{name}", args=[row.pk])


def typed(owner, on) -> dict[str, str]:
    return {
        "what": "Meet Dad",
        "why": "He asks.",
        "owner": str(owner.pk),
        "due_on_day": str(on.day),
        "due_on_month": str(on.month),
        "due_on_year": str(on.year),
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [("pe", 200), ("sw", 200), ("tm", 200), ("student", 403), ("auditor", 403), ("outsider", 404)],
)
def test_who_may_record_one(cast, sign_in, child, episode, who, status):
    page = page_of("decision-new", child)
    assert sign_in(getattr(cast, who)).get(page).status_code == status


def test_an_educator_is_told_before_writing_that_it_is_advice(sign_in, child, episode, pe):
    shown = sign_in(pe).get(page_of("decision-new", child)).content.decode()
    assert "recorded as advice until Wanda Worker confirms it" in shown


@pytest.mark.parametrize(("who", "status"), [("pe", "advice"), ("sw", "confirmed")])
def test_what_is_typed_is_recorded(cast, sign_in, child, episode, student, today, who, status):
    client = sign_in(getattr(cast, who))
    later = today + timedelta(days=5)
    answer = client.post(page_of("decision-new", child), typed(student, later))
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.status, decision.owner, decision.due_on) == (status, student, later)


def test_only_those_around_the_child_can_be_given_something_to_do(
    sign_in, child, episode, sw, outsider, today
):
    client = sign_in(sw)
    answer = client.post(page_of("decision-new", child), typed(outsider, today))
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_a_date_in_the_past_is_said_beside_the_field(sign_in, child, episode, sw, student, today):
    answer = sign_in(sw).post(
        page_of("decision-new", child), typed(student, today - timedelta(days=1))
    )
    assert "must be today or later" in answer.content.decode()


def test_the_worker_confirms_on_the_page(sign_in, decide, pe, sw):
    decision = decide(pe)
    client = sign_in(sw)
    assert "Confirm" in client.get(page_of("decision-detail", decision)).content.decode()
    shown = client.post(page_of("decision-confirm", decision), follow=True).content.decode()
    assert "Confirmed by" in shown
    again = client.post(page_of("decision-confirm", decision), follow=True).content.decode()
    assert "Somebody was first" in again


def test_the_worker_declines_with_a_reason(sign_in, decide, pe, sw):
    decision = decide(pe)
    client, page = sign_in(sw), page_of("decision-decline", decision)
    assert client.post(page, {"reason": ""}).status_code == 200
    shown = client.post(page, {"reason": "He was met already."}, follow=True).content.decode()
    assert "He was met already." in shown
    assert client.get(page).status_code == 403


def test_the_owner_says_what_was_done(sign_in, decide, sw, student, today):
    decision = decide(sw)
    client = sign_in(student)
    page = page_of("decision-done", decision)
    assert client.get(page).status_code == 200
    client.post(page, {"outcome": "Met on Tuesday."})
    decision.refresh_from_db()
    assert (decision.status, decision.done_by, decision.done_on) == ("done", student, today)


def test_somebody_else_cannot_say_so(sign_in, decide, sw, pe):
    assert sign_in(pe).get(page_of("decision-done", decide(sw))).status_code == 403


def test_ones_own_list_tells_how_late_it_is(sign_in, decide, sw, pe, student, today):
    decide(sw)
    decide(pe)
    mine = reverse("casework:decision-mine")
    shown = sign_in(student).get(mine).content.decode()
    assert "Due today" in shown
    assert shown.count("Meet Dad") == 1
    assert "Advice that awaits your answer" in sign_in(sw).get(mine).content.decode()


@pytest.mark.parametrize("who", ["student", "sw"])
def test_ones_own_list_costs_the_same_however_long(cast, sign_in, decide, sw, pe, student, who):
    client, mine = sign_in(getattr(cast, who)), reverse("casework:decision-mine")
    client.get(mine)
    costs = []
    for count in (2, 18):
        for _ in range(count):
            decide(sw)
            decide(pe)
        with CaptureQueriesContext(connection) as asked:
            client.get(mine)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 15
