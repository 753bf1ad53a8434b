"""A meeting is proposed by the event before it; a person names its day."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.episode.models import Episode
from casework.meeting.actions.base import ask, hold, hold_open, moment_in_words, saved, tell_invited
from casework.meeting.codes import (
    ONE_AHEAD,
)
from casework.meeting.lawful import limit_of
from casework.meeting.models import Meeting
from casework.meeting.words import names_in


def propose_meeting(
    *,
    episode: Episode,
    kind: str,
    by: Person,
    last_lawful_on: date | None = None,
    book_by: date | None = None,
    why: str = "",
    about: str = "",
) -> Meeting:
    """A meeting to be held by a day that the event before it set; a person names the day later.

    Where one of its kind stands ahead already, that one learns of the new limit instead.
    """
    with written_by(by):
        held = hold_open(episode)
        meeting = Meeting(
            episode=held, child=held.child, kind=kind, about=about.strip(), proposed_by=by
        )
        if kind in ONE_AHEAD:
            ahead = Meeting.objects.select_for_update(of=("self",)).ahead().of_kind(kind)
            meeting = ahead.filter(episode=held).first() or meeting
        meeting.last_lawful_on, meeting.book_by = last_lawful_on, book_by or last_lawful_on
        meeting.proposed_why = why[:300]
        return saved(meeting)


def plan_meeting(
    *,
    meeting: Meeting,
    planned_for: datetime,
    chair: str,
    how: str,
    by: Person,
    place: str = "",
    about: str = "",
    minutes_long: int = 90,
    family_not_invited_why: str = "",
    late_why: str = "",
    began_from: int | None = None,
) -> Meeting:
    """Name the day of a proposed meeting, or put right how a planned one is held.

    The day of a planned one is moved by `reschedule_meeting`, with its reason.
    """
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        meeting = hold(meeting, began_from)
        if meeting.is_planned and planned_for != meeting.planned_for:
            raise ValidationError({"planned_for": "To move the day, say why: choose “Move it”."})
        _check_place(meeting, place)
        was_planned = meeting.is_planned
        meeting.planned_for, meeting.chair, meeting.how = planned_for, chair.strip(), how
        meeting.place, meeting.about = place.strip(), about.strip()
        meeting.minutes_long = minutes_long
        meeting.family_not_invited_why = family_not_invited_why.strip()
        meeting.late_why = late_reason(meeting, late_why)
        if was_planned:
            meeting.sequence += 1
        saved(meeting)
        if not was_planned:
            tell_invited(meeting, by, f"planned for {moment_in_words(planned_for)}")
        return meeting


def new_meeting(
    *,
    episode: Episode,
    kind: str,
    planned_for: datetime,
    chair: str,
    how: str,
    by: Person,
    **details: Any,
) -> Meeting:
    """Propose and plan in one: a meeting somebody calls without an event before it."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        held = hold_open(episode)
        if kind in ONE_AHEAD and held.meetings.ahead().of_kind(kind).exists():
            raise ValidationError(
                {"kind": "One stands ahead already: plan that one. You find it under Meetings."}
            )
        meeting = propose_meeting(episode=held, kind=kind, by=by)
        return plan_meeting(
            meeting=meeting, planned_for=planned_for, chair=chair, how=how, by=by, **details
        )


def _check_place(meeting: Meeting, place: str) -> None:
    """The place stands in calendars outside: it names nobody."""
    if found := names_in(place, meeting.child):
        raise ValidationError(
            {"place": f"Leave out the name “{found}”: the place is shown in calendars."}
        )


def late_reason(meeting: Meeting, late_why: str) -> str:
    """The reason to meet after the last lawful day, where one is needed; nothing otherwise."""
    limit = limit_of(meeting)
    if limit is None or timezone.localtime(meeting.planned_for).date() <= limit:
        return ""
    if not late_why.strip():
        raise ValidationError(
            {
                "late_why": f"The clock ends on {limit:%A %-d %B %Y}. Choose an earlier day, or "
                "say why it must be later."
            }
        )
    return late_why.strip()
