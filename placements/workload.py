"""How much work a student may carry: their university's steps, bounded by the agreement in force.

Each step begins in its week of the placement, later by as long as the placement stood still; while
it stands still the student carries nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts import actions as accounts
from accounts.models import Person
from placements.models import LearningAgreement, PracticePlacement, Suspension, UniversityRule

ONE_DAY = timedelta(days=1)
NOTHING = Decimal(0)
# From this day on this much, in weighted pieces of work.
Limit = tuple[date, Decimal]


@dataclass(frozen=True)
class Still:
    """The placement stands still between two days; without a last one nobody knows until when."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def limits(
    steps: Sequence[Limit], cap: Decimal | None, first: date, still: Sequence[Still] = ()
) -> list[Limit]:
    """The steps as a cap bounds them, from `first` on, one for each change. The cap is the last
    step, whether it lies below or above theirs; without one the steps alone hold.

    >>> limits([(date(2026, 9, 28), Decimal(1)), (date(2026, 10, 12), Decimal(4))],
    ...        Decimal(3), date(2026, 10, 1))
    [(datetime.date(2026, 10, 1), Decimal('1')), (datetime.date(2026, 10, 12), Decimal('3'))]
    """
    bounded = _bounded(steps, cap, first)
    if not bounded:
        return []
    for one in sorted(still, key=lambda one: one.first):
        if one.last is not None:
            away = one.last + ONE_DAY - one.first
            bounded = [(day + away if day >= one.first else day, cases) for day, cases in bounded]
    changes = {day for day, _ in bounded}
    changes |= {day for one in still for day in (one.first, one.last and one.last + ONE_DAY) if day}
    found: list[Limit] = []
    for day in sorted({first, *(day for day in changes if day > first)}):
        begun = [cases for begins, cases in bounded if begins <= day]
        cases = begun[-1] if begun else bounded[0][1]
        if any(one.covers(day) for one in still):
            cases = NOTHING
        if not found or cases != found[-1][1]:
            found.append((day, cases))
    return found


def _bounded(steps: Sequence[Limit], cap: Decimal | None, first: date) -> list[Limit]:
    if cap is None:
        return list(steps)
    bounded = [(day, min(cases, cap)) for day, cases in steps]
    return [*bounded[:-1], (bounded[-1][0], cap)] if bounded else [(first, cap)]


def put_right(placement: PracticePlacement, *, first: date, by: Person | None) -> bool:
    """Make the student's limits from `first` on what rule and agreement say; those before stay.
    False where they say so already. The placement is held.
    """
    student = placement.student
    rule = UniversityRule.objects.for_university(placement.university, placement.starts_on)
    agreement = placement.agreements.in_force().first()
    wanted, kept = wanted_of(placement, rule, agreement, first)
    standing = standing_of(placement)
    if standing is not None and standing.limits != kept:
        standing.limits = kept
        standing.full_clean()
        standing.save()
    if not wanted or wanted == limits_of(student, first):
        return False
    why = str(agreement) if agreement else f"Practice placement of {placement.days_total} days"
    for day, cases in wanted:
        accounts.set_workload_limit(
            person=student,
            cases=cases,
            starts_on=day,
            why=f"{why}, from {day:%-d %B %Y}",
            by=by,
        )
    return True


def is_right(
    placement: PracticePlacement,
    rule: UniversityRule,
    agreement: LearningAgreement | None,
    first: date,
) -> bool:
    """Whether `put_right` would find nothing to do; asks nothing where all came with the placement:
    `suspensions`, the rule's `workload_steps` and the student's `workload_limits`.
    """
    wanted, kept = wanted_of(placement, rule, agreement, first)
    standing = standing_of(placement)
    if standing is not None and standing.limits != kept:
        return False
    return not wanted or wanted == limits_of(placement.student, first)


def wanted_of(
    placement: PracticePlacement,
    rule: UniversityRule,
    agreement: LearningAgreement | None,
    first: date,
) -> tuple[list[Limit], list[list[str]]]:
    """The limits from `first` on, and what a suspension that stands keeps for the way back."""
    steps = [
        (placement.starts_on + timedelta(weeks=step.from_week - 1), step.cases)
        for step in sorted(rule.workload_steps.all(), key=lambda step: step.from_week)
    ]
    cap = agreement.workload_cap if agreement is not None else None
    still = [Still(one.starts_on, one.ends_on) for one in placement.suspensions.all()]
    standing = standing_of(placement)
    kept: list[list[str]] = []
    if standing is not None:
        ended = [one for one in still if one.last is not None]
        back = limits(steps, cap, standing.starts_on, ended)
        kept = [[day.isoformat(), str(cases)] for day, cases in back]
    return limits(steps, cap, first, still), kept


def standing_of(placement: PracticePlacement) -> Suspension | None:
    return next((one for one in placement.suspensions.all() if one.ends_on is None), None)


def limits_of(student: Person, first: date) -> list[Limit]:
    """The limits that hold from `first` on, one for each change."""
    rows = [
        row for row in student.workload_limits.all() if row.ends_on is None or row.ends_on >= first
    ]
    found: list[Limit] = []
    for row in sorted(rows, key=lambda row: row.starts_on):
        if not found or row.cases != found[-1][1]:
            found.append((max(row.starts_on, first), row.cases))
    return found
