"""The clock of a request: a decision within a working day (C1). Facts in, deadline out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from casework.episode.people import managers_of_teams
from casework.request.models import Request
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.request"


@dataclass(frozen=True)
class RequestFacts:
    request_id: UUID
    reference: str
    received_on: date
    decided_on: date | None
    manager_ids: tuple[UUID, ...]


def facts(request_ids: Sequence[UUID]) -> dict[UUID, RequestFacts]:
    """Facts of many requests in three queries, whatever their number."""
    rows = list(Request.objects.filter(pk__in=request_ids))
    managers = managers_of_teams({row.team_id for row in rows}, timezone.localdate())
    return {
        row.pk: RequestFacts(
            request_id=row.pk,
            reference=row.reference,
            received_on=timezone.localdate(row.received_at),
            decided_on=timezone.localdate(row.decided_at) if row.decided_at else None,
            manager_ids=tuple(person.pk for person in managers[row.team_id]),
        )
        for row in rows
    }


def deadlines(request: RequestFacts) -> list[DeadlineFact]:
    """The day of receipt is day 0; decided is met, accepted or not."""
    return [
        DeadlineFact(
            rule="C1",
            key="decision",
            starts=request.received_on,
            root_id=request.request_id,
            reference=request.reference,
            owner_id=next(iter(request.manager_ids), None),
            met=request.decided_on,
            copy_to=request.manager_ids[1:],
            title="Decision on a request",
        )
    ]


def visible_roots(person: Person, request_ids: Collection[UUID]) -> set[UUID]:
    """Which of these requests the person may see, in one query."""
    rows = Request.objects.visible_to(person).filter(pk__in=request_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Request, Any]:
    """The same answer as a subquery, so that a list of deadlines is scoped in the database."""
    return Request.objects.visible_to(person).values("pk")
