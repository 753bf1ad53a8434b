"""Questions about decisions that lists, agendas and the child's page ask."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from accounts.models import Person
from accounts.permissions import Permission
from accounts.reporting import answers_to_chain
from casework.child.people import accountable_workers, answered_children, co_workers
from casework.decision.models import Decision, DecisionQuerySet


def open_for(children_ids: Collection[UUID]) -> DecisionQuerySet:
    """Open decisions about these children, advice included, oldest due first."""
    return Decision.objects.about(children_ids).open().with_people()


def owned_by(person: Person) -> DecisionQuerySet:
    """What this person has to do, among the children they may still see."""
    return Decision.objects.visible_to(person).to_do().filter(owner=person).with_people()


def awaiting(person: Person, on: date) -> DecisionQuerySet:
    """Advice that this person is the one to confirm or decline."""
    if not person.may(Permission.DECISION_CONFIRM):
        return Decision.objects.none()
    return Decision.objects.advice().filter(child__in=answered_children(person, on)).with_people()


def possible_owners(child_id: UUID, by: Person, on: date) -> list[Person]:
    """Those who may be given something to do: the workers, who answers for them, and oneself."""
    accountable = accountable_workers([child_id], on).get(child_id)
    working = [*([accountable] if accountable else []), *co_workers([child_id], on)[child_id]]
    above = answers_to_chain([person.pk for person in working], on).values()
    everyone = [*working, *(person for chain in above for person in chain), by]
    return list({person.pk: person for person in everyone}.values())
