"""Changes, covers and leftovers as rows of tables."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from placements.change.models import PlacementChange, PlacementCover, WorkAnswer
from placements.change.open_work import OpenWork
from placements.change.preview import Line
from placements.models.placement import PracticePlacement
from placements.presenters import short_day

PREVIEW_HEAD = ["What", "Now", "Then"]
CHANGE_HEAD = ["Change", "From", "Before", "Since", "Why"]
LEFT_HEAD = ["What was left", "Child", "Student", "What was said", ""]


def preview_rows(lines: Iterable[Line]) -> list[list[Any]]:
    return [[one.what, one.now or "–", one.then or "–"] for one in lines]


def change_rows(changes: Iterable[PlacementChange]) -> list[list[Any]]:
    return [
        [
            one.get_kind_display(),
            f"{one.from_on:%-d %B %Y}",
            one.before or "–",
            one.after,
            {"text": one.why, "hint": f"{one.made_by.name}, {one.made_on:%-d %B %Y}"},
        ]
        for one in changes
    ]


def cover_lines(
    covers: Iterable[PlacementCover], *, reader_id: UUID, manages: bool, on: date
) -> list[dict[str, Any]]:
    """Each cover, its note for the three it concerns, and what the reader may do about it."""
    found = []
    for cover in covers:
        concerned = manages or reader_id in {cover.for_whom_id, cover.by_whom_id}
        found.append(
            {
                "cover": cover,
                "is_over": cover.ends_on < on,
                "note": cover.handed_back if concerned else "",
                "end": reverse("placements:cover-end", args=[cover.pk])
                if manages and on < cover.ends_on
                else "",
                "hand_back": reverse("placements:cover-hand-back", args=[cover.pk])
                if reader_id == cover.by_whom_id and cover.starts_on <= on
                else "",
            }
        )
    return found


def ways(
    placement: PracticePlacement, *, is_suspended: bool, is_planned: bool, on: date
) -> list[dict[str, str]]:
    """What may be done with this placement as it stands, in the order of a placement's life;
    `is_planned`: another practice educator is to come."""
    if placement.has_ended:
        return []
    has_begun = placement.starts_on <= on
    asked = [
        ("placement-defer", "Put it off", not has_begun),
        ("placement-extend", "Give it more time", True),
        ("placement-suspend", "Suspend it", not is_suspended),
        ("placement-reinstate", "Reinstate it", is_suspended),
        ("placement-educator", "Change the practice educator", not is_planned),
        ("educator-take-back", "Take back the change of practice educator", is_planned),
        ("cover-start", "Arrange cover", True),
        ("placement-end", "End it", True),
    ]
    return [
        {"text": text, "href": reverse(f"placements:{name}", args=[placement.pk])}
        for name, text, is_open in asked
        if is_open
    ]


def left_rows(
    left: Iterable[tuple[PracticePlacement, OpenWork, WorkAnswer | None]],
    references: Mapping[UUID, str],
) -> list[list[Any]]:
    return [
        [
            work.words,
            {
                "text": references.get(work.child_id, "Not open to you"),
                "hint": "" if work.child_id in references else "Ask the team manager, who opens it",
                "href": reverse("casework:child-overview", args=[work.child_id])
                if work.child_id in references
                else "",
            },
            {
                "text": placement.student.name,
                "hint": f"last day {short_day(placement.ends_on)}" if placement.ends_on else "",
            },
            answer.get_answer_display() if answer else "Nothing yet",
            {
                "text": "See to it",
                "href": reverse("placements:leftover-settle", args=[placement.pk, work.record_id]),
            },
        ]
        for placement, work, answer in left
    ]
