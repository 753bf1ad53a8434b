"""Plays events in order of date, with Python's clock moved to each: the past is made as it was.

An event is a function without arguments that calls the portal's own actions.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from accounts.models import Person, Team
from timescales.calendars import published_calendar
from timescales.clock import add_working_days, working_days_before

LONDON = ZoneInfo("Europe/London")
Event = Callable[[], Any]


@dataclass
class Stage:
    """The people and places made so far, and what is still to happen on this day's stage."""

    today: date
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)
    _events: list[tuple[datetime, int, Event]] = field(default_factory=list)
    _order: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.calendar = published_calendar()

    def day(self, ago: int) -> date:
        """The day `ago` working days before the last working day that is wholly past."""
        return working_days_before(self.today, ago + 1, self.calendar)

    def ahead(self, days: int) -> date:
        """The day `days` working days after today."""
        return add_working_days(self.today, days, self.calendar)

    def at(self, on: date, hour: float, event: Event) -> None:
        """Let `event` happen on a day at an hour (9.5 is half past nine). Later than now: never."""
        moment = self.moment(on, hour)
        if moment < self.now:
            heapq.heappush(self._events, (moment, next(self._order), event))

    def moment(self, on: date, hour: float) -> datetime:
        return datetime.combine(on, time(int(hour), int(hour % 1 * 60)), LONDON)

    def play(self, progress: Callable[[int, int], None]) -> None:
        """Let everything happen, in order; events may add later ones."""
        played = 0
        while self._events:
            moment, _, event = heapq.heappop(self._events)
            with time_machine.travel(moment, tick=True):
                event()
            played += 1
            progress(played, played + len(self._events))


def weekly(first: date, last: date, step: int = 7) -> list[date]:
    """Every `step` days from `first` to `last`."""
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
