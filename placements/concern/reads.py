"""Reads about a concern, and who may still be told of it; asked again before anything is sent."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person, in_force
from accounts.roles import Role
from placements.concern.models import Concern, ConcernNamed, ConcernStep, PlanPoint

COULD_BE_NAMED = (Role.PRACTICE_EDUCATOR, Role.SOCIAL_WORKER, Role.GROUP_MANAGER)


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    """Which of these concerns the person knows of, in one query."""
    rows = Concern.objects.visible_to(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    """The same answer as a subquery."""
    return Concern.objects.visible_to(person).values("pk")


def may_be_named(concern: Concern, on: date) -> QuerySet[Person]:
    """Staff of the placement's team, and its tutor; not those who know of it anyway."""
    placement = concern.placement
    tutor = placement.tutor.person_id if placement.tutor is not None else None
    team = Person.objects.filter(in_force(on, "memberships__"), memberships__team=placement.team)
    named = concern.concern_named.filter(ends_on=None).values("person")
    people = Person.objects.who_may_sign_in(on).filter(
        Q(pk=tutor) | Q(pk__in=team.values("pk"), role__in=COULD_BE_NAMED)
    )
    return people.exclude(pk__in=named).exclude(pk=placement.practice_educator_id).order_by("name")


def steps_of(concern: Concern) -> list[ConcernStep]:
    """Each step with its words, in order. Two queries."""
    rows = concern.concern_steps.select_related("recorded_by").prefetch_related("words__by")
    return list(rows)


def points_of(concern: Concern) -> list[PlanPoint]:
    return list(concern.points.all())


def named_on(concern: Concern, on: date) -> list[ConcernNamed]:
    return list(concern.concern_named.filter(in_force(on)).select_related("person"))
