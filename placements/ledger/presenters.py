"""The ledger as a month to look at and to tap on."""

import calendar as months
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from placements.models import PlacementDay, PracticePlacement
from placements.projection import Pattern, Projection
from timescales.clock import Calendar

Kind = PlacementDay.Kind
# One short word each, so that a month fits a phone. Colour says the same a second time.
WORDS = {
    Kind.ATTENDED: "In",
    Kind.HALF: "Half",
    Kind.STUDY: "Study",
    Kind.RECALL: "Uni",
    Kind.SKILLS: "Skills",
    Kind.SICK: "Sick",
    Kind.LEAVE: "Leave",
    Kind.BANK_HOLIDAY: "Bank",
    Kind.AUTHORISED_ABSENCE: "Away",
    Kind.UNAUTHORISED: "Absent",
}
# What a day usually was: one tap each; everything else is a tap further.
TAPS = (Kind.ATTENDED, Kind.HALF, Kind.STUDY, Kind.SICK)
WEEKDAYS = list(months.day_name)
KEY = [
    ("counted", "Counts"),
    ("away", "Counts nothing"),
    ("missing", "Not entered"),
    ("ahead", "Expected"),
    ("holiday", "Bank holiday"),
]


@dataclass(frozen=True)
class Cell:
    """One day of a month. `said` is what is read out; `href` where it is entered."""

    on: date
    in_month: bool
    kind: str
    word: str
    said: str
    href: str
    is_today: bool
    is_confirmed: bool


@dataclass(frozen=True)
class MonthWeek:
    monday: date
    cells: Sequence[Cell]
    missing: int
    to_confirm: int


@dataclass(frozen=True)
class Month:
    title: str
    weeks: Sequence[MonthWeek]
    earlier: str
    later: str


def month(
    placement: PracticePlacement,
    first: date,
    days: Iterable[PlacementDay],
    projection: Projection,
    *,
    pattern: Pattern,
    calendar: Calendar,
    on: date,
    may_record: bool,
) -> Month:
    """The month of `first` with the whole weeks it touches."""
    entered = {day.on: day for day in days}
    marks = {
        projection.midpoint_on: "half the days",
        projection.ends_on: "last day",
        placement.starts_on: "first day",
    }
    weeks = []
    for row in months.Calendar().monthdatescalendar(first.year, first.month):
        cells = [
            _cell(
                placement,
                day,
                entered.get(day),
                marks,
                in_month=day.month == first.month,
                is_expected=pattern.holds(day, calendar) and day <= projection.ends_on,
                holiday=calendar.name_of(day) if day in calendar.holidays else "",
                on=on,
                may_record=may_record,
            )
            for day in row
        ]
        weeks.append(
            MonthWeek(
                monday=row[0],
                cells=cells,
                missing=sum(cell.kind == "missing" for cell in cells),
                to_confirm=sum(
                    cell.on in entered and not cell.is_confirmed and cell.on <= on for cell in cells
                ),
            )
        )
    return Month(
        title=f"{first:%B %Y}",
        weeks=weeks,
        earlier=_address(placement, first - timedelta(days=1))
        if first > placement.starts_on
        else "",
        later=_address(placement, first + timedelta(days=32))
        if first + timedelta(days=32) <= max(projection.ends_on, on) + timedelta(days=31)
        else "",
    )


def month_asked(text: str, on: date) -> date:
    """The first day of the month named as `2026-11`; of the month of `on` for anything else."""
    year, _, number = text.partition("-")
    if year.isdigit() and number.isdigit() and 2000 <= int(year) <= 2100:
        return date(int(year), int(number), 1) if 1 <= int(number) <= 12 else on.replace(day=1)
    return on.replace(day=1)


def address_of(placement: PracticePlacement, day: date) -> str:
    """The calendar page that shows `day`."""
    return _address(placement, day)


def taps(day: PlacementDay | None) -> list[dict[str, str | bool]]:
    """The buttons of one day; the one that stands is pressed."""
    return [
        {"kind": kind, "text": kind.label, "is_on": day is not None and day.kind == kind}
        for kind in TAPS
    ]


def _address(placement: PracticePlacement, day: date) -> str:
    page = reverse("placements:day-calendar", args=[placement.pk])
    return f"{page}?month={day:%Y-%m}"


def _cell(
    placement: PracticePlacement,
    day: date,
    entry: PlacementDay | None,
    marks: Mapping[date, str],
    *,
    in_month: bool,
    is_expected: bool,
    holiday: str,
    on: date,
    may_record: bool,
) -> Cell:
    kind, word, said = _state(entry, is_expected, holiday, day < on)
    mark = marks.get(day)
    is_open = (
        may_record and day >= placement.starts_on and (entry is None or not entry.is_confirmed)
    )
    page = reverse("placements:day-record", args=[placement.pk])
    return Cell(
        on=day,
        in_month=in_month,
        kind=kind,
        word=word,
        said=f"{day:%-d %B}: {said}{f', {mark}' if mark else ''}",
        href=f"{page}?on={day:%Y-%m-%d}" if is_open and in_month else "",
        is_today=day == on,
        is_confirmed=entry is not None and entry.is_confirmed,
    )


def _state(
    entry: PlacementDay | None, is_expected: bool, holiday: str, is_past: bool
) -> tuple[str, str, str]:
    if entry is not None:
        label = entry.get_kind_display().lower()
        state = "confirmed" if entry.is_confirmed else "not confirmed yet"
        return (
            "counted" if entry.counts else "away",
            WORDS[Kind(entry.kind)],
            f"{label}, {state}",
        )
    if holiday:
        return "holiday", "Bank", holiday
    if not is_expected:
        return "off", "", "no placement day"
    return ("missing", "?", "not entered") if is_past else ("ahead", "", "expected")
