"""Who may still read which sessions: asked again before a notice about one is sent."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import Person
from supervision.models import SupervisionSession


def visible_sessions(person: Person, session_ids: Collection[UUID]) -> set[UUID]:
    """Of `session_ids`, those whose header this person may read. One query."""
    rows = SupervisionSession.objects.visible_to(person).filter(pk__in=session_ids)
    return set(rows.values_list("pk", flat=True))
