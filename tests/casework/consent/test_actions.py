"""Recording, withdrawing, excepting: who may, what follows, who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from casework.chronology.models import ChronologyEntry
from casework.consent import registry
from casework.consent.actions import record_consent, record_exception, withdraw_consent
from casework.consent.models import ConsentEntry
from notices.models import Notice, Urgency
from tests.casework.factories import ConsentEntryFactory

pytestmark = pytest.mark.django_db


def record(child, by, today, **changes):
    return record_consent(
        **{
            "child": child,
            "activity": "one_to_one",
            "giver_kind": "parent_carer",
            "giver_name": "Mum",
            "answer": "yes",
            "given_on": today,
            "method": "in_person",
            "capacity_basis": "pr",
            "by": by,
        }
        | changes
    )


def test_an_answer_lands_on_the_chronology_under_its_own_day(child, student, today):
    yesterday = today - timedelta(days=1)
    record(child, student, today, given_on=yesterday)
    entry = ChronologyEntry.objects.get(kind="casework.consent_given", child=child)
    assert entry.happened_on == yesterday
    assert entry.details["giver"] == "Mum"


def test_a_no_says_what_was_said(child, sw, today):
    with pytest.raises(ValidationError) as refused:
        record(child, sw, today, answer="no")
    assert "evidence" in refused.value.message_dict
    record(child, sw, today, answer="no", evidence="Not while the court decides.", expires_on=today)
    assert ConsentEntry.objects.get().expires_on is None
    assert ChronologyEntry.objects.filter(kind="casework.consent_refused").exists()


def test_a_student_does_not_judge_gillick_competence(child, student, sw, today):
    fields = {"giver_kind": "child", "giver_name": "Tomasz", "capacity_basis": "gillick"}
    with pytest.raises(ValidationError) as refused:
        record(child, student, today, **fields)
    assert "capacity_basis" in refused.value.message_dict
    record(child, sw, today, **fields)


def test_the_footing_fits_the_childs_age(child, sw, today):
    child.dob = today - timedelta(days=8 * 366)
    fields = {"giver_kind": "child", "giver_name": "Tomasz"}
    with pytest.raises(ValidationError) as refused:
        record(child, sw, today, capacity_basis="sixteen", **fields)
    assert "capacity_basis" in refused.value.message_dict
    child.dob = today - timedelta(days=17 * 366)
    with pytest.raises(ValidationError) as refused:
        record(child, sw, today, capacity_basis="gillick", **fields)
    assert "capacity_basis" in refused.value.message_dict
    record(child, sw, today, capacity_basis="sixteen", **fields)
    with pytest.raises(ValidationError) as refused:
        record_exception(
            child=child, activity="group", basis="gillick", why="x", starts_on=today, by=sw
        )
    assert "basis" in refused.value.message_dict


def test_a_doubt_about_understanding_is_explained(child, sw, today):
    with pytest.raises(ValidationError) as refused:
        record(child, sw, today, capacity_basis="in_doubt")
    assert "evidence" in refused.value.message_dict


def test_a_withdrawal_dated_back_warns_those_who_work_with_the_child_now(
    child, episode, sw, student, opened_on
):
    entry = ConsentEntryFactory(child=child, given_on=opened_on - timedelta(days=30))
    withdraw_consent(entry=entry, on=entry.given_on, by=sw)
    told = Notice.objects.filter(key=f"consent.withdrawn.{entry.pk}")
    assert student in {notice.recipient for notice in told}


def test_a_basis_fits_who_answered(child, sw, today):
    with pytest.raises(ValidationError, match="does not fit"):
        record(child, sw, today, capacity_basis="assent")


def test_withdrawing_tells_everyone_who_works_with_the_child_at_once(
    child, agreed, sw, student, pe, today
):
    entry = child.consents.get(giver_kind="parent_carer")
    withdraw_consent(entry=entry, on=today, by=sw)
    told = Notice.objects.filter(key=f"consent.withdrawn.{entry.pk}")
    assert {notice.recipient for notice in told} == {student, pe}
    assert {notice.urgency for notice in told} == {Urgency.URGENT}
    for notice in told:
        assert child.first_name not in notice.line
        assert child.last_name not in notice.line
    assert ChronologyEntry.objects.filter(kind="casework.consent_withdrawn").count() == 1


def test_a_consent_is_withdrawn_once_and_not_before_it_was_given(child, sw, today):
    entry = ConsentEntryFactory(child=child, given_on=today)
    with pytest.raises(ValidationError) as refused:
        withdraw_consent(entry=entry, on=today - timedelta(days=1), by=sw)
    assert "on" in refused.value.message_dict
    withdraw_consent(entry=entry, on=today, by=sw)
    with pytest.raises(ValidationError, match="already"):
        withdraw_consent(entry=entry, on=today, by=sw)


def test_only_a_yes_is_taken_back(child, sw, today):
    entry = ConsentEntryFactory(child=child, given_on=today, answer="no")
    with pytest.raises(ValidationError, match="Only a yes"):
        withdraw_consent(entry=entry, on=today, by=sw)


def test_listeners_hear_of_a_withdrawal_in_its_own_transaction(child, sw, today, monkeypatch):
    heard = []
    monkeypatch.setattr(registry, "_listeners", [])
    registry.register_listener(heard_by := lambda entry, on, by: heard.append((entry.pk, on, by)))
    registry.register_listener(heard_by)
    entry = ConsentEntryFactory(child=child, given_on=today)
    withdraw_consent(entry=entry, on=today, by=sw)
    assert heard == [(entry.pk, today, sw)]


def test_a_student_and_a_practice_educator_name_no_lawful_ground(child, student, pe, today):
    for person in (student, pe):
        with pytest.raises(ValidationError, match="registered"):
            record_exception(
                child=child,
                activity="group",
                basis="s47",
                why="Said so.",
                starts_on=today,
                by=person,
            )


def test_a_lawful_ground_says_why(child, sw, today):
    with pytest.raises(ValidationError, match="Say why"):
        record_exception(
            child=child, activity="group", basis="court", why=" ", starts_on=today, by=sw
        )
