"""Whether somebody may educate a student, as of a day. Pure: facts in, sentences out.

Source: Practice Educator Professional Standards. Stage 1 educates up to, but not including, the
last placement; Stage 2 any; off-site practice educators are registered and at Stage 2.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from placements.models.placement import PracticePlacement

RENEWAL_MONTH, RENEWAL_DAY = 11, 30
FINAL = PracticePlacement.Days.FINAL


@dataclass(frozen=True)
class Standing:
    """A practice educator's papers on a day."""

    stage: int
    is_off_site: bool = False
    registered_until: date | None = None
    last_educated_on: date | None = None
    current_from: date | None = None

    def is_current(self) -> bool:
        """Responsible for a student, or awarded a stage, within the years the rule names."""
        return (
            self.last_educated_on is not None
            and self.current_from is not None
            and self.last_educated_on >= self.current_from
        )

    def registration_has_lapsed(self, on: date) -> bool:
        return self.registered_until is not None and self.registered_until < on

    def needs_mentor(self, days_total: int) -> bool:
        """Whether this placement may only be theirs with a named Stage 2 mentor beside them."""
        return self.stage == 0 or (days_total == FINAL and self.stage < 2)

    def bars(self, days_total: int, on: date, *, has_mentor: bool) -> list[str]:
        """Why they may not educate on a placement of that length; none where they may."""
        found = []
        if self.needs_mentor(days_total) and not has_mentor:
            found.append(
                "No stage of the educator standards is recorded: name a Stage 2 mentor."
                if self.stage == 0
                else "A 100-day placement needs Stage 2: name a Stage 2 mentor."
            )
        if self.is_off_site and self.stage < 2:
            found.append("An off-site practice educator must be at Stage 2.")
        if self.registration_has_lapsed(on):
            found.append(
                f"Their registration was renewed only until {self.registered_until:%-d %B %Y}."
            )
        return found


def next_renewal(on: date) -> date:
    """The next day by which registration is renewed: 30 November each year."""
    this_year = date(on.year, RENEWAL_MONTH, RENEWAL_DAY)
    return this_year if on <= this_year else this_year.replace(year=on.year + 1)


def years_before(on: date, years: int) -> date:
    """The same day so many years before; 29 February becomes the 28th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


@dataclass(frozen=True)
class Stay:
    """The days one student takes up a place; no end is not known yet."""

    first: date
    last: date | None
    intake_id: UUID | None = None


def fullest(stays: list[Stay], first: date, last: date) -> int:
    """The most students at once on any day from `first` to `last`."""
    inside = [one for one in stays if one.first <= last and (one.last is None or one.last >= first)]
    moments = {first, *(one.first for one in inside if one.first > first)}
    return max(
        sum(one.first <= day and (one.last is None or day <= one.last) for one in inside)
        for day in moments
    )


def stay_of(placement: PracticePlacement, on: date) -> Stay:
    """Until its recorded last day; a running one until its planned one, or, once that has passed,
    until it is completed."""
    last = placement.ends_on or placement.planned_ends_on
    overrun = placement.ends_on is None and last < on
    return Stay(placement.starts_on, None if overrun else last, placement.intake_id)


def places(hours_a_week: Decimal, hours_per_student: Decimal, desks: int) -> int:
    """How many students an educator has room for: whole ones, by hours and by desks."""
    return min(int(hours_a_week // hours_per_student), desks)
