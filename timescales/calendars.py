"""Where the working-day calendar comes from: the published bank holidays and what we were told
since.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property

import holidays
from django.apps import apps

from timescales.clock import FIRST_YEAR, LAST_YEAR, Calendar

# The names as GOV.UK prints them, where the package says it differently.
GOV_UK_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


@cache
def published() -> dict:
    """Bank holidays of England and Wales with their names, 1900 to 2100."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return {day: _printed(name) for day, name in found.items()}


def _printed(name: str) -> str:
    for ours, theirs in GOV_UK_NAMES.items():
        name = name.replace(ours, theirs)
    return name.replace(" (observed)", ", substitute day")


@cache
def published_calendar() -> Calendar:
    return Calendar(published())


def load_calendar() -> Calendar:
    """The calendar as it stands now, in one query."""
    return calendar_with(
        apps.get_model("timescales", "ExtraHoliday").objects.values_list(
            "date", "name", "is_removed"
        )
    )


def calendar_with(extra: Iterable[tuple[date, str, bool]]) -> Calendar:
    """The published calendar with what we were told since: day, name, and whether it is none."""
    told = list(extra)
    if not told:
        return published_calendar()
    removed = {day for day, _, is_removed in told if is_removed}
    added = {day: name for day, name, is_removed in told if not is_removed}
    kept = {day: name for day, name in published().items() if day not in removed}
    return Calendar(kept | added)


class LazyCalendar:
    """Read on first use, then shared: one query for a whole list, none where no row asks."""

    def __init__(self, known: Calendar | None = None) -> None:
        if known is not None:
            self.calendar = known

    @cached_property
    def calendar(self) -> Calendar:
        return load_calendar()
