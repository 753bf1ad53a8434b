"""What the agreement says to other rooms: how much supervision was promised, and who still has to
answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounts.prepared import prepared
from placements.agreement.models import AgreementAnswer, LearningAgreement
from placements.agreement.states import Party


@dataclass(frozen=True)
class SupervisionPattern:
    """What the agreement in force promises."""

    every: str
    hours_per_five_days: Decimal


def supervision_patterns(placement_ids: Collection[UUID]) -> dict[UUID, SupervisionPattern]:
    """By placement, for those with an agreement in force. One query."""
    return {
        row.placement_id: SupervisionPattern(
            row.supervision_every, row.supervision_hours_per_five_days
        )
        for row in _in_force_for(list(placement_ids))
    }


@prepared
def _in_force_for(placements: list[UUID]) -> QuerySet[LearningAgreement]:
    return LearningAgreement.objects.in_force().filter(placement__in=placements)


@dataclass(frozen=True)
class Standing:
    """Where one party stands with the text as it was last sent."""

    party: Party
    name: str
    answer: AgreementAnswer | None
    waits_since: date | None

    @property
    def has_agreed(self) -> bool:
        return self.answer is not None and self.answer.answer == AgreementAnswer.Answer.AGREED


def standings(agreement: LearningAgreement) -> list[Standing]:
    """Who has agreed and who has not, in the order they are always named. The agreement was read
    `with_answers`."""
    placement = agreement.placement
    given = {
        answer.party: answer
        for answer in agreement.answers.all()
        if answer.round == agreement.round
    }
    names = {
        Party.STUDENT: placement.student.name,
        Party.EDUCATOR: placement.practice_educator.name,
        Party.TUTOR: placement.tutor.name if placement.tutor else "No tutor named yet",
    }
    return [
        Standing(
            party=party,
            name=names[party],
            answer=given.get(party),
            waits_since=agreement.sent_on if party not in given else None,
        )
        for party in Party
    ]
