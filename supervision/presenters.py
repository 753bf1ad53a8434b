"""Times, states and placements in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govuk.charts import Chart, DaySquare, day_grid, number
from placements.days import Counted
from placements.models import PlacementDay, PracticePlacement
from supervision.models import SupervisionSession
from supervision.states import State

KINDS = {
    State.DRAFT: "grey",
    State.ASKED: "amber",
    State.AGREED: "green",
    State.DIFFERENT: "blue",
}
DAYS_PER_ROW = 10


def state_kind(session: SupervisionSession) -> str:
    return KINDS[State(session.state)]


def length(minutes: int | None) -> str:
    """ "1 h 30 min", "45 min", "2 h"."""
    hours, rest = divmod(minutes or 0, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts)


@dataclass(frozen=True)
class PlacementPicture:
    """A placement beside the form: which day, the grid, and the days in words."""

    placement: PracticePlacement
    day: str
    grid: Chart
    words: str


def picture(
    placement: PracticePlacement, ledger: Sequence[PlacementDay], counted: Counted
) -> PlacementPicture:
    """Drawn from the ledger up to now; days ahead make the total whole."""
    squares = [
        DaySquare("done" if day.counts else "away", f"{day.on:%-d %B}: {day.get_kind_display()}")
        for day in ledger
        if day.counts or day.kind in PlacementDay.ABSENT_KINDS
    ]
    ahead = max(placement.days_total - int(counted.days), 0)
    squares += [DaySquare("ahead", "Ahead")] * ahead
    said = [f"{number(float(counted.days))} days counted"]
    if counted.sick:
        said.append(f"{counted.sick} sick")
    ends = f"Planned to end {placement.planned_ends_on:%a %-d %B}."
    return PlacementPicture(
        placement=placement,
        day=day_words(counted.days, placement.days_total),
        grid=day_grid("Placement days", squares, per_row=DAYS_PER_ROW),
        words=f"{', '.join(said)}. {ends}",
    )


def day_words(days: Decimal, total: int) -> str:
    return f"day {number(float(days))} of {total}"


def day_said(day: date) -> str:
    return f"{day:%A %-d %B}"
