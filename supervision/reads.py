"""Who may still read which sessions: asked again before a notice about one is sent."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from supervision.models import SupervisionSession


def visible_sessions(person: Person, session_ids: Collection[UUID]) -> set[UUID]:
    """Of `session_ids`, those whose header this person may read. One query."""
    rows = SupervisionSession.objects.visible_to(person).filter(pk__in=session_ids)
    return set(rows.values_list("pk", flat=True))


def sessions_of(person: Person) -> QuerySet[SupervisionSession, Any]:
    """The same answer as a subquery."""
    return SupervisionSession.objects.visible_to(person).values("pk")
