"""A placement that stands still, goes on again, or ends. The student's open work is answered."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person
from placements.actions import end_placement
from placements.change.actions.answering import Answered, answer_work, forget_answers
from placements.change.actions.recording import (
    Kind,
    in_roles,
    not_ones_own,
    planned_educator,
    record,
    said,
)
from placements.change.models import PlacementChange, PlacementCover
from placements.checks.actions import set_access
from placements.checks.clocks import SUBJECT as CHECKS
from placements.days import entries_of, pattern_of
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.models.suspension import Suspension
from placements.profile.actions import hold_place
from placements.projection import project
from placements.subjects import TIMELINE
from timescales.actions import refresh
from timescales.calendars import load_calendar

ONE_DAY = timedelta(days=1)
NO_ANSWERS: Mapping[UUID, Answered] = {}


def suspend_placement(
    *,
    placement: PracticePlacement,
    starts_on: date,
    review_on: date,
    why: str,
    on: date,
    by: Person,
    answers: Mapping[UUID, Answered] = NO_ANSWERS,
) -> PlacementChange:
    """From `starts_on` nobody is expected, children's records are shut and no new work is given.

    Who answers for the student stays: their drafts and their children's records go on in that
    queue. `review_on` is the day by which it is decided how it goes on.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        if starts_on < held.starts_on:
            raise ValidationError({"starts_on": f"The placement begins on {said(held.starts_on)}."})
        if held.suspensions.standing().exists():
            raise ValidationError("It is suspended already. Reinstate it, or end it.")
        later = held.days.filter(on__gte=starts_on, counts__gt=0).first()
        if later is not None:
            raise ValidationError(
                {"starts_on": f"The ledger has a day on placement then: {said(later.on)}."}
            )
        suspension = Suspension(
            placement=held,
            starts_on=starts_on,
            review_on=review_on,
            why=why.strip(),
            limits=_limits_from(held.student, starts_on),
            made_by=by,
        )
        suspension.full_clean()
        suspension.save(force_insert=True)
        answer_work(
            placement=held,
            answers=answers,
            last_day=starts_on - ONE_DAY,
            comes_back=True,
            why=why,
            on=on,
            by=by,
        )
        set_access(placement=held, on=on, by=by)
        accounts.set_workload_limit(
            person=held.student, cases=0, starts_on=starts_on, why=str(suspension), by=by
        )
        refresh(TIMELINE, [held.pk])
        return record(
            placement=held,
            kind=Kind.SUSPENDED,
            from_on=starts_on,
            before="",
            after=f"Decided again by {said(review_on)}",
            why=why,
            on=on,
            by=by,
        )


def reinstate_placement(
    *,
    placement: PracticePlacement,
    starts_on: date,
    why: str,
    on: date,
    by: Person,
    override_reason: str = "",
) -> PlacementChange:
    """It goes on from `starts_on`. The plan is made anew from the days that are left, records open
    as the checks say, and the student may carry what they might before.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        suspension = held.suspensions.standing().select_for_update().first()
        if suspension is None:
            raise ValidationError("It is not suspended.")
        if starts_on <= suspension.starts_on:
            first = said(suspension.starts_on)
            raise ValidationError(
                {"starts_on": f"It stands still since {first}: choose a later day."}
            )
        suspension.ends_on = starts_on - ONE_DAY
        suspension.full_clean()
        suspension.save()
        before = held.planned_ends_on
        held.planned_ends_on = max(before, _expected_end(held, on))
        held.full_clean()
        held.save()
        planned = planned_educator(held)
        hold_place(
            placement=held,
            educator=planned.person if planned is not None else None,
            **in_roles(held),
            since=max(starts_on, before + ONE_DAY),
            on=on,
            override_reason=override_reason,
            by=by,
        )
        set_access(placement=held, on=on, by=by)
        _give_back_limits(held.student, suspension, starts_on, by)
        forget_answers(placement=held, by=by)
        refresh(CHECKS, [held.pk])
        refresh(TIMELINE, [held.pk])
        return record(
            placement=held,
            kind=Kind.REINSTATED,
            from_on=starts_on,
            before=f"Planned until {said(before)}",
            after=f"Planned until {said(held.planned_ends_on)}",
            why=why,
            on=on,
            by=by,
        )


def stop_placement(
    *,
    placement: PracticePlacement,
    last_day: date,
    outcome: str,
    why: str,
    on: date,
    by: Person,
    answers: Mapping[UUID, Answered] = NO_ANSWERS,
) -> PlacementChange:
    """The placement ends on `last_day`: its days are completed, the student withdraws, or it is
    ended early. Their open work is answered first; at midnight of that day their access ends.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        answer_work(
            placement=held,
            answers=answers,
            last_day=last_day,
            comes_back=False,
            why=why or PracticePlacement.Outcome(outcome).label,
            on=on,
            by=by,
        )
        ended = end_placement(placement=held, on=last_day, outcome=outcome, by=by)
        _end_covers(ended, last_day)
        return record(
            placement=ended,
            kind=Kind.ENDED,
            from_on=last_day + ONE_DAY,
            before=f"Planned until {said(ended.planned_ends_on)}",
            after=f"Last day {said(last_day)}",
            why=why or ended.get_outcome_display(),
            on=on,
            by=by,
        )


# What the actions are made of


def _limits_from(student: Person, first: date) -> list[list[str]]:
    """The limits in force on `first` and those to come, each with its first day."""
    rows = student.workload_limits.filter(Q(ends_on=None) | Q(ends_on__gte=first))
    return [
        [max(row.starts_on, first).isoformat(), str(row.cases)]
        for row in rows.order_by("starts_on")
    ]


def _give_back_limits(student: Person, suspension: Suspension, starts_on: date, by: Person) -> None:
    """As before; what was to grow grows as much later as the placement stood still."""
    moved = starts_on - suspension.starts_on
    for day, cases in suspension.limits:
        accounts.set_workload_limit(
            person=student,
            cases=Decimal(cases),
            starts_on=date.fromisoformat(day) + moved,
            why="Placement reinstated",
            by=by,
        )


def _expected_end(placement: PracticePlacement, on: date) -> date:
    entries = entries_of([placement.pk])[placement.pk]
    return project(pattern_of(placement), entries, on, load_calendar()).ends_on


def _end_covers(placement: PracticePlacement, last_day: date) -> None:
    """The lines have ended with the placement; the covers say the same."""
    for cover in PlacementCover.objects.filter(placement=placement, ends_on__gt=last_day):
        if cover.starts_on > last_day:
            cover.delete()
        else:
            cover.ends_on = last_day
            cover.full_clean()
            cover.save()
