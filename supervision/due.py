"""How much supervision a placement is due, and how much was held: what its agreement promises, and
the university's rule until there is one in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import in_force
from accounts.prepared import prepared
from placements.agreement.reads import supervision_patterns
from placements.days import Counted, counted
from placements.models import PracticePlacement, UniversityRule
from supervision.models import SupervisionSession

DAYS_OF_RULE = 5


@dataclass(frozen=True)
class Standing:
    """One placement's supervision up to a day; times in minutes."""

    days: Counted
    per_five_days: int
    due: int
    held: int
    sessions: int
    last_held_on: date | None
    missed: tuple[SupervisionSession, ...]

    @property
    def behind(self) -> int:
        return max(self.due - self.held, 0)

    @property
    def is_behind(self) -> bool:
        """More than one period's supervision is owed: less is only the session of this week."""
        return self.behind > self.per_five_days


def due_minutes(attended: Decimal, hours_per_five_days: Decimal) -> int:
    """Supervision due for whole periods of five attended days, in minutes."""
    periods = attended // DAYS_OF_RULE
    return int((periods * hours_per_five_days * 60).to_integral_value(ROUND_HALF_UP))


def standings(placements: Iterable[PracticePlacement], on: date) -> dict[UUID, Standing]:
    """For each placement, what was due and held up to and with `on`. Four queries."""
    placements = list(placements)
    days = counted([placement.pk for placement in placements], on)
    rules = _rules(on)
    promised = supervision_patterns([placement.pk for placement in placements])
    sessions: dict[UUID, list[SupervisionSession]] = {}
    for session in _sent([placement.student_id for placement in placements], on):
        sessions.setdefault(session.student_id, []).append(session)
    return {
        placement.pk: _standing(
            days[placement.pk],
            promised[placement.pk].hours_per_five_days
            if placement.pk in promised
            else _hours(rules, placement.university_id),
            [s for s in sessions.get(placement.student_id, []) if _within(placement, s.held_on)],
        )
        for placement in placements
    }


@prepared
def _rules(on: date) -> QuerySet[UniversityRule]:
    return UniversityRule.objects.filter(in_force(on))


@prepared
def _sent(students: list[UUID], until: date) -> QuerySet[SupervisionSession]:
    sent = SupervisionSession.objects.sent().filter(student__in=students, held_on__lte=until)
    return sent.order_by("held_on")


def _within(placement: PracticePlacement, day: date) -> bool:
    return placement.starts_on <= day and (placement.ends_on is None or day <= placement.ends_on)


def _hours(rules: Iterable[UniversityRule], university_id: UUID) -> Decimal:
    """The university's own rule, else the default that holds for all."""
    own = {rule.university_id: rule.supervision_hours_per_five_days for rule in rules}
    return own.get(university_id, own.get(None, Decimal(0)))


def _standing(days: Counted, hours: Decimal, sessions: list[SupervisionSession]) -> Standing:
    held = [session for session in sessions if not session.is_missed]
    return Standing(
        days=days,
        per_five_days=int(hours * 60),
        due=due_minutes(days.attended, hours),
        held=sum(session.minutes or 0 for session in held),
        sessions=len(held),
        last_held_on=held[-1].held_on if held else None,
        missed=tuple(session for session in sessions if session.is_missed),
    )
