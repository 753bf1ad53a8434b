"""When children's records are open to a student. Pure: periods in, periods out.

They are open on the days of the placement on which every critical check holds: from the later of
the last verification and the first day, not on days after an expiry, and again from a renewal on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole days, both ends included; no end is open."""

    first: date
    last: date | None = None

    @classmethod
    def between(cls, first: date, last: date | None, cut_on: date | None = None) -> "Period | None":
        """From `first` to `last`, but not on or after `cut_on`; None where no day is left."""
        ends = [day for day in (last, cut_on - ONE_DAY if cut_on else None) if day is not None]
        last = min(ends, default=None)
        return None if last is not None and last < first else cls(first, last)

    def __contains__(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The same days as few periods as can be: what touches or overlaps is one."""
    whole: list[Period] = []
    for period in sorted(periods, key=lambda one: one.first):
        before = whole[-1] if whole else None
        if before is None or (before.last and before.last + ONE_DAY < period.first):
            whole.append(period)
        elif before.last is not None and (period.last is None or period.last > before.last):
            whole[-1] = Period(before.first, period.last)
    return whole


def common(one: Iterable[Period], other: Iterable[Period]) -> list[Period]:
    """The days that stand in both."""
    others = list(other)
    found = []
    for left in one:
        for right in others:
            ends = [day for day in (left.last, right.last) if day is not None]
            both = Period.between(max(left.first, right.first), min(ends, default=None))
            if both is not None:
                found.append(both)
    return joined(found)


def without(period: Period, gaps: Iterable[Period]) -> list[Period]:
    """The days of `period` that lie in none of `gaps`."""
    left, first = [], period.first
    for gap in joined(gaps):
        before = Period.between(first, period.last, gap.first)
        if before is not None:
            left.append(before)
        if gap.last is None:
            return left
        first = max(first, gap.last + ONE_DAY)
    rest = Period.between(first, period.last)
    return [*left, rest] if rest is not None else left


def open_periods(
    placement: Period,
    critical: Sequence[Sequence[Period]],
    suspended: Iterable[Period] = (),
) -> list[Period]:
    """The days of `placement`, those apart on which it is suspended, on which each critical check
    holds by one of its verifications.

    Without a single critical check nothing opens: a list that asks nothing is a mistake.
    """
    if not critical:
        return []
    found = without(placement, suspended)
    for held in critical:
        found = common(found, joined(held))
    return found


def from_day(periods: Iterable[Period], on: date) -> list[Period]:
    """What is left of them on `on` and after."""
    return common(periods, [Period(on)])
