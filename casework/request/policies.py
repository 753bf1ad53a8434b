"""Who may see a request for work."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q


def requests(person_id: UUID, teams: Collection[int]) -> Q:
    """You see a request that you made yourself, or one made to a team whose whole work you read."""
    return Q(requester=person_id) | Q(team__in=teams)
