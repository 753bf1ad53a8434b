"""How many students an intake has room for: worked out, never typed, each number with its sentence.

Three things bound it: the educators' hours, the desks, and suitable work. Students who are still
here then take their places first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from casework.episode.models import Episode
from govuk.charts import number
from placements.intake.models import Intake, Offer
from placements.profile.models import EducatingRule, EducatorProfile
from placements.profile.reads import Room, rooms


@dataclass(frozen=True)
class Bound:
    """One thing that bounds an intake, in places, and the sum that made it."""

    name: str
    places: int
    sentence: str


@dataclass(frozen=True)
class Capacity:
    """Room in one intake. `by_educators` joins hours and desks, educator by educator."""

    hours: Bound
    desks: Bound
    work: Bound
    by_educators: Bound
    taken: Bound
    offered: int = 0

    @property
    def places(self) -> int:
        return min(self.by_educators.places, self.work.places)

    @property
    def free(self) -> int:
        """Places for new students: those there are, without who is still here."""
        return max(self.places - self.taken.places, 0)

    @property
    def left(self) -> int:
        """What may still be offered; below none where more is promised than there is room for."""
        return self.free - self.offered

    @property
    def sentence(self) -> str:
        tightest = (
            "suitable work" if self.work.places < self.by_educators.places else ("hours and desks")
        )
        return (
            f"Room for {self.places} students, bounded by {tightest}; "
            f"{self.taken.places} are still here then, so {self.free} places are free."
        )


def work_of(intake: Intake) -> tuple[int, str]:
    """Pieces of suitable work, and where the number comes from."""
    if intake.expected_work is not None:
        return intake.expected_work, f"expected: {intake.expected_work_why}"
    return (
        Episode.objects.open().filter(team=intake.team_id).count(),
        "children the team works with today",
    )


def capacity_of(intake: Intake, offers: Iterable[Offer], on: date) -> Capacity:
    """The room in an intake as seen on `on`; four queries, one fewer with expected work."""
    rule = EducatingRule.objects.of(on)
    pieces, origin = work_of(intake)
    return compute(
        rooms(profiles_of(intake), on, rule),
        pieces=pieces,
        origin=origin,
        rule=rule,
        span=(intake.starts_on, intake.ends_on),
        offered=sum(offer.held for offer in offers),
        intake_id=intake.pk,
    )


def profiles_of(intake: Intake) -> QuerySet[EducatorProfile, Any]:
    """Who educates in the intake's team."""
    return EducatorProfile.objects.filter(
        team=intake.team_id, person__is_active=True
    ).select_related("person")


def compute(
    known: list[Room],
    *,
    pieces: int,
    origin: str,
    rule: EducatingRule,
    span: tuple[date, date],
    offered: int,
    intake_id: UUID,
) -> Capacity:
    """The sums alone: nothing is asked of the database."""
    hours = sum((one.profile.hours_a_week for one in known), Decimal(0))
    desks = sum(one.profile.desks for one in known)
    by_hours = sum(one.places_by_hours for one in known)
    by_educators = sum(one.places for one in known)
    by_work = int(pieces // rule.work_per_student)
    taken = sum(one.taken_by_others(*span, intake_id) for one in known)
    each, piece = number(float(rule.hours_per_student)), number(float(rule.work_per_student))
    return Capacity(
        hours=Bound(
            "Hours",
            by_hours,
            f"{number(float(hours))} hours a week for educating, {each} for each student, "
            "whole students per educator",
        ),
        desks=Bound("Desks", desks, f"{desks} desks with the educators"),
        work=Bound(
            "Suitable work", by_work, f"{pieces} pieces ({origin}), {piece} for each student"
        ),
        by_educators=Bound(
            "Hours and desks",
            by_educators,
            "for each educator the smaller of hours and desks, added up",
        ),
        taken=Bound("Still here", taken, "students of other intakes who have not left by then"),
        offered=offered,
    )
