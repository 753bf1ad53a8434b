"""What happened, as its worker writes it down: a planned visit's outcome, or one never planned."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.child.people import accountable_workers
from casework.direct_work.reads import told_of_worry
from casework.direct_work.visit.actions.held import (
    held_episode,
    may_record,
    own_visit,
    path_of,
    root_of,
)
from casework.direct_work.visit.clocks import SUBJECT
from casework.direct_work.visit.codes import Kind, Outcome
from casework.direct_work.visit.completeness import FIELDS
from casework.direct_work.visit.models import JointVisit, Visit
from notices.actions import NewNotice, notify_many, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed
from records.conflicts import save_next_version
from timescales.actions import refresh


def record_visit(
    *,
    child: Child,
    by: Person,
    fields: Mapping[str, Any],
    together: JointVisit | None = None,
    on: date | None = None,
) -> Visit:
    """The record of a visit that nobody had planned: a draft of its author's."""
    with written_by(by):
        may_record(by)
        visit = Visit(child=child, author=by, together=together)
        return write(visit, fields, by, on or timezone.localdate())


def save_visit(
    *,
    visit: Visit,
    began_from: int,
    by: Person,
    fields: Mapping[str, Any],
    on: date | None = None,
) -> Visit:
    """How a planned visit went, or what the author writes next."""
    with written_by(by):
        visit = own_visit(visit, by, began_from)
        if visit.outcome == Outcome.NOT_HELD:
            raise NotAllowed("This visit did not take place. Record the one that did.")
        return write(visit, fields, by, on or timezone.localdate())


def write(visit: Visit, fields: Mapping[str, Any], by: Person, on: date) -> Visit:
    """Put what the author gave on the visit, and tell at once what cannot wait."""
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not an author's to set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(visit, name, value)
    _check(visit, by, on)
    visit.episode = held_episode(visit.child_id, visit.day, "happened_on")
    visit.full_clean(exclude=["episode", "child", "together"])
    if visit._state.adding:
        visit.save(force_insert=True)
    else:
        save_next_version(visit)
    # Whoever was told that the worker is overdue hears no more of it.
    withdraw_about(about=[visit.pk], why=Notice.Withdrawn.SETTLED)
    _tell_at_once(visit, by, on)
    refresh(SUBJECT, [visit.pk], by=by)
    return visit


def _check(visit: Visit, by: Person, on: date) -> None:
    if visit.outcome not in (Outcome.SEEN, Outcome.NOT_SEEN):
        raise ValidationError({"outcome": ["Say whether you saw the child."]})
    if visit.happened_on is None:
        raise ValidationError({"happened_on": ["Say when it was."]})
    if visit.happened_on > on:
        raise ValidationError({"happened_on": ["The visit cannot be in the future."]})
    if visit.next_try_on and visit.next_try_on < visit.happened_on:
        raise ValidationError({"next_try_on": ["The next try comes after this visit."]})
    if by.registration_number:
        visit.registered_worker_present, visit.registered_worker = True, by
    elif visit.registered_worker and not visit.registered_worker.registration_number:
        raise ValidationError(
            {"registered_worker": [f"{visit.registered_worker.name} is not registered."]}
        )


def _tell_at_once(visit: Visit, by: Person, on: date) -> None:
    """A worry, and a child who was not seen, reach those who answer before anything is signed."""
    worried = visit.worry and not visit.worry_told_at
    unseen = visit.outcome == Outcome.NOT_SEEN and not visit.not_seen_told_at
    if not worried and not unseen:
        return
    accountable = accountable_workers([visit.child_id], on).get(visit.child_id)
    told = told_of_worry(by, accountable, on)
    day, reference = f"{visit.day:%-d %B}", visit.child.reference
    if worried:
        line = f"{reference}: {by.name} is worried after a visit on {day}. Read it now."
        _tell(visit, told, "worry", line, Urgency.URGENT)
        visit.worry_told_at = timezone.now()
    if unseen:
        line = (
            f"{reference}: {by.name} went on {day} and did not see the child. "
            f"Next: {visit.get_next_step_display().lower()}, by {visit.next_try_on:%-d %B}."
        )
        at_risk = visit.kind == Kind.CHILD_PROTECTION
        _tell(visit, told, "unseen", line, Urgency.URGENT if at_risk else Urgency.DIGEST)
        visit.not_seen_told_at = timezone.now()
    visit.save(update_fields=["worry_told_at", "not_seen_told_at"])


def _tell(visit: Visit, people: list[Person], what: str, line: str, urgency: Urgency) -> None:
    notify_many(
        NewNotice(
            recipient_id=person.pk,
            key=f"visit.{what}.{visit.pk}",
            line=line,
            path=path_of(visit),
            urgency=urgency,
            **root_of(visit),
        )
        for person in people
    )
