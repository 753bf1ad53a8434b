"""Verbs about who somebody is, and what they are to a child."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.child.codes import Sex
from casework.child.models import Child
from casework.family.actions.households import join_household_of
from casework.family.actions.standing import record_responsibility
from casework.family.codes import FROM_BIRTH, Bond, Kind
from casework.family.models import FamilyMember, Relationship
from records.conflicts import lock_for_edit, save_next_version

# What a word already says of a person's sex, where nobody has said it otherwise.
SEX_SAID = {Kind.MOTHER: Sex.F, Kind.FATHER: Sex.M}


def as_family(*, child: Child, by: Person) -> FamilyMember:
    """The child as a member of a family: made when it first lives or is tied somewhere."""
    with written_by(by):
        Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        found = FamilyMember.objects.filter(known_child=child).first()
        return found or FamilyMember.objects.create(known_child=child)


def add_family_member(
    *,
    child: Child,
    kind: str,
    by: Person,
    member: FamilyMember | None = None,
    called: str = "",
    bond: str = Bond.UNKNOWN,
    note: str = "",
    starts_on: date | None = None,
    basis: str = "",
    basis_why: str = "",
    lives_with_child: bool = False,
    on: date | None = None,
    **person: Any,
) -> Relationship:
    """Someone around a child: a new person from `person`, or one already known to another child.

    `basis`, where given, is their parental responsibility or that they have none; with
    `lives_with_child` they join the child's household. Both hold from `on`, or from the birth.
    """
    with written_by(by):
        if member is None:
            member = _new_person(kind, person)
        if member.known_child_id == child.pk:
            raise ValidationError("A child is not their own relative.")
        relationship = Relationship(
            child=child,
            member=member,
            kind=kind,
            called=called.strip(),
            bond=bond,
            note=note.strip(),
            starts_on=starts_on,
        )
        relationship.full_clean()
        relationship.save(force_insert=True)
        if basis:
            birth = child.dob or child.expected_dob
            from_day = birth if basis in FROM_BIRTH else starts_on or birth or on
            if from_day is None:
                raise ValidationError({"starts_on": "Say since when."})
            record_responsibility(
                child=child, member=member, basis=basis, starts_on=from_day, why=basis_why, by=by
            )
        if lives_with_child:
            since = starts_on or on
            if since is None:
                raise ValidationError({"starts_on": "Say since when they live with the child."})
            join_household_of(
                child=as_family(child=child, by=by), member=member, starts_on=since, by=by
            )
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

    Of a child with a record of their own, name, birth and sex are corrected there, not here.
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


def _new_person(kind: str, facts: dict[str, Any]) -> FamilyMember:
    member = FamilyMember(**facts)
    if member.sex == Sex.U and kind in SEX_SAID:
        member.sex = SEX_SAID[Kind(kind)]
    member.full_clean()
    member.save(force_insert=True)
    return member
