"""Planning, moving, going in and out, and writing a visit down."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from casework.chronology.models import ChronologyEntry
from casework.direct_work.visit.actions import (
    call_off_visit,
    check_in,
    check_out,
    countersign_visit,
    move_visit,
    plan_visit,
    record_visit,
    save_visit,
    submit_visit,
)
from casework.direct_work.visit.actions.signing import ConsentMissing
from casework.direct_work.visit.clocks import SUBJECT
from casework.direct_work.visit.models import Visit
from notices.models import Notice, Urgency
from records.actions import NotAllowed
from records.conflicts import Conflict
from tests.casework import scene
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.usefixtures("episode")


@staged
def tomorrow():
    return timezone.now() + timedelta(days=1)


def plan(child, by, at, **changes):
    fields = {"kind": "child_in_need", "place": "home"} | changes
    return plan_visit(child=child, planned_for=at, minutes=60, by=by, fields=fields)


def test_a_planned_visit_waits_for_its_outcome_and_has_a_clock(child, student, tomorrow):
    visit = plan(child, student, tomorrow)
    assert visit.planned_until == tomorrow + timedelta(hours=1)
    assert list(Visit.objects.coming(timezone.now())) == [visit]
    assert not Visit.objects.missing_outcome(timezone.now()).exists()
    later = tomorrow + timedelta(hours=2)
    assert list(Visit.objects.missing_outcome(later)) == [visit]
    clock = Deadline.objects.get(subject_type=SUBJECT, subject_id=visit.pk)
    assert (clock.starts_at, clock.owner) == (visit.planned_until, student)


def test_nobody_plans_for_the_past_or_without_the_verb(child, student, tm, tomorrow):
    with pytest.raises(ValidationError) as refused:
        plan(child, student, timezone.now() - timedelta(hours=1))
    assert "planned_for" in refused.value.message_dict
    with pytest.raises(PermissionDenied):
        plan(child, tm, tomorrow)


def test_a_note_for_staff_asks_how_one_keeps_safe_and_checks_in(child, student, tomorrow):
    child.staff_safety_note = "Dog off the lead. Do not visit alone."
    child.save()
    with pytest.raises(ValidationError) as refused:
        plan(child, student, tomorrow)
    assert "safety_plan" in refused.value.message_dict
    assert plan(child, student, tomorrow, safety_plan="With Wanda").checks_in
    at_school = plan(child, student, tomorrow, place="school")
    assert not at_school.checks_in


def test_a_visit_is_moved_with_its_reason(child, student, tomorrow):
    visit = plan(child, student, tomorrow)
    later = tomorrow + timedelta(days=1)
    with pytest.raises(ValidationError):
        move_visit(visit=visit, planned_for=later, minutes=60, why=" ", by=student)
    moved = move_visit(
        visit=visit, planned_for=later, minutes=30, why="Mum is ill", child_told=True, by=student
    )
    assert (moved.times_moved, moved.moved_why) == (1, "Mum is ill")
    assert moved.planned_until == later + timedelta(minutes=30)
    clock = Deadline.objects.get(subject_type=SUBJECT, subject_id=visit.pk)
    assert clock.starts_at == moved.planned_until


def test_a_visit_called_off_has_no_clock_and_is_missed_by_nobody(child, student, tomorrow):
    visit = plan(child, student, tomorrow)
    call_off_visit(visit=visit, why="School trip", child_told=True, by=student)
    assert not Visit.objects.missing_outcome(tomorrow + timedelta(days=3)).exists()
    assert not Deadline.objects.get(subject_type=SUBJECT, subject_id=visit.pk).is_open
    visit.refresh_from_db()
    with pytest.raises(NotAllowed):
        save_visit(
            visit=visit,
            began_from=visit.lock_version,
            by=student,
            fields=scene.visit_answers(timezone.localdate()),
        )


def test_in_and_out_once_each_and_in_order(child, student, sw, tomorrow):
    visit = plan(child, student, tomorrow, checks_in=True)
    with pytest.raises(NotAllowed):
        check_out(visit=visit, by=student)
    with pytest.raises(NotAllowed):
        check_in(visit=visit, by=sw)
    check_in(visit=visit, by=student)
    visit.refresh_from_db()
    assert visit.arrived_at is not None
    with pytest.raises(NotAllowed):
        check_in(visit=visit, by=student)
    check_out(visit=visit, by=student)
    visit.refresh_from_db()
    assert visit.left_at is not None


def test_a_planned_visit_becomes_its_record(child, student, today):
    visit = scene.a_planned_visit(child, by=student, at=timezone.now() - timedelta(hours=3))
    saved = save_visit(
        visit=visit,
        began_from=visit.lock_version,
        by=student,
        fields=scene.visit_answers(today),
    )
    assert saved.pk == visit.pk
    assert saved.planned_for == visit.planned_for
    assert not Visit.objects.planned().exists()
    with pytest.raises(Conflict):
        save_visit(
            visit=visit,
            began_from=visit.lock_version,
            by=student,
            fields=scene.visit_answers(today),
        )


def test_too_little_is_kept_and_not_sent(child, student, today):
    visit = scene.a_visit(child, by=student, on=today, childs_words="", seen_alone="")
    with pytest.raises(ValidationError) as refused:
        submit_visit(visit=visit, by=student)
    assert set(refused.value.message_dict) == {"childs_words", "seen_alone"}


def test_a_child_who_was_not_seen_needs_a_next_step(child, student, today):
    with pytest.raises(ValidationError) as refused:
        scene.a_visit(child, by=student, on=today, **scene.unseen(today) | {"next_step": ""})
    assert "what you do about it" in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "urgency"),
    [("child_protection", Urgency.URGENT), ("child_in_need", Urgency.DIGEST)],
)
def test_a_child_who_was_not_seen_reaches_those_who_answer_before_it_is_sent(
    child, student, sw, pe, tm, today, kind, urgency
):
    scene.a_visit(child, by=student, on=today, **scene.unseen(today, kind=kind))
    told = Notice.objects.filter(key__startswith="visit.unseen.")
    assert {notice.recipient for notice in told} == {sw, pe, tm}
    assert {notice.urgency for notice in told} == {urgency}
    assert not any("Tomasz" in notice.line for notice in told)


def test_a_worry_is_told_at_once(child, student, sw, pe, tm, today):
    scene.a_visit(child, by=student, on=today, worry=True, worry_text="A bruise.")
    told = Notice.objects.filter(key__startswith="visit.worry.")
    assert {notice.recipient for notice in told} == {sw, pe, tm}


def test_nothing_is_recorded_outside_the_work_or_ahead_of_time(child, student, today, opened_on):
    for day in (opened_on - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            record_visit(child=child, by=student, fields=scene.visit_answers(day), on=today)
        assert "happened_on" in refused.value.message_dict


def test_early_help_waits_for_consent_and_a_visit_that_is_our_duty_does_not(child, student, today):
    with pytest.raises(ConsentMissing):
        scene.a_visit(child, by=student, on=today, sent=True, kind="early_help")
    scene.a_visit(child, by=student, on=today, sent=True, kind="child_protection")


def test_signed_it_stands_on_the_chronology_and_cannot_change(child, student, sw, today):
    visit = scene.a_visit(child, by=student, on=today, sent=True)
    with pytest.raises(NotAllowed):
        countersign_visit(visit=visit, by=student)
    countersign_visit(visit=visit, by=sw)
    entry = ChronologyEntry.objects.get(kind="casework.visit")
    assert (entry.child, entry.by, entry.happened_on) == (child, student, today)
    assert "my lamp stays on" in entry.details["words"]
    visit.refresh_from_db()
    with pytest.raises(NotAllowed):
        save_visit(
            visit=visit,
            began_from=visit.lock_version,
            by=student,
            fields=scene.visit_answers(today),
        )
