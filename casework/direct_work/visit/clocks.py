"""The clock on writing a visit up: C22, from its end to the day its record is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.direct_work.visit.codes import Outcome
from casework.direct_work.visit.models import Visit
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.visit"
ROOT = "casework.episode"
# Clocks of a plan that read visits: child protection visits and child in need visits.
READ_BY = ("C11", "C14")


@dataclass(frozen=True)
class VisitFacts:
    episode_id: UUID
    reference: str
    author_id: UUID
    ended_at: datetime
    submitted_at: datetime | None
    is_called_off: bool


def facts(visit_ids: Sequence[UUID]) -> dict[UUID, VisitFacts]:
    rows = Visit.objects.filter(pk__in=visit_ids).select_related("child")
    return {
        row.pk: VisitFacts(
            episode_id=row.episode_id,
            reference=row.child.reference,
            author_id=row.author_id,
            ended_at=row.ended_at,
            submitted_at=row.submitted_at,
            is_called_off=row.outcome == Outcome.NOT_HELD,
        )
        for row in rows
        if row.ended_at is not None
    }


def deadlines(visit: VisitFacts) -> list[DeadlineFact]:
    """Written up and sent within the local limit, 48 hours as shipped; a visit that was planned

    counts from the planned end, so that one nobody says anything about is missed too.
    """
    return [
        DeadlineFact(
            rule="C22",
            key="written_up",
            starts=visit.ended_at,
            met=visit.submitted_at,
            cancelled=visit.is_called_off,
            root_id=visit.episode_id,
            reference=visit.reference,
            owner_id=visit.author_id,
            title="Visit to write up",
        )
    ]
