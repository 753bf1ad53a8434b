"""How a request is shown: to who asked, and to who decides."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casework.request.codes import ConsentSaid, State, Topic
from casework.request.models import Request
from timescales.models import Deadline
from timescales.presenters import Tag, tag

QUEUE_HEAD = ("Request", "Pupil", "From", "Need", "Decision")
PLACE_HEAD = ("School", "District", {"text": "Requests", "numeric": True})
OWN_HEAD = ("Request", "Asked", "Pupil", "State")
STATES = {
    State.RECEIVED: Tag("Waiting for a decision", "blue"),
    State.ACCEPTED: Tag("Accepted", "green"),
    State.REFUSED: Tag("Not for POP", "grey"),
}


def themes_head(months: Iterable[date]) -> list[Any]:
    return [
        "Topic",
        *({"text": f"{month:%b %Y}", "numeric": True} for month in months),
        {"text": "All", "numeric": True},
    ]


def theme_rows(found: Mapping[str, Mapping[date, int]], months: list[date]) -> list[list[Any]]:
    """One row a topic, the most asked for first."""
    rows = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    return [
        [
            str(Topic(topic).label),
            *(str(numbers.get(month, 0)) for month in months),
            str(sum(numbers.values())),
        ]
        for topic, numbers in rows
    ]


def place_rows(found: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [[school, district or "Not known", str(number)] for district, school, number in found]


def state_tag(request: Request) -> Tag:
    return STATES[State(request.state)]


def queue_rows(
    requests: Iterable[Request], clocks: Mapping[UUID, Deadline], on: date
) -> list[list[Any]]:
    """The manager's list; `clocks` gives each request's deadline by its id."""
    rows = []
    for row in requests:
        clock = clocks.get(row.pk)
        standing = tag(clock, on) if clock else state_tag(row)
        waiting = row.state == State.RECEIVED
        rows.append(
            [
                {"text": row.reference, "href": _path(row), "hint": _asked(row)},
                {"text": row.pupil_name, "hint": f"born {row.pupil_dob:%-d %b %Y}"},
                {"text": row.requester.name, "hint": place(row)},
                {"text": f"Level {row.level_of_need}", "hint": ", ".join(row.topic_names)},
                {"tag": standing.text, "kind": standing.kind}
                if waiting
                else {"text": state_tag(row).text, "hint": standing.text},
            ]
        )
    return rows


def own_rows(requests: Iterable[Request]) -> list[list[Any]]:
    """What somebody asked for, and where each stands."""
    return [
        [
            {"text": row.reference, "href": _path(row)},
            _asked(row),
            row.pupil_name,
            {"tag": state_tag(row).text, "kind": state_tag(row).kind},
        ]
        for row in requests
    ]


def asked_rows(request: Request) -> list[dict[str, Any]]:
    """What was asked, in the requester's own words."""
    facts = [
        ("Level of need", request.get_level_of_need_display()),
        ("Pupil", request.pupil_name),
        ("Date of birth", f"{request.pupil_dob:%-d %B %Y}"),
        ("Asked from", place(request)),
        ("School", str(request.school) if request.school else ""),
        ("Year group", request.year_group),
        ("Unique pupil number", request.pupil_upn),
        ("Topics", request.topic_names),
        ("What is worrying", request.worries),
        ("What is going well", request.working_well),
        ("About consent", _consent(request)),
        ("When it is needed", _urgency(request)),
        ("Asked by", request.requester.name),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def place(request: Request) -> str:
    """Where the request comes from: an agency, a team, a school, or ourselves."""
    source = request.agency or request.asking_team or request.school
    return str(source) if source else str(request.get_origin_display())


def _consent(request: Request) -> list[str]:
    said = ConsentSaid(request.consent_said).label
    return [str(said), *([request.consent_from] if request.consent_from else [])]


def _urgency(request: Request) -> list[str]:
    why = [request.urgency_why] if request.urgency_why else []
    return [str(request.get_urgency_display()), *why]


def _asked(request: Request) -> str:
    return f"{timezone.localtime(request.received_at):%-d %B %Y, %H:%M}"


def _path(request: Request) -> str:
    return reverse("casework:request-detail", args=[request.pk])
