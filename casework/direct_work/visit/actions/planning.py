"""A visit is planned, moved to another time, or called off."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.visit.actions.held import held_episode, may_record, own_visit, settle
from casework.direct_work.visit.clocks import SUBJECT
from casework.direct_work.visit.codes import AWAY, Outcome
from casework.direct_work.visit.models import JointVisit, Visit
from records.actions import NotAllowed
from records.conflicts import save_next_version
from timescales.actions import refresh

# What is settled when a visit is booked.
PLANNED = ("kind", "place", "place_other", "purpose", "checks_in", "safety_plan")


def plan_visit(
    *,
    child: Child,
    planned_for: datetime,
    minutes: int,
    by: Person,
    fields: Mapping[str, Any],
    together: JointVisit | None = None,
) -> Visit:
    """A visit `by` is going to make. Where a note for staff safety stands on the child's record

    the worker says how they keep safe, and checks in and out.
    """
    with written_by(by):
        may_record(by)
        if unknown := set(fields) - set(PLANNED):
            raise TypeError(f"not settled when a visit is booked: {sorted(unknown)}")
        _ask_ahead(planned_for)
        visit = Visit(
            child=child,
            author=by,
            together=together,
            planned_for=planned_for,
            planned_until=planned_for + timedelta(minutes=minutes),
            episode=held_episode(child.pk, timezone.localdate(), "planned_for"),
            **fields,
        )
        _ask_safety(visit)
        visit.full_clean(exclude=["episode", "child", "together"])
        visit.save(force_insert=True)
        refresh(SUBJECT, [visit.pk], by=by)
        return visit


def move_visit(
    *,
    visit: Visit,
    planned_for: datetime,
    minutes: int,
    why: str,
    by: Person,
    child_told: bool | None = None,
    began_from: int | None = None,
) -> Visit:
    """To another time, with the reason and whether the child knows."""
    with written_by(by):
        visit = own_visit(visit, by, began_from)
        _ask_to_come(visit)
        _ask_ahead(planned_for)
        if not why.strip():
            raise ValidationError({"why": ["Say why it is moved."]})
        visit.planned_for = planned_for
        visit.planned_until = planned_for + timedelta(minutes=minutes)
        visit.moved_why, visit.child_told = why.strip(), child_told
        visit.times_moved += 1
        visit.arrived_at = visit.left_at = None
        visit.full_clean(exclude=["episode", "child", "together"])
        save_next_version(visit)
        settle(visit)
        return visit


def call_off_visit(
    *,
    visit: Visit,
    why: str,
    by: Person,
    child_told: bool | None = None,
    began_from: int | None = None,
) -> Visit:
    """It did not, or will not, take place."""
    with written_by(by):
        visit = own_visit(visit, by, began_from)
        _ask_to_come(visit)
        if not why.strip():
            raise ValidationError({"why": ["Say why it did not take place."]})
        visit.outcome, visit.not_held_why = Outcome.NOT_HELD, why.strip()
        visit.child_told = child_told
        visit.full_clean(exclude=["episode", "child", "together"])
        save_next_version(visit)
        settle(visit)
        return visit


def _ask_ahead(planned_for: datetime) -> None:
    if planned_for < timezone.now():
        raise ValidationError(
            {"planned_for": ["That time is past. Plan a time to come, or record the visit."]}
        )


def _ask_to_come(visit: Visit) -> None:
    if not visit.is_planned:
        raise NotAllowed("How this visit went is recorded already.")


def _ask_safety(visit: Visit) -> None:
    if visit.place not in AWAY or not visit.child.staff_safety_note:
        return
    if not visit.safety_plan.strip():
        raise ValidationError(
            {"safety_plan": ["Say how you keep safe: there is a note for staff on this record."]}
        )
    visit.checks_in = True
