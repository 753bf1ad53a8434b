"""The clock of an onward referral: a reply within ten working days. Facts in, deadline out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from casework.child.people import accountable_workers
from casework.closure.models import OnwardReferral
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.onward"


@dataclass(frozen=True)
class OnwardFacts:
    episode_id: UUID
    reference: str
    asked_on: date
    settled_on: date | None
    owner_id: UUID


def facts(referral_ids: Sequence[UUID]) -> dict[UUID, OnwardFacts]:
    """Facts of many onward referrals in two queries; who is accountable chases, or who asked."""
    rows = list(OnwardReferral.objects.filter(pk__in=referral_ids).select_related("child"))
    workers = accountable_workers({row.child_id for row in rows}, timezone.localdate())
    return {
        row.pk: OnwardFacts(
            episode_id=row.episode_id,
            reference=row.child.reference,
            asked_on=row.asked_on,
            settled_on=row.settled_on,
            owner_id=workers[row.child_id].pk if row.child_id in workers else row.made_by_id,
        )
        for row in rows
    }


def deadlines(referral: OnwardFacts) -> list[DeadlineFact]:
    return [
        DeadlineFact(
            rule="C25",
            key="reply",
            starts=referral.asked_on,
            root_id=referral.episode_id,
            reference=referral.reference,
            owner_id=referral.owner_id,
            met=referral.settled_on,
            title="Reply to an onward referral",
        )
    ]
