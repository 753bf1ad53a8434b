"""The clock of a missing episode: an interview within 72 hours of the return (C21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casework.child.people import accountable_workers
from casework.chronology.contexts.models import MissingEpisode
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.missing_episode"
ROOT = "casework.child"


@dataclass(frozen=True)
class MissingFacts:
    child_id: UUID
    reference: str
    owner_id: UUID | None
    found_at: datetime | None
    held_at: datetime | None
    is_declined: bool


def facts(episode_ids: Sequence[UUID]) -> dict[UUID, MissingFacts]:
    """Facts of many missing episodes in two queries."""
    rows = list(MissingEpisode.objects.filter(pk__in=episode_ids).select_related("child"))
    workers = accountable_workers([row.child_id for row in rows], timezone.localdate())
    return {
        row.pk: MissingFacts(
            child_id=row.child_id,
            reference=row.child.reference,
            owner_id=workers[row.child_id].pk if row.child_id in workers else None,
            found_at=row.found_at,
            held_at=row.held_at,
            is_declined=row.interview == MissingEpisode.Interview.DECLINED,
        )
        for row in rows
    }


def deadlines(missing: MissingFacts) -> list[DeadlineFact]:
    """Runs from the return. Held is met; a child who declines ends it without."""
    if missing.found_at is None:
        return []
    return [
        DeadlineFact(
            rule="C21",
            key="interview",
            starts=missing.found_at,
            met=missing.held_at,
            cancelled=missing.is_declined and missing.held_at is None,
            root_id=missing.child_id,
            reference=missing.reference,
            owner_id=missing.owner_id,
            title="Talk after being missing",
        )
    ]
