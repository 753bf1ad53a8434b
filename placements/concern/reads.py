"""Who may still be told about a concern; asked again before anything is sent."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from placements.concern.models import Concern


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    """Which of these concerns the person knows of, in one query."""
    rows = Concern.objects.visible_to(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    """The same answer as a subquery."""
    return Concern.objects.visible_to(person).values("pk")
