"""Times, states and placements in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Person
from govuk.charts import Chart, number
from placements.days import Counted
from placements.models import PlacementDay, PracticePlacement
from placements.presenters import counted_sentence, day_chart, day_text, end_sentence
from placements.projection import Projection
from supervision.models import SupervisionSession
from supervision.states import State

KINDS = {
    State.DRAFT: "grey",
    State.ASKED: "amber",
    State.AGREED: "green",
    State.DIFFERENT: "blue",
}


def state_words(session: SupervisionSession, reader: Person) -> str:
    """The state as a reader takes it: the student is the one who is waited for."""
    if session.is_waiting and session.student_id == reader.pk:
        return "Waiting for you"
    return session.get_state_display()


def state_kind(session: SupervisionSession) -> str:
    return KINDS[State(session.state)]


def length(minutes: int | None) -> str:
    """ "1 h 30 min", "45 min", "2 h"."""
    hours, rest = divmod(minutes or 0, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts)


@dataclass(frozen=True)
class PlacementPicture:
    """A placement beside the form: which day it is, the grid, and the days in words."""

    placement: PracticePlacement
    day: str
    grid: Chart
    words: str


def picture(
    placement: PracticePlacement,
    ledger: Sequence[PlacementDay],
    counted: Counted,
    projection: Projection,
) -> PlacementPicture:
    return PlacementPicture(
        placement=placement,
        day=day_text(projection),
        grid=day_chart(ledger, projection),
        words=f"{counted_sentence(counted, projection)}. {end_sentence(placement, projection)}",
    )


def attended(days: Decimal, total: int) -> str:
    """ "38 of 70 days"."""
    return f"{number(float(days))} of {total} days"


def day_said(day: date) -> str:
    return f"{day:%A %-d %B}"
