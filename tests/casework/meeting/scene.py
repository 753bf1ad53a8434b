"""Meetings made through the same actions people use."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casework.meeting.actions import new_meeting
from casework.meeting.models import Meeting

LONDON = ZoneInfo("Europe/London")


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def a_planned_meeting(episode, *, by, on, kind="core_group", **details) -> Meeting:
    """One that somebody chairs in a school's meeting room, at ten."""
    given = {"chair": "Wanda Worker", "how": "in_person", "place": "Meeting room 2"} | details
    return new_meeting(episode=episode, kind=kind, planned_for=at(on), by=by, **given)
