"""The invitation as a calendar file: a reference, a day and a place, never a name.

It is handed round as a file, to people of many agencies: METHOD:PUBLISH lets each put it into
their calendar without answering to us. A later file of the same UID with a higher SEQUENCE moves
it there, and METHOD:CANCEL takes it away (RFC 5546).
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vText

from casework.meeting.codes import How
from casework.meeting.models import Meeting
from timescales.clock import LONDON


def calendar_file(
    meeting: Meeting, *, planned_for: datetime, now: datetime, organiser: str, organisation: str
) -> bytes:
    """The file for a meeting that is planned for, or was cancelled from, `planned_for`."""
    event = Event()
    event.add("uid", f"{meeting.pk}@pop-portal")
    event.add("dtstamp", now)
    event.add("sequence", meeting.sequence)
    starts = planned_for.astimezone(LONDON)
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=meeting.minutes_long))
    event.add("summary", f"{meeting.get_kind_display()}, {meeting.child.reference}")
    event.add("status", "CANCELLED" if meeting.cancelled_on else "CONFIRMED")
    event.add("class", "PRIVATE")
    if where := _where(meeting):
        event.add("location", where)
    event["organizer"] = _organiser(organiser, organisation)
    calendar = Calendar()
    calendar.add("prodid", "-//POP Portal//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled_on else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def file_name(meeting_id: UUID) -> str:
    return f"meeting-{meeting_id.hex[:8]}.ics"


def _where(meeting: Meeting) -> str:
    how = "" if meeting.how == How.IN_PERSON else meeting.get_how_display()
    return ", ".join(filter(None, [meeting.place, how]))


def _organiser(sender: str, name: str) -> vCalAddress:
    """`sender` may carry a name beside the address; a `mailto:` is the address alone."""
    organiser = vCalAddress(f"mailto:{parseaddr(sender)[1]}")
    organiser.params["cn"] = vText(name)
    return organiser
