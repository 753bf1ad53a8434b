"""Verbs about the people around a child."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.family.models import FamilyMember, Relationship
from records.conflicts import lock_for_edit, save_next_version


def add_family_member(
    *,
    child: Child,
    kind: str,
    by: Person,
    member: FamilyMember | None = None,
    called: str = "",
    parental_responsibility: str = "unknown",
    same_household: str = "unknown",
    note: str = "",
    **person: Any,
) -> Relationship:
    """Someone around a child: a new person from `person`, or one already known to another child.

    Raises ValidationError.
    """
    with written_by(by):
        if member is None:
            member = FamilyMember(**person)
            member.full_clean()
            member.save(force_insert=True)
        if member.known_child_id == child.pk:
            raise ValidationError("A child is not their own relative.")
        relationship = Relationship(
            child=child,
            member=member,
            kind=kind,
            called=called.strip(),
            parental_responsibility=parental_responsibility,
            same_household=same_household,
            note=note.strip(),
        )
        relationship.full_clean()
        relationship.save(force_insert=True)
        return relationship


def change_relationship(
    *,
    relationship: Relationship,
    began_from: int,
    by: Person,
    facts: dict[str, Any],
    person: dict[str, Any],
) -> Relationship:
    """Correct what is known of a person and of what they are to the child.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(Relationship.objects, pk=relationship.pk, began_from=began_from)
        for name, value in facts.items():
            setattr(held, name, value)
        held.full_clean()
        member = FamilyMember.objects.select_for_update(of=("self",)).get(pk=held.member_id)
        for name, value in person.items():
            setattr(member, name, value)
        member.full_clean()
        save_next_version(member)
        return save_next_version(held)


def end_relationship(*, relationship: Relationship, on: date, why: str, by: Person) -> Relationship:
    """It no longer holds from that day, and why; it stays on the record."""
    with written_by(by):
        held = Relationship.objects.select_for_update(of=("self",)).get(pk=relationship.pk)
        held.ended_on, held.ended_why = on, why.strip()
        held.full_clean()
        return save_next_version(held)
