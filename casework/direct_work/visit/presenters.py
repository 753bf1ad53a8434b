"""Visits in words: where they stand, what was written, what changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Person
from casework.direct_work.presenters import Change, Tag
from casework.direct_work.visit.codes import Outcome
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.words import in_short, where
from records.states import State

QUESTIONS = {
    "outcome": "Was the child seen",
    "not_seen_why": "Why not",
    "next_step": "What was done about it",
    "next_try_on": "By when",
    "childs_words": "The child's own words",
    "shared_text": "What was seen and done, with all of them",
    "what_happened": "What was seen and done",
    "seen_alone": "Seen alone",
    "not_alone_why": "Why not alone",
    "bedroom_seen": "Bedroom seen",
    "registered_worker_present": "A registered social worker was there",
    "registered_worker": "Which one",
    "who_was_there": "Who else was there",
    "worry": "A worry",
    "worry_text": "What worries",
    "analysis": "What it may mean",
    "what_next": "What happens next",
    "kind": "Kind of visit",
    "happened_on": "Date",
    "started_at": "Start",
    "minutes": "Minutes",
    "place": "Place",
    "place_other": "Where",
}


def state_tag(visit: Visit, reader: Person, now: datetime) -> Tag:
    """Where the visit stands, as this reader needs to hear it."""
    if visit.outcome == Outcome.NOT_HELD:
        return Tag("Did not take place", "grey")
    if visit.is_planned:
        if visit.arrived_at and not visit.left_at:
            return Tag("Under way", "blue")
        late = visit.planned_until is not None and visit.planned_until <= now
        return Tag("Outcome missing", "red") if late else Tag("Planned", "grey")
    mine = visit.author_id == reader.pk
    return {
        State.DRAFT: Tag("Not sent yet", "grey"),
        State.SUBMITTED: Tag("Waiting to be signed", "blue"),
        State.RETURNED: Tag("Returned to you" if mine else "Returned", "amber"),
        State.COUNTERSIGNED: Tag("Signed", "green"),
    }.get(State(visit.state), Tag(visit.get_state_display(), "grey"))


def planned_words(visit: Visit) -> str:
    """ "Tuesday 24 November, 16:00 to 17:00"; empty where it was never planned."""
    if visit.planned_for is None or visit.planned_until is None:
        return ""
    begin, end = timezone.localtime(visit.planned_for), timezone.localtime(visit.planned_until)
    return f"{begin:%A %-d %B}, {begin:%H:%M} to {end:%H:%M}"


def happened_words(visit: Visit) -> str:
    """ "Tuesday 24 November, 16:10"; how it went where it did not take place."""
    if visit.happened_on is None:
        return visit.not_held_why
    start = f", {visit.started_at:%H:%M}" if visit.started_at else ""
    return f"{visit.happened_on:%A %-d %B}{start}"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """What is not as it was when it was sent, question by question."""
    return [
        Change(question, before.get(name, ""), after.get(name, ""))
        for name, question in QUESTIONS.items()
        if before.get(name, "") != after.get(name, "")
    ]


def answers(words: Mapping[str, str], shown_apart: set[str]) -> list[tuple[str, str]]:
    """Question and answer for everything written, but what the page shows in its own place."""
    return [
        (question, words[name])
        for name, question in QUESTIONS.items()
        if words.get(name) and name not in shown_apart
    ]


def rows(visits: Iterable[Visit], reader: Person, now: datetime) -> list[dict[str, Any]]:
    """Each visit with what a list says of it."""
    return [
        {
            "visit": visit,
            "planned": planned_words(visit),
            "happened": happened_words(visit),
            "in_short": in_short(visit),
            "tag": state_tag(visit, reader, now),
        }
        for visit in visits
    ]


def out_row(visit: Visit, now: datetime) -> dict[str, Any]:
    """Who is out, since when, and whether they should be back; of the child nothing."""
    due_out = due_out_at(visit)
    if visit.arrived_at is None:
        tag = Tag("Has not gone in", "amber")
    elif due_out is not None and due_out <= now:
        tag = Tag("Overdue", "red")
    else:
        tag = Tag("Inside", "blue")
    return {"visit": visit, "due_out": due_out, "where": where(visit), "tag": tag}


def due_out_at(visit: Visit) -> datetime | None:
    """When the worker should be out: as long after going in as the visit was planned to take."""
    if visit.planned_for is None or visit.planned_until is None:
        return None
    length = visit.planned_until - visit.planned_for
    return (visit.arrived_at or visit.planned_for) + length
