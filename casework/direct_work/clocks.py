"""The clock on writing a session up: C22, from the end of the session to the day it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.direct_work.models import DirectWorkSession
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.direct_work_session"
ROOT = "casework.episode"


@dataclass(frozen=True)
class SessionFacts:
    episode_id: UUID
    reference: str
    author_id: UUID
    ended_at: datetime
    submitted_at: datetime | None


def facts(session_ids: Sequence[UUID]) -> dict[UUID, SessionFacts]:
    rows = DirectWorkSession.objects.filter(pk__in=session_ids).select_related("child")
    return {
        row.pk: SessionFacts(
            episode_id=row.episode_id,
            reference=row.child.reference,
            author_id=row.author_id,
            ended_at=row.ended_at,
            submitted_at=row.submitted_at,
        )
        for row in rows
    }


def deadlines(session: SessionFacts) -> list[DeadlineFact]:
    """A session is written up and sent within the local limit, 48 hours as shipped."""
    return [
        DeadlineFact(
            rule="C22",
            key="written_up",
            starts=session.ended_at,
            met=session.submitted_at,
            root_id=session.episode_id,
            reference=session.reference,
            owner_id=session.author_id,
            title="Session to write up",
        )
    ]
