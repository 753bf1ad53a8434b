"""Working days and due dates: pure arithmetic. Dates and holidays go in, a date comes out.

Nothing here reads a database or asks what day it is. Day 0 is the day of the start event; day 1 is
the next working day after it.
"""

import calendar as months_of
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONDON = ZoneInfo("Europe/London")
SKIPPED_DAYS_NAMED = 12
ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    HOURS = "hours"

    def in_words(self, number: int) -> str:
        """`3 working days`, `1 month`."""
        words = self.value.replace("_", " ")
        return f"{number} {words.removesuffix('s') if number == 1 else words}"


class Counting(StrEnum):
    DAY0 = "day0"
    DAY1_INCLUSIVE = "day1_inclusive"


class LaterFrom(StrEnum):
    """What the limits after the first one are counted from."""

    START = "start"
    PREVIOUS = "previous"


class Calendar:
    """The working days of England and Wales: Monday to Friday, without `holidays`.

    `holidays` are dates, or dates with their names. All questions cost a binary search.
    """

    __slots__ = ("_names", "_ordinals", "holidays")

    def __init__(self, holidays: Iterable[date] | Mapping[date, str] = ()) -> None:
        names = (
            dict(holidays)
            if isinstance(holidays, Mapping)
            else dict.fromkeys(holidays, "bank holiday")
        )
        self._names = names
        self.holidays = frozenset(names)
        # A holiday on a weekend takes no working day away.
        self._ordinals = sorted(day.toordinal() for day in names if day.weekday() < 5)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def holidays_between(self, after: date, until: date) -> list[tuple[date, str]]:
        """Weekday holidays later than `after`, up to and with `until`, with their names."""
        first = bisect_right(self._ordinals, after.toordinal())
        last = bisect_right(self._ordinals, until.toordinal())
        days = (date.fromordinal(ordinal) for ordinal in self._ordinals[first:last])
        return [(day, self._names[day]) for day in days]

    def name_of(self, day: date) -> str:
        """`Christmas Day`, `Saturday`; the weekday's name on a working day."""
        return self._names.get(day) or f"{day:%A}"

    def number(self, day: date) -> int:
        """How many working days there were from the beginning of time to `day`, with it."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._ordinals, ordinal)

    def numbered(self, number: int) -> date:
        """The working day that has this number: the inverse of `number`."""
        weekday = number
        while True:
            weeks, rest = divmod(weekday - 1, 5)
            ordinal = weeks * 7 + rest + 1
            passed = number + bisect_right(self._ordinals, ordinal)
            if passed == weekday:
                return _in_range(date.fromordinal(ordinal))
            weekday = passed


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """The working day `days` after `start`, which is day 0; `start` itself for 0.

    Raises ValueError for a negative number and for years outside 1900 to 2100.
    """
    if days < 0:
        raise ValueError("A limit cannot be a negative number of working days.")
    _in_range(start)
    return calendar.numbered(calendar.number(start) + days) if days else start


def working_days_before(day: date, days: int, calendar: Calendar) -> date:
    """The working day `days` before the last working day on or before `day`."""
    if days < 0:
        raise ValueError("Cannot go a negative number of working days back.")
    return calendar.numbered(calendar.number(_in_range(day)) - days)


def elapsed_working_days(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start`, up to and with `end`; 0 when `end` is not later."""
    return max(0, calendar.number(_in_range(end)) - calendar.number(_in_range(start)))


def add_months(start: date, months: int) -> date:
    """The same day `months` later, clipped to the month's last day (30 Nov + 3 = 28 Feb)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_OUT_OF_RANGE)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def elapsed_hours(start: datetime, end: datetime) -> float:
    """Hours between two instants, by UTC: wall-clock differences break when the clocks change."""
    return (_instant(end) - _instant(start)).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Pause:
    """A local clock stood still after the day `starts`, up to and with the day `ends`."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What counting needs to know of a rule. `limits` holds one number, or one per checkpoint or
    stage.
    """

    code: str
    title: str
    limits: tuple[int, ...]
    unit: Unit
    counting: Counting = Counting.DAY0
    later_from: LaterFrom = LaterFrom.START
    warn_at: int = 0
    start_event: str = ""

    def limit(self, stage: int) -> int:
        """The limit of a stage, counted from 0; the last one holds for all later stages."""
        return self.limits[min(stage, len(self.limits) - 1)]


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due, and why. `due_at` is set for rules in hours only.

    `warn_from` is the first day of the warning; `book_by` the last working day on or before
    `due_on`.
    """

    starts: date | datetime
    limit: int
    unit: Unit
    due_on: date
    due_at: datetime | None
    book_by: date
    warn_from: datetime
    overdue_from: datetime
    skipped: tuple[tuple[date, str], ...]
    explanation: str


