"""What students may open and carry; placements calls these."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.actions.dated import end, hold, save, written_by
from accounts.models import ChildrenAccess, Person, WorkloadLimit

ONE_DAY = timedelta(days=1)


def open_children_access(
    *,
    person: Person,
    starts_on: date,
    why: str,
    by: Person | None,
    ends_on: date | None = None,
) -> ChildrenAccess:
    with written_by(by):
        held = hold(person)
        return save(ChildrenAccess(person=held, starts_on=starts_on, ends_on=ends_on, why=why))


def close_children_access(
    *, person: Person, on: date, why: str, by: Person | None
) -> list[ChildrenAccess]:
    """`on` is the last day a student may open children's records, whatever was planned later."""
    with written_by(by):
        held = hold(person)
        later = held.children_access.filter(Q(ends_on=None) | Q(ends_on__gt=on))
        ended = [end(row, on, why) for row in later.order_by("starts_on")]
        return [row for row in ended if row is not None]


def set_workload_limit(
    *, person: Person, cases: Decimal | float, starts_on: date, why: str, by: Person | None
) -> WorkloadLimit:
    """From `starts_on` the limit is `cases`; the one before ends the day before."""
    with written_by(by):
        held = hold(person)
        for row in held.workload_limits.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)):
            end(row, starts_on - ONE_DAY)
        return save(
            WorkloadLimit(person=held, cases=Decimal(str(cases)), starts_on=starts_on, why=why)
        )
