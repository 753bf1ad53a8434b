"""How a placement is told: its sentence, its picture of days, its weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from govuk.charts import Chart, DaySquare, day_grid, number
from placements.days import Counted
from placements.models import PlacementDay, PracticePlacement
from placements.projection import Projection

Kind = PlacementDay.Kind
DATES_HEAD = ["", "Planned", "Now"]
HEAD = [
    "Student",
    "Practice educator",
    "University",
    "Day",
    "Halfway",
    "Ends",
    {"text": "To confirm", "numeric": True},
]


def day_text(projection: Projection) -> str:
    """ "day 30 of 70", as pages and lists say it."""
    return f"day {projection.day_number} of {projection.days_total}"


def long_day(day: date) -> str:
    return f"{day:%A %-d %B %Y}"


def short_day(day: date) -> str:
    return f"{day:%a %-d %B}"


def counted_sentence(counted: Counted, projection: Projection) -> str:
    """ "30 of 70 days counted, 2 sick, 1 otherwise away"."""
    words = [f"{number(float(projection.counted))} of {projection.days_total} days counted"]
    if counted.sick:
        words.append(f"{counted.sick} sick")
    if counted.absent > counted.sick:
        words.append(f"{counted.absent - counted.sick} otherwise away")
    return ", ".join(words)


def end_sentence(placement: PracticePlacement, projection: Projection) -> str:
    """Where it is going, beside what was planned."""
    if placement.ends_on:
        outcome = placement.get_outcome_display().lower()
        return f"Ended {long_day(placement.ends_on)}: {outcome}."
    if not projection.remaining:
        return f"All days reached {long_day(projection.ends_on)}."
    ends = f"Ends {long_day(projection.ends_on)}"
    if projection.ends_on == placement.planned_ends_on:
        return f"{ends}, as planned."
    return f"{ends}; planned was {long_day(placement.planned_ends_on)}."


def midpoint_sentence(projection: Projection) -> str:
    was_or_is = "was" if projection.is_past_midpoint else "is"
    return f"Halfway {was_or_is} {long_day(projection.midpoint_on)}."


def planned_and_now(
    placement: PracticePlacement, planned: Projection, now: Projection
) -> list[list[Any]]:
    """The days that the ledger moves, as they were planned and as they stand."""
    ends_on = placement.ends_on or now.ends_on
    lines = [
        ("Half the days", planned.midpoint_on, now.midpoint_on),
        ("Last day", placement.planned_ends_on, ends_on),
    ]
    return [
        [title, long_day(before), {"text": long_day(after), "hint": moved(before, after)}]
        for title, before, after in lines
    ]


def moved(before: date, after: date) -> str:
    """ "6 days later"; nothing where it stands as it was."""
    days = (after - before).days
    if not days:
        return ""
    number = f"{abs(days)} {'day' if abs(days) == 1 else 'days'}"
    return f"{number} {'later' if days > 0 else 'earlier'}"


def day_chart(days: Iterable[PlacementDay], projection: Projection) -> Chart:
    """Every day that was, in its order, then those still to come. Bank holidays are no days."""
    squares = [
        DaySquare(
            "done" if day.counts else "away",
            f"{short_day(day.on)}: {day.get_kind_display()}",
        )
        for day in days
        if day.kind != Kind.BANK_HOLIDAY
    ]
    whole, rest = divmod(projection.remaining, 1)
    squares += [DaySquare("ahead")] * (int(whole) + (1 if rest else 0))
    return day_grid("Placement days", squares, per_row=10)


def list_row(
    placement: PracticePlacement, projection: Projection, counted: Counted
) -> list[dict[str, Any]]:
    moved = projection.ends_on != placement.planned_ends_on and not placement.ends_on
    return [
        {
            "text": placement.student.name,
            "href": reverse("placements:placement-detail", args=[placement.pk]),
        },
        {"text": placement.practice_educator.name},
        {"text": placement.university.short_name or placement.university.name},
        {
            "text": day_text(projection).capitalize(),
            "hint": f"{counted.sick} sick" if counted.sick else "",
        },
        {"text": short_day(projection.midpoint_on)},
        {
            "text": short_day(placement.ends_on or projection.ends_on),
            "hint": f"planned {short_day(placement.planned_ends_on)}" if moved else "",
        },
        {"text": str(counted.unconfirmed), "numeric": True},
    ]


def list_rows(
    placements: Iterable[PracticePlacement],
    projected: Mapping[UUID, Projection],
    totals: Mapping[UUID, Counted],
) -> list[list[dict[str, Any]]]:
    return [list_row(one, projected[one.pk], totals[one.pk]) for one in placements]


LAST_WEEKS = 4
FOLDED_HEAD = ["Week", {"text": "Days counted", "numeric": True}]


@dataclass(frozen=True)
class Week:
    """One week of the ledger, newest first on the page."""

    monday: date
    days: Sequence[PlacementDay]

    @property
    def to_confirm(self) -> int:
        return sum(not day.is_confirmed for day in self.days)

    @property
    def title(self) -> str:
        return f"Week of {self.monday:%-d %B %Y}"

    @property
    def counts(self) -> str:
        return number(float(sum(day.counts for day in self.days)))


def weeks(days: Iterable[PlacementDay]) -> list[Week]:
    by_monday: dict[date, list[PlacementDay]] = {}
    for day in days:
        by_monday.setdefault(day.on - timedelta(days=day.on.weekday()), []).append(day)
    return [Week(monday, by_monday[monday]) for monday in sorted(by_monday, reverse=True)]


def weeks_shown(days: Iterable[PlacementDay], *, whole: bool) -> dict[str, Any]:
    """The last weeks day by day, and every week that waits to be confirmed; the others in a line
    each, unless the `whole` ledger is asked for."""
    found = weeks(days)
    open_ones = [
        week for place, week in enumerate(found) if whole or place < LAST_WEEKS or week.to_confirm
    ]
    folded = [[week.title, week.counts] for week in found if week not in open_ones]
    return {"weeks": open_ones, "folded_head": FOLDED_HEAD, "folded": folded}


def about(placement: PracticePlacement) -> list[dict[str, Any]]:
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    facts = [
        ("Practice educator", placement.practice_educator.name),
        ("University", placement.university.name),
        ("Tutor", placement.tutor.name if placement.tutor else "Not named yet"),
        ("Team", placement.team.name),
        ("First day", long_day(placement.starts_on)),
        ("Weekly pattern", ", ".join(names[day] for day in sorted(placement.weekdays))),
    ]
    return [{"key": key, "value": value, "href": ""} for key, value in facts]
