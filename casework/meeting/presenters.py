"""How meetings are shown: their state, the day they must be held by, and who sits there."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casework.child.models import Child
from casework.meeting.codes import Attendance, Kind, Side
from casework.meeting.models import Invitee, Meeting
from timescales.models import Deadline
from timescales.presenters import Tag, tag


def state_tag(meeting: Meeting, on: date) -> Tag:
    if meeting.cancelled_on:
        return Tag("Cancelled", "grey")
    if meeting.held_on:
        return Tag("Held", "green")
    if meeting.planned_for is None:
        return Tag("To plan", "amber")
    if local(meeting.planned_for).date() < on:
        return Tag("Was it held?", "red")
    return Tag("Planned", "blue")


def when(meeting: Meeting) -> str:
    """The day in words: the one it was held on, or is planned for, or has to be held by."""
    if meeting.held_on:
        return f"{meeting.held_on:%A %-d %B %Y}"
    if meeting.planned_for:
        return f"{local(meeting.planned_for):%A %-d %B %Y, %H:%M}"
    if meeting.book_by:
        return f"By {meeting.book_by:%A %-d %B %Y}"
    return "No day yet"


def limit(meeting: Meeting, clock: Deadline | None, now: datetime) -> dict[str, Any] | None:
    """By when it must be held: the clock as it stands, or the limit it was proposed with."""
    if not meeting.is_ahead:
        return None
    if clock is not None:
        said = tag(clock, now)
        days = _days(clock.due_on, clock.book_by)
        return {"text": days, "tag": said.text, "kind": said.kind, "why": clock.explanation}
    if meeting.last_lawful_on and meeting.book_by:
        days = _days(meeting.last_lawful_on, meeting.book_by)
        return {"text": days, "tag": "", "kind": "grey", "why": meeting.proposed_why}
    return None


def rows(
    meetings: Iterable[Meeting], clocks: Mapping[UUID, Deadline], on: date, now: datetime
) -> list[dict[str, Any]]:
    return [
        {
            "meeting": meeting,
            "when": when(meeting),
            "tag": state_tag(meeting, on),
            "limit": limit(meeting, clocks.get(meeting.pk), now),
            "asked": meeting.asked,
            "there": meeting.there,
        }
        for meeting in meetings
    ]


def facts(meeting: Meeting) -> list[dict[str, Any]]:
    told = [
        ("When", when(meeting)),
        ("How", meeting.get_how_display()),
        ("Where", meeting.place),
        ("Chair", meeting.chair),
        ("What it is for", meeting.about),
        ("Nobody of the family is asked", meeting.family_not_invited_why),
        ("Later than the clock allows", meeting.late_why),
        ("Quorate", _quorum(meeting)),
        ("The child", meeting.get_participation_display()),
        ("Cancelled", _cancelled(meeting)),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def people(invitees: Iterable[Invitee]) -> list[dict[str, Any]]:
    return [
        {
            "invitee": row,
            "tag": _came(row),
            "kind": "green" if row.was_there else "grey",
            "views_by": row.get_views_by_display() if row.views_by else "",
        }
        for row in invitees
    ]


def held_path(meeting: Meeting) -> str:
    """Where it is recorded that it was held: what has consequences has its own page."""
    if meeting.kind == Kind.STRATEGY:
        return reverse("casework:discussion-record", args=[meeting.pk])
    if meeting.kind == Kind.CORE_GROUP:
        return reverse("casework:core-group-record", args=[meeting.pk])
    if meeting.is_conference:
        return reverse("casework:conference-record", args=[meeting.pk])
    return reverse("casework:meeting-hold", args=[meeting.pk])


def decided_path(meeting: Meeting) -> str:
    """Where it is read what a held meeting decided, if it is one that decides a status."""
    if meeting.held_on is None:
        return ""
    if meeting.kind == Kind.STRATEGY:
        return reverse("casework:discussion-detail", args=[meeting.pk])
    return reverse("casework:conference-detail", args=[meeting.pk]) if meeting.is_conference else ""


def own(child: Child) -> str:
    return child.known_as or child.first_name


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _days(last: date, book_by: date) -> str:
    if last == book_by:
        return f"Last lawful day {last:%A %-d %B %Y}"
    return f"Last lawful day {last:%A %-d %B %Y}; hold it by {book_by:%A %-d %B}"


def _came(row: Invitee) -> str:
    """A child who is not there was perhaps never meant to be: nobody says “no word” of them."""
    if row.side == Side.CHILD and row.attendance == Attendance.ABSENT:
        return "Was not there"
    return row.get_attendance_display() if row.attendance else ""


def _quorum(meeting: Meeting) -> str:
    if not meeting.quorate:
        return meeting.quorum_note
    note = f": {meeting.quorum_note}" if meeting.quorum_note else ""
    return f"{meeting.get_quorate_display()}{note}"


def _cancelled(meeting: Meeting) -> str:
    if meeting.cancelled_on is None:
        return ""
    return f"{meeting.cancelled_on:%-d %B %Y}: {meeting.cancelled_why}"
