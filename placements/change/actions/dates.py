"""A placement that is put off before it begins, and one that is given more time."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person
from placements.change.actions.recording import (
    Kind,
    in_roles,
    not_ones_own,
    planned_educator,
    record,
    said,
)
from placements.change.models import PlacementChange
from placements.checks.actions import set_access
from placements.checks.clocks import SUBJECT as CHECKS
from placements.days import pattern_of
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.profile.actions import hold_place
from placements.projection import planned_end
from placements.subjects import TIMELINE
from placements.workload import put_right
from timescales.actions import refresh
from timescales.calendars import load_calendar

ONE_DAY = timedelta(days=1)


def defer_placement(
    *,
    placement: PracticePlacement,
    starts_on: date,
    why: str,
    on: date,
    by: Person,
    override_reason: str = "",
) -> PlacementChange:
    """A placement that has not begun begins later. Everything that hangs on its first day moves:
    who answers, the team, the roles, the work allowed, the steps; records stay shut until then.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        before = held.starts_on
        if before <= on:
            raise ValidationError(
                {"starts_on": "It has begun. Suspend it, or end it and start another."}
            )
        if starts_on <= before:
            raise ValidationError(
                {"starts_on": f"It begins on {said(before)}: choose a later day."}
            )
        planned = planned_educator(held)
        if planned is not None:
            first = said(planned.starts_on)
            raise ValidationError(f"{planned.name} educates from {first}: take that back first.")
        held.starts_on = starts_on
        held.planned_ends_on = planned_end(pattern_of(held), load_calendar())
        held.full_clean()
        held.save()
        hold_place(
            placement=held,
            **in_roles(held),
            on=on,
            override_reason=override_reason,
            by=by,
        )
        _move_first_day(held, before, why, by)
        set_access(placement=held, on=on, by=by)
        refresh(CHECKS, [held.pk])
        refresh(TIMELINE, [held.pk])
        return record(
            placement=held,
            kind=Kind.DEFERRED,
            from_on=starts_on,
            before=f"First day {said(before)}",
            after=f"First day {said(starts_on)}",
            why=why,
            on=on,
            by=by,
        )


def extend_placement(
    *,
    placement: PracticePlacement,
    planned_ends_on: date,
    why: str,
    on: date,
    by: Person,
    override_reason: str = "",
) -> PlacementChange:
    """More time for the same days. The educator's place is held for it, under a lock."""
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        before = held.planned_ends_on
        if planned_ends_on <= before:
            raise ValidationError(
                {"planned_ends_on": f"It is planned until {said(before)}: choose a later day."}
            )
        held.planned_ends_on = planned_ends_on
        held.full_clean()
        held.save()
        planned = planned_educator(held)
        hold_place(
            placement=held,
            educator=planned.person if planned is not None else None,
            **in_roles(held),
            since=before + ONE_DAY,
            on=on,
            override_reason=override_reason,
            by=by,
        )
        refresh(TIMELINE, [held.pk])
        return record(
            placement=held,
            kind=Kind.EXTENDED,
            from_on=before + ONE_DAY,
            before=f"Planned until {said(before)}",
            after=f"Planned until {said(planned_ends_on)}",
            why=why,
            on=on,
            by=by,
        )


def _move_first_day(placement: PracticePlacement, before: date, why: str, by: Person) -> None:
    """Roles, lines, the place in the team and the work allowed, from the new first day on."""
    student, starts_on = placement.student, placement.starts_on
    for role in placement.roles.filter(starts_on__lt=starts_on):
        role.starts_on = starts_on
        role.full_clean()
        role.save()
    for line in student.lines_up.filter(starts_on=before, ends_on=None).select_related(
        "answers_to"
    ):
        accounts.end_reporting_line(line=line, on=before - ONE_DAY, why=why, by=by)
        accounts.start_reporting_line(
            person=student,
            answers_to=line.answers_to,
            kind=line.kind,
            starts_on=starts_on,
            why=line.why,
            by=by,
        )
    ours = student.memberships.filter(Q(ends_on=None), team=placement.team, starts_on=before)
    for membership in ours:
        accounts.leave_team(membership=membership, on=before - ONE_DAY, by=by)
        accounts.join_team(
            person=student, team=placement.team, starts_on=starts_on, why=membership.why, by=by
        )
    accounts.set_workload_limit(person=student, cases=0, starts_on=before, why=why, by=by)
    put_right(placement, first=starts_on, by=by)
