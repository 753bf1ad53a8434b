"""Where a placement stands and where it is going. Pure: dates and counts in, dates out.

A weekly pattern and the bank holidays say which days are expected. A day in the ledger counts what
the ledger says; a past day that nobody entered counts nothing yet; a coming day is expected whole.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from timescales.clock import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pattern:
    """The days a student comes: first day, weekdays (Monday is 0), the total to reach."""

    starts_on: date
    weekdays: frozenset[int]
    days_total: int

    def holds(self, on: date, calendar: Calendar) -> bool:
        """Whether `on` is a day this student is expected."""
        return (
            on >= self.starts_on and on.weekday() in self.weekdays and on not in calendar.holidays
        )

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
    """What the placement's pages say. All days are `Decimal`, since half days count."""

    counted: Decimal
    days_total: int
    day_number: int
    midpoint_on: date
    ends_on: date
    not_entered: tuple[date, ...]

    @property
    def remaining(self) -> Decimal:
        return max(Decimal(self.days_total) - self.counted, Decimal(0))

    @property
    def is_past_midpoint(self) -> bool:
        return self.counted * 2 >= self.days_total


def project(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> Projection:
    """The placement as it stands on the morning of `on`; `entries` are the ledger's counts by day.

    Days entered ahead (leave, a recall day) are believed; today is expected until it is entered.
    """
    counted = sum((counts for day, counts in entries.items() if day <= on), Decimal(0))
    at_work_today = on not in entries and pattern.holds(on, calendar)
    midpoint_on, ends_on = _reaches(
        [Decimal(pattern.days_total) / 2, Decimal(pattern.days_total)],
        _course(pattern, entries, on, calendar),
    )
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


def _course(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> Iterator[tuple[date, Decimal]]:
    """Each day that counts, in order: the ledger's days, then what the pattern expects."""
    ledger = sorted(entries.items())
    expected = ((day, Decimal(1)) for day in pattern.expected(on, calendar) if day not in entries)
    return heapq.merge(ledger, expected)


def _reaches(targets: Sequence[Decimal], course: Iterator[tuple[date, Decimal]]) -> list[date]:
    """The day on which the running total first reaches each target, targets rising."""
    total = Decimal(0)
    reached: list[date] = []
    for day, counts in course:
        total += counts
        while len(reached) < len(targets) and total >= targets[len(reached)]:
            reached.append(day)
        if len(reached) == len(targets):
            break
    return reached


def _not_entered(
    pattern: Pattern, entries: Mapping[date, Decimal], on: date, calendar: Calendar
) -> tuple[date, ...]:
    """Expected days before `on` that are not in the ledger, as far as days are still wanted."""
    if sum(entries.values(), Decimal(0)) >= pattern.days_total:
        return ()
    span = (on - pattern.starts_on).days
    days = (pattern.starts_on + timedelta(days=n) for n in range(max(span, 0)))
    return tuple(day for day in days if pattern.holds(day, calendar) and day not in entries)
