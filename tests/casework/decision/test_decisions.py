"""Who decides, who only advises, and what happens to either."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Person
from casework.chronology.models import ChronologyEntry
from casework.decision import actions, reads
from casework.decision.models import Decision
from casework.decision.presenters import tag
from notices.models import Notice
from tests.casework import scene

pytestmark = pytest.mark.usefixtures("episode")


@pytest.fixture
def decide(child, student, today):
    """`decide(by)`: something the student is to do within a week."""

    def make(by, **changes):
        given = {
            "child": child,
            "what": "Meet Dad before the assessment closes",
            "why": "His views are missing and Tomasz asks for him.",
            "owner": student,
            "due_on": today + timedelta(days=7),
            "on": today,
        }
        return actions.record_decision(by=by, **(given | changes))

    return make


@pytest.mark.parametrize(
    ("who", "status"),
    [("sw", "confirmed"), ("tm", "confirmed"), ("gm", "confirmed"), ("pe", "advice")],
)
def test_who_decides_and_who_advises(cast, decide, who, status):
    assert decide(getattr(cast, who)).status == status


@pytest.mark.parametrize("who", ["student", "auditor", "business_support", "dsl", "tutor", "admin"])
def test_who_may_not_even_advise(cast, decide, who):
    with pytest.raises(PermissionDenied):
        decide(getattr(cast, who))


def test_a_worker_who_does_not_answer_for_the_child_only_advises(outsider, decide):
    assert decide(outsider).is_advice


def test_advice_asks_the_accountable_worker_by_reference(decide, pe, sw, child):
    decision = decide(pe)
    notice = Notice.objects.get(recipient=sw, key=f"decision.advice.{decision.pk}")
    assert child.reference in notice.line
    assert "Tomasz" not in notice.line
    assert "Dad" not in notice.line


def test_advice_about_a_child_nobody_is_accountable_for_goes_to_the_manager(
    team, tm, pe, today, decide
):
    child = scene.a_child(by=tm)
    scene.an_episode(child, team=team, by=tm, opened_on=today)
    decision = decide(pe, child=child)
    assert Notice.objects.filter(recipient=tm, key=f"decision.advice.{decision.pk}").exists()


def test_confirmation_is_a_second_entry(decide, pe, sw, child, today):
    decision = decide(pe)
    actions.confirm_decision(decision=decision, by=sw, on=today)
    kinds = ChronologyEntry.objects.filter(child=child, source_id=decision.pk)
    assert sorted(kinds.values_list("kind", flat=True)) == [
        "casework.decision_advised",
        "casework.decision_confirmed",
    ]
    assert not Notice.objects.standing().filter(recipient=sw, about_id=decision.pk).exists()


def test_the_owner_is_told_once_it_is_decided(decide, pe, sw, student):
    decision = decide(pe)
    assert not Notice.objects.filter(recipient=student, about_id=decision.pk).exists()
    actions.confirm_decision(decision=decision, by=sw)
    assert Notice.objects.filter(recipient=student, about_id=decision.pk).exists()


def test_a_refusal_needs_its_reason_and_tells_the_adviser(decide, pe, sw):
    decision = decide(pe)
    with pytest.raises(ValidationError, match="Say why"):
        actions.decline_decision(decision=decision, reason=" ", by=sw)
    declined = actions.decline_decision(decision=decision, reason="He was met already.", by=sw)
    assert declined.status == Decision.Status.DECLINED
    assert Notice.objects.filter(recipient=pe, key__startswith="decision.declined").exists()


@pytest.mark.parametrize("who", ["pe", "student", "outsider", "auditor", "business_support"])
def test_who_cannot_answer_advice(cast, decide, pe, who):
    with pytest.raises(PermissionDenied):
        actions.confirm_decision(decision=decide(pe), by=getattr(cast, who))


def test_only_the_first_answer_counts(decide, pe, sw, tm):
    decision = decide(pe)
    actions.confirm_decision(decision=decision, by=sw)
    with pytest.raises(actions.NotOpen, match="confirmed"):
        actions.decline_decision(decision=decision, reason="Late", by=tm)


@pytest.mark.parametrize(
    ("who", "may"), [("student", True), ("sw", True), ("tm", True), ("pe", False)]
)
def test_who_says_that_it_is_done(cast, decide, sw, who, may, today):
    decision = decide(sw)

    def act():
        return actions.complete_action(
            decision=decision, outcome="Met on Tuesday.", by=getattr(cast, who), on=today
        )

    if may:
        assert act().done_on == today
    else:
        with pytest.raises(PermissionDenied):
            act()


def test_advice_is_not_done_before_it_is_confirmed(decide, pe, student):
    with pytest.raises(actions.NotOpen):
        actions.complete_action(decision=decide(pe), outcome="Did it", by=student)


def test_a_date_before_the_decision_is_refused_in_words(decide, sw, today):
    with pytest.raises(ValidationError, match="before the day it was decided"):
        decide(sw, due_on=today - timedelta(days=1))


def test_the_agenda_opens_with_what_is_open(decide, pe, sw, child, today):
    advice, due = decide(pe), decide(sw, due_on=today + timedelta(days=1))
    done = decide(sw)
    actions.complete_action(decision=done, outcome="Done", by=sw, on=today)
    assert list(reads.open_for([child.pk])) == [due, advice]


def test_an_owners_list_holds_only_children_they_may_still_see(decide, sw, student, today):
    decide(sw)
    assert reads.owned_by(student).count() == 1
    student.children_access.update(ends_on=today - timedelta(days=1))
    assert reads.owned_by(Person.objects.get(pk=student.pk)).count() == 0


def test_advice_awaits_those_who_can_answer_it(decide, pe, cast, today):
    decision = decide(pe)
    asked = {"sw": True, "tm": True, "pe": False, "student": False, "outsider": False}
    for who, sees in asked.items():
        assert (decision in reads.awaiting(getattr(cast, who), today)) is sees, who


def test_the_tag_says_where_it_stands(decide, pe, sw, today):
    assert tag(decide(pe), today, "Wanda Worker").text == "Advice, awaiting Wanda Worker"
    decision = decide(sw, due_on=today)
    assert tag(decision, today).text == "Due today"
    assert tag(decision, today + timedelta(days=1)).text == "Overdue 1 day"
    assert tag(decision, today - timedelta(days=9)).text == "Due in 9 days"
