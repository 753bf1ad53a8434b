"""How a child found is shown: to open it, or only to recognise it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.child.models import Child
from casework.child.search import Match

Row = list[Any]
FOUND_HEAD = ("Child", "Born", "School", "Accountable worker", "Why it matched")
LIKELY_HEAD = ("Child", "Age", "Worker", "Why it matched")
RESTRICTED = "Restricted"
NOBODY = "Nobody now"


def found_rows(matches: Iterable[Match], on: date, *, may_break: bool = False) -> list[Row]:
    """Rows of a search: the reader may open every child but the masked ones, and those only in an
    emergency."""
    return [
        _masked(match, len(FOUND_HEAD), may_break=may_break)
        if match.is_masked
        else [
            _link(match.child),
            birth_in_words(match.child, on),
            match.child.school.name if match.child.school else "None known",
            match.worker.name if match.worker else NOBODY,
            in_words(match.reasons),
        ]
        for match in matches
    ]


def likely_rows(matches: Iterable[Match], on: date) -> list[Row]:
    """Rows of a duplicate check across every team: name, age and worker, nothing to open."""
    return [
        _masked(match, len(LIKELY_HEAD))
        if match.is_masked
        else [
            match.child.full_name,
            age_in_words(match.child, on),
            match.worker.name if match.worker else NOBODY,
            in_words(match.reasons),
        ]
        for match in matches
    ]


def _link(child: Child) -> dict[str, Any]:
    return {
        "text": child.full_name,
        "href": reverse("casework:child-overview", args=[child.pk]),
        "hint": child.reference,
    }


def _masked(match: Match, columns: int, *, may_break: bool = False) -> Row:
    ask = match.ask.name if match.ask else ""
    row: Row = [f"{RESTRICTED} – ask {ask}", *[RESTRICTED] * (columns - 1)]
    if may_break and match.restriction_key:
        go = reverse("casework:glass-break", args=[match.restriction_key])
        row[-1] = {"text": "Open in an emergency", "href": go}
    return row


def in_words(reasons: Iterable[str]) -> str:
    """`Name as typed, same date of birth`."""
    first, *others = [*reasons, ""]
    return ", ".join(filter(None, [first, *(other[:1].lower() + other[1:] for other in others)]))


def age_in_words(child: Child, on: date) -> str:
    age = child.age(on)
    return "Not born yet" if age is None else str(age)


def birth_in_words(child: Child, on: date) -> str:
    if child.dob is None:
        return f"Due {child.expected_dob:%-d %B %Y}" if child.expected_dob else ""
    return f"{child.dob:%-d %B %Y}, aged {child.age(on)}"
