"""Where a placement stands and where it is going. Pure: dates and counts in, dates out.

A weekly pattern and the bank holidays say which days are expected. A day in the ledger counts what
the ledger says; a coming day is expected whole. A past day that nobody entered is not counted; it
is still expected for a week, so that dates do not jump while a student enters a week at its end,
and after that it is lost.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from timescales.clock import Calendar

ONE_DAY = timedelta(days=1)
TO_ENTER = timedelta(days=7)


@dataclass(frozen=True)
class Pattern:
    """The days a student comes: first day, weekdays (Monday is 0), the total to reach.

    `gaps` are first and last days between which nobody is expected.
    """

    starts_on: date
    weekdays: frozenset[int]
    days_total: int
    gaps: tuple[tuple[date, date], ...] = ()

    def holds(self, on: date, calendar: Calendar) -> bool:
        """Whether `on` is a day this student is expected."""
        return (
            on >= self.starts_on
            and on.weekday() in self.weekdays
            and on not in calendar.holidays
            and not any(first <= on <= last for first, last in self.gaps)
        )

    def without_gaps(self) -> "Pattern":
        """As it was planned, before anything was interrupted."""
        return replace(self, gaps=())

    def expected(self, first: date, calendar: Calendar) -> Iterator[date]:
        """Every expected day from `first` on, without end."""
        if not self.weekdays:
            raise ValueError("A weekly pattern has at least one day.")
        day = max(first, self.starts_on)
        while True:
            if self.holds(day, calendar):
                yield day
            day += ONE_DAY


@dataclass(frozen=True)
class Projection:
    """What the placement's pages say. All days are `Decimal`, since half days count.

    Whoever goes on coming once the total is reached counts no further.
    """

    counted: Decimal
    days_total: int
    day_number: int
    midpoint_on: date
    ends_on: date
    not_entered: tuple[date, ...]

    @property
    def remaining(self) -> Decimal:
        return Decimal(self.days_total) - self.counted

    @property
    def is_past_midpoint(self) -> bool:
        return self.counted * 2 >= self.days_total


def project(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> Projection:
    """The placement as it stands on the morning of `on`; `entries` are the ledger's counts by day.

    Days entered ahead (leave, a recall day) are believed; today is expected until it is entered.
    """
    total = Decimal(pattern.days_total)
    counted = min(sum((n for day, n in entries.items() if day <= on), Decimal(0)), total)
    at_work_today = on not in entries and pattern.holds(on, calendar)
    midpoint_on, ends_on = reached(pattern, entries, on, calendar, [total / 2, total])
    return Projection(
        counted=counted,
        days_total=pattern.days_total,
        day_number=min(int(counted) + int(at_work_today), pattern.days_total),
        midpoint_on=midpoint_on,
        ends_on=ends_on,
        not_entered=_not_entered(pattern, entries, on, calendar),
    )


def planned_end(pattern: Pattern, calendar: Calendar) -> date:
    """The last day if no day is lost."""
    return project(pattern, {}, pattern.starts_on, calendar).ends_on


def reached(
    pattern: Pattern,
    entries: Mapping[date, Decimal],
    on: date,
    calendar: Calendar,
    targets: Iterable[Decimal],
) -> list[date]:
    """The day on which the count first reaches each of `targets`, in the order they were given.

    It stands on the morning of `on`, as `project` does. A target of none is the first day.
    """
    wanted = list(targets)
    found: dict[Decimal, date] = {}
    open_targets = sorted({target for target in wanted if target > 0})
    total = Decimal(0)
    course = _course(pattern, entries, on, calendar) if open_targets else iter(())
    for day, counts in course:
        total += counts
        while open_targets and total >= open_targets[0]:
            found[open_targets.pop(0)] = day
        if not open_targets:
            break
    return [found.get(target, pattern.starts_on) for target in wanted]


def with_days_missed(
    pattern: Pattern,
    entries: Mapping[date, Decimal],
    first: date,
    number: int,
    calendar: Calendar,
) -> dict[date, Decimal]:
    """The ledger as it would be if the next `number` expected days from `first` were missed.

    Days that already count nothing cannot be missed again; a half day is missed as the half it is.
    """
    missed = dict(entries)
    coming = pattern.expected(first, calendar)
    for day in islice((day for day in coming if entries.get(day, Decimal(1)) > 0), number):
        missed[day] = Decimal(0)
    return missed


def _course(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> Iterator[tuple[date, Decimal]]:
    """Each day that counts, in order: the ledger's days, then what the pattern expects."""
    ledger = sorted(entries.items())
    still = pattern.expected(on - TO_ENTER, calendar)
    expected = ((day, Decimal(1)) for day in still if day not in entries)
    return heapq.merge(ledger, expected)


def _not_entered(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> tuple[date, ...]:
    """Expected days before `on` that are not in the ledger, as far as days are still wanted."""
    if sum(entries.values(), Decimal(0)) >= pattern.days_total:
        return ()
    span = (on - pattern.starts_on).days
    days = (pattern.starts_on + timedelta(days=n) for n in range(max(span, 0)))
    return tuple(day for day in days if pattern.holds(day, calendar) and day not in entries)
