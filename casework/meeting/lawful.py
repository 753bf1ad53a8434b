"""By when a meeting must be held: the clock asked before there is a deadline, and as it stands."""

from dataclasses import dataclass
from datetime import date

from casework.meeting.codes import CLOCKS
from casework.meeting.models import Meeting
from timescales.calendars import load_calendar
from timescales.clock import due
from timescales.models import Deadline
from timescales.rulebook import Rulebook

ROOT = "casework.episode"


@dataclass(frozen=True)
class LastDay:
    """The last lawful day, the last working day on or before it, and why."""

    last_lawful_on: date
    book_by: date
    why: str


def last_day(code: str, starts: date) -> LastDay:
    """What rule `code` says of an event on `starts`; rule book and calendar are read once."""
    calendar, edition = load_calendar(), Rulebook.load().on(code, starts)
    found = due(edition.spec, starts, calendar)
    return LastDay(found.due_on, found.book_by, found.explanation)


def clock_of(meeting: Meeting) -> Deadline | None:
    """The open clock that holding this meeting stops; it knows of calendar changes since."""
    codes = CLOCKS.get(meeting.kind, ())
    rows = Deadline.objects.open().of_roots(ROOT, [meeting.episode_id]).with_rule()
    return rows.filter(code__in=codes).order_by("due_on").first() if codes else None


def limit_of(meeting: Meeting) -> date | None:
    """The last lawful day as the clock has it now, or as it was when the meeting was proposed."""
    clock = clock_of(meeting)
    return clock.due_on if clock else meeting.last_lawful_on