def due(
    rule: RuleSpec,
    start: date | datetime,
    calendar: Calendar,
    *,
    stage: int = 0,
    limit: int | None = None,
    counting: Counting | None = None,
    pauses: Sequence[Pause] = (),
) -> Due:
    """When the clock `rule` that began at `start` runs out, with the sentence that explains it.

    `limit` and `counting` try a local setting. Raises ValueError with a sentence for people: hours
    without an instant, a negative limit, a year outside 1900 to 2100.
    """
    number = rule.limit(stage) if limit is None else limit
    if number < 0:
        raise ValueError("A limit cannot be negative.")
    if rule.unit is Unit.HOURS:
        return _due_in_hours(rule, start, number, calendar, counting)
    return _due_in_days(rule, local_day(start), number, calendar, counting or rule.counting, pauses)


def local_day(start: date | datetime) -> date:
    """The calendar day in England on which an instant falls; a date is its own."""
    return _instant(start).astimezone(LONDON).date() if isinstance(start, datetime) else start


def start_of(day: date) -> datetime:
    """Midnight in England at the beginning of `day`."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _due_in_hours(
    rule: RuleSpec,
    start: date | datetime,
    hours: int,
    calendar: Calendar,
    counting: Counting | None,
) -> Due:
    if not isinstance(start, datetime):
        raise ValueError(
            f"{rule.code} counts hours: it needs a date with a time and an offset, "
            "like 2026-12-18T16:30+00:00."
        )
    if counting is Counting.DAY1_INCLUSIVE:
        raise ValueError("Hours run from the instant itself; day1_inclusive is for days.")
    begun = _instant(start)
    try:
        ends = (begun + timedelta(hours=hours)).astimezone(LONDON)
    except OverflowError as error:
        raise ValueError(_OUT_OF_RANGE) from error
    due_on = _in_range(ends.date())
    local = begun.astimezone(LONDON)
    turn = ends.utcoffset() != local.utcoffset()
    explanation = (
        f"due {_day(due_on)} at {ends:%H:%M}: {Unit.HOURS.in_words(hours)} from "
        f"{_day(local.date(), due_on.year)} at {local:%H:%M}"
        + (", with the clocks changing in between" if turn else "")
    )
    return Due(
        starts=start,
        limit=hours,
        unit=rule.unit,
        due_on=due_on,
        due_at=ends,
        book_by=due_on,
        warn_from=(ends.astimezone(UTC) - timedelta(hours=rule.warn_at)).astimezone(LONDON),
        overdue_from=ends,
        skipped=(),
        explanation=explanation,
    )


def _due_in_days(
    rule: RuleSpec,
    start: date,
    number: int,
    calendar: Calendar,
    counting: Counting,
    pauses: Sequence[Pause],
) -> Due:
    _in_range(start)
    inclusive = counting is Counting.DAY1_INCLUSIVE and number > 0
    day0 = start - ONE_DAY if inclusive else start
    skipped: tuple[tuple[date, str], ...] = ()
    if rule.unit is Unit.WORKING_DAYS:
        due_on = add_working_days(day0, number, calendar) if number else start
    elif rule.unit is Unit.MONTHS:
        due_on = add_months(start, number) - (ONE_DAY if inclusive else timedelta())
    else:
        due_on = _days_later(day0, number * (7 if rule.unit is Unit.WEEKS else 1))
    stood = _standstill(rule.unit, pauses, calendar)
    if stood and rule.unit is Unit.WORKING_DAYS:
        due_on = add_working_days(day0, number + stood, calendar)
    elif stood:
        due_on = _days_later(due_on, stood)
    if rule.unit is Unit.WORKING_DAYS:
        skipped = tuple(calendar.holidays_between(day0, due_on))
    book_by = due_on if due_on == start else working_days_before(due_on, 0, calendar)
    return Due(
        starts=start,
        limit=number,
        unit=rule.unit,
        due_on=due_on,
        due_at=None,
        book_by=book_by,
        warn_from=start_of(_warned_on(start, book_by, rule.warn_at, calendar)),
        overdue_from=start_of(due_on + ONE_DAY),
        skipped=skipped,
        explanation=_explain_days(
            rule, start, number, due_on, book_by, calendar, skipped, inclusive, stood
        ),
    )


def _warned_on(start: date, book_by: date, days: int, calendar: Calendar) -> date:
    """`days` working days before `book_by`, but not before the clock began."""
    if calendar.number(book_by) - days <= calendar.number(start):
        return start
    return working_days_before(book_by, days, calendar)


def _standstill(unit: Unit, pauses: Sequence[Pause], calendar: Calendar) -> int:
    if unit is Unit.WORKING_DAYS:
        return sum(elapsed_working_days(p.starts, p.ends, calendar) for p in pauses)
    return sum((p.ends - p.starts).days for p in pauses)


def _explain_days(
    rule: RuleSpec,
    start: date,
    number: int,
    due_on: date,
    book_by: date,
    calendar: Calendar,
    skipped: Sequence[tuple[date, str]],
    inclusive: bool,
    stood: int,
) -> str:
    parts = [
        f"due {_day(due_on)}: {rule.unit.in_words(number)} from {_day(start, due_on.year)}"
        + (", which is counted as day 1" if inclusive and calendar.is_working_day(start) else "")
    ]
    if rule.unit is Unit.WORKING_DAYS and not calendar.is_working_day(start) and number:
        name = calendar.name_of(start)
        first = add_working_days(start, 1, calendar)
        why = f" ({name})" if start in calendar.holidays else ""
        parts.append(f"not a working day{why}, so day 1 is {_day(first, due_on.year)}")
    if skipped:
        named = [f"{_day(day, due_on.year)} ({name})" for day, name in skipped]
        more = len(named) - SKIPPED_DAYS_NAMED
        listed = ", ".join(named[:SKIPPED_DAYS_NAMED]) + (f" and {more} more" if more > 0 else "")
        parts.append(f"skipped {listed}")
    if rule.unit is Unit.MONTHS and not inclusive and not stood and due_on.day != start.day:
        parts.append("clipped to the last day of a shorter month")
    if stood:
        unit = Unit.WORKING_DAYS if rule.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
        parts.append(f"with {unit.in_words(stood)} added for a pause")
    if book_by != due_on:
        name = calendar.name_of(due_on)
        kind = name if due_on in calendar.holidays else f"a {name}"
        parts.append(f"that is {kind}: book by {_day(book_by, due_on.year)}")
    return ", ".join(parts)


def parse_start(text: str) -> date | datetime:
    """A date, or a date-time with its offset, as typed. Raises ValueError in words."""
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"{text[:40]!r} is neither a date like 2026-12-10 "
            "nor a date-time like 2026-12-18T16:30+00:00."
        ) from error


def short_day(day: date, known_year: int | None = None) -> str:
    """`Fri 23 May 2025`; without the year where `known_year` says it already."""
    return _day(day, known_year)


def _day(day: date, known_year: int | None = None) -> str:
    text = f"{day:%a} {day.day} {day:%b}"
    return text if day.year == known_year else f"{text} {day.year}"


_OUT_OF_RANGE = (
    f"Dates are counted from {FIRST_YEAR} to {LAST_YEAR}: bank holidays outside are not known."
)


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_OUT_OF_RANGE)
    return day


def _days_later(day: date, days: int) -> date:
    try:
        return _in_range(day + timedelta(days=days))
    except OverflowError as error:
        raise ValueError(_OUT_OF_RANGE) from error


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A time needs its offset from UTC, like 2026-12-18T16:30+00:00.")
    return moment.astimezone(UTC)
