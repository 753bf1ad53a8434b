"""The clock of a practice educator's registration: renewed by its last day. Facts in, date out."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from placements.profile.models import EducatorProfile
from timescales.deadlines import DeadlineFact

SUBJECT = ROOT = "placements.educator"
RULE = "I4"
OPENS_BEFORE = timedelta(days=90)


def facts(profile_ids: Sequence[UUID]) -> dict[UUID, EducatorProfile]:
    rows = EducatorProfile.objects.filter(pk__in=profile_ids).select_related("person")
    return {row.pk: row for row in rows}


def deadlines(profile: EducatorProfile) -> list[DeadlineFact]:
    """One at a time: a renewal moves it to the next year's day."""
    if profile.registered_until is None:
        return []
    return [
        DeadlineFact(
            rule=RULE,
            key="registration",
            starts=profile.registered_until - OPENS_BEFORE,
            root_id=profile.pk,
            reference=profile.person.name[:60],
            owner_id=profile.person_id,
            cancelled=not profile.person.is_active,
            title="Renew registration with Social Work England",
        )
    ]


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    rows = EducatorProfile.objects.visible_to(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    return EducatorProfile.objects.visible_to(person).values("pk")
