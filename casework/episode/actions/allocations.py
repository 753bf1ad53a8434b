"""Verbs about who carries an episode. Each locks the episode's row first."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import practice_educator_of
from accounts.roles import Role
from casework.child.actions import end_involvement, involve
from casework.child.models import Child, Involvement
from casework.episode import policies
from casework.episode.actions.holding import hold_open, tell_chronology
from casework.episode.clocks import SUBJECT
from casework.episode.models import Allocation, Episode
from casework.episode.notices import tell_allocated, tell_unallocated
from casework.episode.people import (
    ONE,
    conflicts_about,
    limits_of,
    open_work_of,
    passes_limit,
    plain_number,
)
from timescales.actions import refresh_of_root

ONE_DAY = timedelta(days=1)
# A handover is planned weeks ahead; further away is a slip of the pen in the year.
PLANNED_AHEAD = timedelta(days=92)


def allocate_accountable(
    *, episode: Episode, person: Person, starts_on: date, why: str, by: Person
) -> Allocation:
    """Make `person` accountable from `starts_on`; whoever was before ends the day before."""
    with written_by(by):
        held = hold_open(episode)
        if not policies.may_be_accountable(person.role):
            raise ValidationError(
                {"person": f"{person.name} is not a registered social worker with a caseload."}
            )
        _check_person(held, person, starts_on)
        before = list(
            held.allocations.accountable().filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        )
        later = next((row for row in before if row.starts_on > starts_on), None)
        if later:
            raise ValidationError(
                {
                    "starts_on": f"{later.person.name} becomes accountable on "
                    f"{later.starts_on:%-d %B %Y}. Call that off first, or choose a later day."
                }
            )
        if any(row.person_id == person.pk for row in before):
            raise ValidationError({"person": f"{person.name} is accountable already."})
        for row in [*before, *held.allocations.in_force(starts_on).filter(person=person)]:
            end_row(row, starts_on - ONE_DAY, f"Handed over to {person.name}", by)
        allocation = _allocate(held, person, Allocation.Role.ACCOUNTABLE, starts_on, why, by)
        tell_chronology(
            held,
            "worker_accountable",
            starts_on,
            by,
            f"{person.name} is accountable",
            {"worker": person.name, "why": why, "before": [row.person.name for row in before]},
        )
        _read_clocks(held, by)
        tell_allocated(allocation)
        return allocation


def allocate_co_worker(
    *,
    episode: Episode,
    student: Person,
    starts_on: date,
    why: str,
    by: Person,
    override_reason: str = "",
    weight: Decimal = ONE,
    part: str = "",
    learning: str = "",
) -> Allocation:
    """Let a student (or a second registered worker) work beside the accountable one.

    `part` is what they do in the work; `learning` why this child fits the student's stage.

    A student has a practice educator, stays within their limit unless `override_reason` says why
    not, and neither of the two has declared a conflict about the child.
    """
    with written_by(by):
        held = hold_open(episode)
        Person.objects.select_for_update(of=("self",)).get(
            pk=student.pk
        )  # two allocations take turns
        if not policies.may_co_work(student.role):
            raise ValidationError({"student": f"{student.name} cannot be a co-worker."})
        if not held.allocations.in_force(starts_on).accountable().exists():
            raise ValidationError(
                {"student": "Allocate an accountable social worker first: nobody works alone."}
            )
        _check_person(held, student, starts_on)
        over = ""
        if student.role == Role.STUDENT:
            _check_educator(held, student, starts_on)
            over = _check_limit(student, starts_on, weight, override_reason)
        allocation = _allocate(
            held,
            student,
            Allocation.Role.CO_WORKER,
            starts_on,
            why,
            by,
            weight=weight,
            over_limit_reason=over,
            part=part.strip(),
            learning=learning.strip(),
        )
        tell_chronology(
            held,
            "worker_co_working",
            starts_on,
            by,
            f"{student.name} works alongside",
            {
                "worker": student.name,
                "role": student.get_role_display(),
                "why": why,
                "part": part,
                "over_limit": over,
            },
        )
        _read_clocks(held, by)
        tell_allocated(allocation)
        return allocation


def end_allocation(
    *,
    allocation: Allocation,
    on: date,
    why: str,
    by: Person,
    successor: Person | None = None,
    successor_why: str = "",
) -> Allocation | None:
    """`on` is the last day. The last accountable worker leaves to a successor, who starts the day
    after, or with a manager's reason, and then the allocation clock runs.

    Returns None where the allocation had not begun and so never was.
    """
    with written_by(by):
        held = hold_open(allocation.episode)
        row = Allocation.objects.select_related("person").get(pk=allocation.pk)
        if row.ends_on is not None:
            raise ValidationError("This allocation has an end already.")
        if on < row.starts_on - ONE_DAY:
            raise ValidationError({"on": "The last day is before the first."})
        if on >= row.starts_on:
            _check_ahead("on", on)
        if not why.strip():
            raise ValidationError({"why": "Say why."})
        was_accountable = row.role == Allocation.Role.ACCOUNTABLE
        if was_accountable and successor is not None:
            allocate_accountable(
                episode=held,
                person=successor,
                starts_on=on + ONE_DAY,
                why=successor_why or why,
                by=by,
            )
            return Allocation.objects.filter(pk=row.pk).first()
        ended = end_row(row, on, why.strip(), by)
        _tell_ended(held, row, on, why, by)
        _read_clocks(held, by)
        if was_accountable:
            tell_unallocated(held, on)
        return ended


def _tell_ended(episode: Episode, row: Allocation, on: date, why: str, by: Person) -> None:
    """What never began is called off on the day somebody says so."""
    if on < row.starts_on:
        on, what = timezone.localdate(), "was to work with the child and will not"
    else:
        what = "no longer works with the child"
    tell_chronology(
        episode,
        "worker_ended",
        on,
        by,
        f"{row.person.name} {what}",
        {"worker": row.person.name, "role": row.get_role_display(), "why": why},
    )


def _check_ahead(field: str, day: date) -> None:
    last = timezone.localdate() + PLANNED_AHEAD
    if day > last:
        raise ValidationError(
            {field: f"Enter a day up to {last:%-d %B %Y}: no change is planned further ahead."}
        )


def _check_person(episode: Episode, person: Person, on: date) -> None:
    """Whoever you are: you may sign in on that day, declared no conflict, and are let in."""
    if on < episode.opened_on:
        raise ValidationError(
            {
                "starts_on": f"The episode opened on {episode.opened_on:%-d %B %Y}. Start then "
                "or later."
            }
        )
    _check_ahead("starts_on", on)
    if not person.may_sign_in(on):
        raise ValidationError({"person": f"{person.name} has no access on that day."})
    if conflicts_about(episode.child, [person.pk]):
        raise ValidationError(
            {"person": f"{person.name} has declared a conflict of interest and cannot be chosen."}
        )
    closed = Child.objects.filter(pk=episode.child_id).restricted_from(person, on)
    if closed.exists():
        raise ValidationError(
            {"person": f"This record is restricted and {person.name} is not named on it."}
        )


def _check_educator(episode: Episode, student: Person, on: date) -> None:
    educator = practice_educator_of(student, on)
    if educator is None:
        raise ValidationError({"student": f"{student.name} has no practice educator on that day."})
    if conflicts_about(episode.child, [educator.pk]):
        raise ValidationError(
            {
                "student": f"{educator.name}, who supervises {student.name}, has declared a "
                "conflict of interest."
            }
        )


def _check_limit(student: Person, on: date, weight: Decimal, override_reason: str) -> str:
    """The reason to go over the limit, where one is needed; nothing where it is not."""
    limit = limits_of([student.pk], on).get(student.pk)
    work = open_work_of([student.pk], on)[student.pk]
    if not passes_limit(work, limit, weight):
        return ""
    if not override_reason.strip():
        raise ValidationError(
            {
                "override_reason": f"{student.name} carries {plain_number(work)} of "
                f"{plain_number(limit or work)}. Choose someone else, or say why this one more."
            }
        )
    return override_reason.strip()


def _read_clocks(episode: Episode, by: Person) -> None:
    """Every clock of the episode, those of the wings above included, goes to whoever works now."""
    refresh_of_root(SUBJECT, episode.pk, own=True, by=by)


def _allocate(
    episode: Episode,
    person: Person,
    role: str,
    starts_on: date,
    why: str,
    by: Person,
    **more: Any,
) -> Allocation:
    allocation = Allocation(
        episode=episode,
        person=person,
        role=role,
        starts_on=starts_on,
        why=why.strip(),
        made_by=by,
        **more,
    )
    allocation.full_clean()
    allocation.save(force_insert=True)
    involve(
        child=episode.child,
        person=person,
        role=Involvement.Role(role),
        starts_on=starts_on,
        why=why.strip() or allocation.get_role_display(),
        source_id=allocation.pk,
        by=by,
    )
    return allocation


def end_row(row: Allocation, on: date, why: str, by: Person) -> Allocation | None:
    """Ended on its last day, or brought forward to it; one that would never have held a day is
    taken away.
    """
    end_involvement(source_id=row.pk, on=on, by=by)
    if row.starts_on > on:
        row.delete()
        return None
    row.ends_on, row.end_reason = on, why
    row.full_clean()
    row.save()
    return row
