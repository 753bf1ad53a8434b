"""Who could educate a student, in order, with reasons. Pure: facts in, proposals out.

What the standards forbid stands last and cannot be chosen as it is; everything else is a reason for
people to weigh, never a score that decides.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from placements.profile.models import Adjustment, Travel
from placements.profile.reads import Educator

GOOD, MIND, BAR = "good", "mind", "bar"


@dataclass(frozen=True)
class Wish:
    """What the placement asks for."""

    days_total: int
    starts_on: date
    ends_on: date
    home_area: str = ""
    travel: str = ""
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    kind: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """One educator, why they fit and why not."""

    educator: Educator
    reasons: tuple[Reason, ...]
    needs_mentor: bool
    is_full: bool

    @property
    def is_barred(self) -> bool:
        return any(reason.kind == BAR for reason in self.reasons)

    @property
    def minds(self) -> int:
        return sum(reason.kind == MIND for reason in self.reasons)


def propose(
    wish: Wish, known: Iterable[Educator], conflicts: dict[UUID, int], on: date
) -> list[Proposal]:
    """Every educator, the best fit first: who may and has room, then who has the fewest things to
    mind, then who has the most room left.

    `conflicts` counts, by educator, the children whom the student has declared to know and whom
    students of that educator work with.
    """
    proposals = [_propose(wish, one, conflicts.get(one.profile.person_id, 0), on) for one in known]
    return sorted(
        proposals,
        key=lambda one: (
            one.is_barred,
            one.is_full,
            one.needs_mentor,
            one.minds,
            -one.educator.free(wish.starts_on, wish.ends_on),
            one.educator.profile.person.name,
        ),
    )


def _propose(wish: Wish, one: Educator, conflicts: int, on: date) -> Proposal:
    free = one.free(wish.starts_on, wish.ends_on)
    needs_mentor = one.standing.needs_mentor(wish.days_total)
    reasons = [
        _room(one, free, wish),
        _stage(one, needs_mentor, wish),
        *(Reason(BAR, text) for text in one.standing.bars(wish.days_total, on, has_mentor=True)),
        _currency(one),
        *_travel(wish, one),
        *_adjustments(wish.needs, one.profile.can_offer),
        *_conflicts(conflicts),
        *_renewal(one, wish),
    ]
    return Proposal(one, tuple(reasons), needs_mentor, free == 0)


def _room(one: Educator, free: int, wish: Wish) -> Reason:
    taken = one.taken(wish.starts_on, wish.ends_on)
    if one.places == 0:
        return Reason(MIND, "No hours or desks are recorded for students.")
    if free == 0:
        students = "student" if taken == 1 else "students"
        return Reason(MIND, f"Full: {taken} {students} then, room for {one.places}.")
    places = "place" if free == 1 else "places"
    return Reason(GOOD, f"{free} {places} free of {one.places}.")


def _stage(one: Educator, needs_mentor: bool, wish: Wish) -> Reason:
    if one.standing.stage == 0:
        return Reason(MIND, "No stage recorded: a Stage 2 mentor must be named.")
    if needs_mentor:
        return Reason(
            MIND,
            f"Stage {one.standing.stage}: for {wish.days_total} days a Stage 2 mentor must be "
            "named.",
        )
    return Reason(GOOD, f"Stage {one.standing.stage}.")


def _currency(one: Educator) -> Reason:
    last = one.standing.last_educated_on
    if one.standing.is_current():
        return Reason(GOOD, "Practice as an educator is current.")
    if last is None:
        return Reason(MIND, "No practice as an educator is recorded.")
    return Reason(MIND, f"Not current: last educated until {last:%-d %B %Y}.")


def _travel(wish: Wish, one: Educator) -> list[Reason]:
    home, base = wish.home_area.strip(), one.profile.base_area.strip()
    if not home or not base:
        return []
    if home.casefold() == base.casefold():
        return [Reason(GOOD, f"Works from {base}, where the student comes from.")]
    if wish.travel == Travel.CAR:
        return [Reason(GOOD, f"From {home} to {base} by car.")]
    how = f" ({Travel(wish.travel).label.lower()})" if wish.travel else ""
    return [Reason(MIND, f"From {home} to {base}{how}: ask about the journey.")]


def _adjustments(needs: Collection[str], offered: Collection[str]) -> list[Reason]:
    unmet = [Adjustment(need).label.lower() for need in sorted(set(needs) - set(offered))]
    if unmet:
        return [Reason(MIND, f"The base does not offer: {', '.join(unmet)}.")]
    return [Reason(GOOD, "The base offers every adjustment asked for.")] if needs else []


def _conflicts(number: int) -> list[Reason]:
    if not number:
        return []
    children = "a child" if number == 1 else f"{number} children"
    return [
        Reason(MIND, f"Students of theirs work with {children} the student has declared to know.")
    ]


def _renewal(one: Educator, wish: Wish) -> list[Reason]:
    until = one.standing.registered_until
    if until is None:
        return [Reason(MIND, "No day is recorded until which they are registered.")]
    if until < wish.ends_on:
        return [Reason(MIND, f"Registration is to be renewed by {until:%-d %B %Y}.")]
    return []
