"""A concern as its way, its plan and its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from placements.concern.models import Concern, ConcernStep, PlanPoint
from placements.concern.states import MOVES, Stage, moves_from

HEAD = ["Student", "About", "Stage", "Raised", "Looked at again"]
PLAN_HEAD = ["What is to be seen", "Who", "By when", "Was it seen?"]
STAGE_KIND = {Stage.INFORMAL: "blue", Stage.ONE: "amber", Stage.TWO: "red", Stage.CLOSED: "grey"}


@dataclass(frozen=True)
class Shown:
    """A step as the page tells it; `speak` is where the reader adds their own words, `silent` what
    is said where the student has added none."""

    step: ConcernStep
    who: str
    words: list[dict[str, str]]
    speak: str
    silent: str


def list_rows(concerns: Iterable[Concern], on: date) -> list[list[Any]]:
    return [
        [
            one.placement.student.name,
            {"text": one.about, "href": reverse("placements:concern-detail", args=[one.pk])},
            {"text": "", "tag": one.get_stage_display(), "kind": STAGE_KIND[Stage(one.stage)]},
            f"{one.raised_on:%-d %B %Y}",
            _review(one, on),
        ]
        for one in concerns
    ]


def _review(concern: Concern, on: date) -> Any:
    if not concern.is_open:
        return concern.get_outcome_display()
    if concern.review_on is None:
        return "No day set"
    late = concern.review_on < on
    return {"text": f"{concern.review_on:%-d %B %Y}", "hint": "past" if late else ""}


def steps(
    found: Iterable[ConcernStep], *, student_id: UUID, reader_id: UUID, may_speak: bool
) -> list[Shown]:
    who = "You have" if reader_id == student_id else "The student has"
    return [
        Shown(
            step=one,
            who=f"{one.recorded_by.name}; {one.who_was_there}"
            if one.who_was_there
            else one.recorded_by.name,
            words=[
                {
                    "who": "The student’s own words"
                    if words.by_id == student_id
                    else f"{words.by.name}, for the university",
                    "text": words.text,
                    "when": f"{words.at:%-d %B %Y}",
                }
                for words in one.words.all()
            ],
            speak=reverse("placements:concern-speak", args=[one.pk]) if may_speak else "",
            silent=""
            if any(words.by_id == student_id for words in one.words.all())
            else f"{who} not written to this step.",
        )
        for one in found
    ]


def plan_rows(points: Iterable[PlanPoint], on: date, *, may_answer: bool) -> list[list[Any]]:
    return [
        [
            one.what,
            one.get_owner_display(),
            {"text": f"{one.due_on:%-d %B %Y}", "hint": "past" if _is_late(one, on) else ""},
            _came(one, may_answer),
        ]
        for one in points
    ]


def _is_late(point: PlanPoint, on: date) -> bool:
    return not point.came and point.due_on < on


def _came(point: PlanPoint, may_answer: bool) -> Any:
    href = reverse("placements:concern-point", args=[point.pk]) if may_answer else ""
    if not point.came:
        return {"text": "Say how it came out" if may_answer else "Not yet", "href": href}
    return {"text": point.get_came_display(), "href": href, "hint": point.note}


def next_moves(concern: Concern, *, may_move: bool, may_decide: bool) -> list[dict[str, str]]:
    """The buttons of the way: what may come next, for this reader."""
    if not may_move:
        return []
    return [
        {
            "text": move.label,
            "href": reverse("placements:concern-move", args=[concern.pk, move.value]),
        }
        for move in moves_from(concern.stage)
        if may_decide or not MOVES[move].decides
    ]


def facts(concern: Concern, has_tutor: bool) -> list[dict[str, Any]]:
    if concern.tutor_told_on:
        told = f"Told on {concern.tutor_told_on:%-d %B %Y}"
    elif has_tutor:
        told = "Not told yet"
    else:
        told = "Nobody of the university signs in here: tell them yourself"
    found = [
        ("Stage", concern.get_stage_display()),
        ("Raised", f"{concern.raised_on:%-d %B %Y}, {concern.raised_by.name}"),
        ("University", told),
    ]
    if concern.review_on:
        found.append(("Looked at again", f"{concern.review_on:%-d %B %Y}"))
    if concern.closed_on:
        found.append(("Outcome", f"{concern.get_outcome_display()}, {concern.closed_on:%-d %B %Y}"))
    return [{"key": key, "value": value, "href": ""} for key, value in found]
