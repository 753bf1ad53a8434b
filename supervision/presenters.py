"""Times, states, placements and extracts in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Person
from govuk.charts import Chart, number
from placements.anonymity import Finding
from placements.days import Counted
from placements.models import PlacementDay, PracticePlacement
from placements.presenters import (
    counted_sentence,
    day_chart,
    day_text,
    end_sentence,
    long_day,
)
from placements.projection import Projection
from supervision.models import SupervisionExtract, SupervisionSession
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


EXTRACT_HEAD = ["Session", "Length", "Practice educator", "Released", "State"]
EXTRACT_KINDS = {
    SupervisionExtract.State.RELEASED: "green",
    SupervisionExtract.State.WITHDRAWN: "amber",
    SupervisionExtract.State.REPLACED: "grey",
}


def extract_state(extract: SupervisionExtract) -> tuple[str, str]:
    """The state of an extract in words, and the kind of its tag."""
    state = SupervisionExtract.State(extract.state)
    return state.label, EXTRACT_KINDS[state]


def extract_rows(extracts: Iterable[SupervisionExtract]) -> list[list[dict[str, Any]]]:
    return [_extract_row(extract) for extract in extracts]


def _extract_row(extract: SupervisionExtract) -> list[dict[str, Any]]:
    session = extract.session
    tag, kind = extract_state(extract)
    return [
        {
            "text": long_day(session.held_on),
            "href": reverse("supervision:extract-detail", args=[extract.pk]),
        },
        {"text": length(session.minutes), "hint": session.get_kind_display().lower()},
        {"text": session.practice_educator.name},
        {"text": _day_of(extract.released_at), "hint": f"by {extract.released_by.name}"},
        {"tag": tag, "kind": kind},
    ]


def extract_lines(extracts: Iterable[SupervisionExtract]) -> list[tuple[str, str, str, str]]:
    """Where each is read, when it was released and by whom, its state and the kind of its tag."""
    return [
        (
            reverse("supervision:extract-detail", args=[extract.pk]),
            f"{_day_of(extract.released_at)} by {extract.released_by.name}",
            *extract_state(extract),
        )
        for extract in extracts
    ]


def about_extract(extract: SupervisionExtract) -> list[dict[str, Any]]:
    """Who, when, how long; and what became of the extract."""
    session = extract.session
    planned = session.get_kind_display().lower()
    facts = [
        ("Student", session.student.name),
        ("Practice educator", session.practice_educator.name),
        ("Session", f"{long_day(session.held_on)}, {length(session.minutes)}, {planned}"),
        ("Released", f"{_day_of(extract.released_at)} by {extract.released_by.name}"),
    ]
    if extract.ended_at is not None and extract.ended_by is not None:
        ended = f"{_day_of(extract.ended_at)} by {extract.ended_by.name}"
        facts.append((extract.get_state_display(), ended))
    return [{"key": key, "value": value, "href": ""} for key, value in facts]


def extract_parts(extract: SupervisionExtract) -> list[tuple[str, str]]:
    """Each text under its title, as far as there is one."""
    parts = [
        ("Learning", extract.learning),
        ("Reflection on one piece of practice", extract.reflection),
        ("What was agreed to do", extract.agreed),
    ]
    return [(title, text) for title, text in parts if text]


def found_said(found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """What the portal found in a text nobody has sent yet, a sentence each."""
    sentences = (finding.sentence for findings in found.values() for finding in findings)
    return list(dict.fromkeys(sentences))


def _day_of(at: datetime) -> str:
    return f"{localtime(at):%-d %B %Y}"
