"""Who stands around a child today, read from Involvement alone."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person, in_force
from accounts.prepared import prepared
from accounts.reporting import managers_of
from accounts.roles import TEAM_WIDE, Role
from casework.child.models import Child, ChildQuerySet, Involvement
from casework.child.policies import answers_for

MANAGERS = frozenset({Role.TEAM_MANAGER, Role.GROUP_MANAGER})


def who_reviews(person_ids: Collection[UUID], on: date) -> dict[UUID, list[Person]]:
    """Who answers for each person's emergency access: their managers; a team manager's own group
    manager; and where there is nobody above them, every group manager there is.
    """
    found = managers_of(person_ids, on)
    top: list[Person] = []
    if not all(found.values()):
        top = [
            one
            for one in Person.objects.filter(role=Role.GROUP_MANAGER).order_by("name")
            if one.may_sign_in(on)
        ]
    return {
        person_id: sorted(
            found[person_id] or {one for one in top if one.pk != person_id},
            key=lambda one: (one.role not in MANAGERS, one.name),
        )
        for person_id in person_ids
    }


def managed_teams(person: Person, on: date) -> frozenset[int]:
    """Teams this person manages: their own as a manager, others' as a deputy."""
    if person.role in MANAGERS or person.role not in TEAM_WIDE:
        return person.team_wide_ids(on)
    return frozenset()


def answered_by(person: Person, on: date) -> ChildQuerySet:
    """Children whose case this person answers for and may read: see `policies.answers_for`."""
    rows = Involvement.objects.filter(
        answers_for(person.pk, person.reach(on), managed_teams(person, on), on),
        child=OuterRef("pk"),
    )
    return Child.objects.visible_to(person, on).filter(Exists(rows))


@prepared
def _answered(person: Person, on: date) -> QuerySet[Child, Any]:
    return answered_by(person, on).values("pk")


def answered_children(person: Person, on: date) -> Any:
    """The same children, as what stands after `child__in=`."""
    return _answered.subquery(person, on)


def answers_for_child(person: Person, child_id: UUID, on: date) -> bool:
    return answered_by(person, on).filter(pk=child_id).exists()


def accountable_workers(child_ids: Collection[UUID], on: date) -> dict[UUID, Person]:
    """The accountable worker of each child that has one, in one query."""
    return _by_child(child_ids, Involvement.Role.ACCOUNTABLE, on)


def co_workers(child_ids: Collection[UUID], on: date) -> dict[UUID, list[Person]]:
    """Co-workers of each child, longest first, in one query."""
    found: dict[UUID, list[Person]] = {child_id: [] for child_id in child_ids}
    for row in _rows(child_ids, Involvement.Role.CO_WORKER, on):
        found[row.child_id].append(row.person)
    return found


def merged_records(child: Child) -> list[UUID]:
    """Records that became part of this one."""
    return list(child.merged_from.values_list("pk", flat=True))


def _by_child(child_ids: Collection[UUID], role: Involvement.Role, on: date) -> dict[UUID, Person]:
    return {row.child_id: row.person for row in _rows(child_ids, role, on)}


def _rows(child_ids: Collection[UUID], role: Involvement.Role, on: date) -> list[Any]:
    return _involved(list(child_ids), role, on)


@prepared
def _involved(child_ids: list[UUID], role: Involvement.Role, on: date) -> QuerySet[Involvement]:
    return (
        Involvement.objects.filter(in_force(on), child__in=child_ids, role=role)
        .exclude(person=None)
        .select_related("person")
        .order_by("starts_on", "pk")
    )
