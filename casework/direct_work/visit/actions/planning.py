"""A visit is planned, moved to another time, or called off."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.child.people import answers_for_child
from casework.direct_work.visit.actions.held import (
    held_episode,
    may_record,
    own_visit,
    path_of,
    root_of,
    settle,
)
from casework.direct_work.visit.clocks import SUBJECT
from casework.direct_work.visit.codes import AWAY, Outcome
from casework.direct_work.visit.models import JointVisit, Visit
from notices.actions import notify
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


def call_off_for_worker(*, visit: Visit, why: str, by: Person) -> Visit:
    """The worker does not come any more: whoever answers for the child calls the visit off."""
    with written_by(by):
        visit = _planned_by_another(visit, why, by)
        visit.outcome, visit.not_held_why = Outcome.NOT_HELD, why.strip()
        visit.full_clean(exclude=["episode", "child", "together"])
        save_next_version(visit)
        settle(visit)
        return visit


def hand_over_visit(*, visit: Visit, to: Person, why: str, by: Person) -> Visit:
    """Another worker of the child goes instead, at the same time; they are told."""
    with written_by(by):
        visit = _planned_by_another(visit, why, by)
        may_record(to)
        if visit.together_id is not None:
            raise ValidationError("A visit to siblings is called off and planned anew.")
        if not Child.objects.visible_to(to).filter(pk=visit.child_id).exists():
            raise ValidationError(f"{to} does not work with this child.")
        visit.author, visit.moved_why, visit.child_told = to, why.strip(), None
        visit.full_clean(exclude=["episode", "child", "together"])
        save_next_version(visit)
        settle(visit)
        notify(
            recipient=to,
            key=f"visit.handed_over.{visit.pk}.{visit.lock_version}",
            line=f"{visit.child.reference}: a visit is yours now, planned for "
            f"{timezone.localtime(visit.planned_for):%-d %B %Y, %H:%M}.",
            path=path_of(visit),
            about_id=visit.pk,
            **root_of(visit),
        )
        return visit


def _planned_by_another(visit: Visit, why: str, by: Person) -> Visit:
    """Held; still to come, and its child answered for by `by`. Raises PermissionDenied."""
    rows = Visit.objects.select_related("child", "author", "together")
    held = rows.select_for_update(of=("self",)).get(pk=visit.pk)
    if not answers_for_child(by, held.child_id, timezone.localdate()):
        raise PermissionDenied("Only who answers for the child changes another worker's visit.")
    _ask_to_come(held)
    if not why.strip():
        raise ValidationError({"why": ["Say why."]})
    return held


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
