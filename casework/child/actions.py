"""Verbs about who a child is and who may see them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person, Team
from casework.child.models import (
    Child,
    DeclaredConflict,
    Involvement,
    Restriction,
    RestrictionNamed,
)


@transaction.atomic
def add_child(*, by: Person, **facts: Any) -> Child:
    """A new child from census facts; `full_clean` has its say before the database does."""
    child = Child(**facts)
    child.full_clean()
    child.save(force_insert=True)
    return child


@transaction.atomic
def involve(
    *,
    child: Child,
    role: Involvement.Role,
    starts_on: date,
    by: Person,
    why: str,
    person: Person | None = None,
    team: Team | None = None,
    source_id: UUID | None = None,
    ends_on: date | None = None,
) -> Involvement:
    """Open the child's record to a person or a team, with the reason."""
    return Involvement.objects.create(
        child=child,
        person=person,
        team=team,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        why=why,
        source_id=source_id,
    )


@transaction.atomic
def end_involvement(*, source_id: UUID, on: date, by: Person) -> int:
    """Close what one allocation, episode or group had opened; `on` is the last day."""
    open_rows = Involvement.objects.select_for_update().filter(source_id=source_id, ends_on=None)
    never_began = open_rows.filter(starts_on__gt=on)
    never_began.delete()
    return open_rows.update(ends_on=on)


@transaction.atomic
def restrict_child(
    *, child: Child, named: Iterable[Person], why: str, starts_on: date, by: Person
) -> Restriction:
    """Close the record to everyone but `named`; the manager who does it is always named."""
    restriction = Restriction.objects.create(child=child, why=why, starts_on=starts_on, made_by=by)
    people = {person.pk: person for person in [*named, by]}
    RestrictionNamed.objects.bulk_create(
        RestrictionNamed(restriction=restriction, person=person) for person in people.values()
    )
    return restriction


@transaction.atomic
def declare_conflict(
    *, person: Person, child: Child, nature: str, on: date, by: Person
) -> DeclaredConflict:
    """From now on this child does not exist for `person`."""
    return DeclaredConflict.objects.create(
        person=person, child=child, nature=nature, declared_on=on, declared_by=by
    )
