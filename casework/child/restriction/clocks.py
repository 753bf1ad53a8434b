"""The clock of an emergency access: reviewed within two working days. Facts in, deadline out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from casework.child.models import BreakGlass
from casework.child.people import who_reviews
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.glass"


@dataclass(frozen=True)
class GlassFacts:
    glass_id: UUID
    reference: str
    opened_on: date
    reviewed_on: date | None
    reviewer_ids: tuple[UUID, ...]


def facts(glass_ids: Sequence[UUID]) -> dict[UUID, GlassFacts]:
    """Facts of many emergency accesses, in a constant number of queries."""
    rows = list(BreakGlass.objects.filter(pk__in=glass_ids).select_related("child"))
    reviewers = who_reviews({row.person_id for row in rows}, timezone.localdate())
    return {
        row.pk: GlassFacts(
            glass_id=row.pk,
            reference=row.child.reference,
            opened_on=timezone.localdate(row.opened_at),
            reviewed_on=timezone.localdate(row.reviewed_at) if row.reviewed_at else None,
            reviewer_ids=tuple(person.pk for person in reviewers[row.person_id]),
        )
        for row in rows
    }


def deadlines(glass: GlassFacts) -> list[DeadlineFact]:
    """The day it was opened is day 0."""
    return [
        DeadlineFact(
            rule="C24",
            key="review",
            starts=glass.opened_on,
            root_id=glass.glass_id,
            reference=glass.reference,
            owner_id=next(iter(glass.reviewer_ids), None),
            met=glass.reviewed_on,
            copy_to=glass.reviewer_ids[1:],
            title="Review of an emergency access",
        )
    ]


def visible_roots(person: Person, glass_ids: Collection[UUID]) -> set[UUID]:
    """Which of these emergency accesses the person may know of, in one query."""
    rows = BreakGlass.objects.visible_to(person).filter(pk__in=glass_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[BreakGlass, Any]:
    """The same answer as a subquery, so that a list of deadlines is scoped in the database."""
    return BreakGlass.objects.visible_to(person).values("pk")
