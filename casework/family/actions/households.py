"""Verbs about who lives where, from when to when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.family.codes import HouseholdKind
from casework.family.models import FamilyMember, Household, HouseholdMember
from records.conflicts import lock_for_edit, save_next_version


def move(
    *,
    members: Iterable[FamilyMember],
    starts_on: date,
    by: Person,
    leaving: Iterable[Household] = (),
    kind: str = HouseholdKind.HOME,
    address: str = "",
    postcode: str = "",
    withheld: bool = False,
    withheld_why: str = "",
    why: str = "",
) -> Household:
    """People live together from that day. Where they lived in `leaving`, they left the day before.

    Each child of ours among them has the move on its chronology, without the address.
    """
    with written_by(by):
        people = list(members)
        if not people:
            raise ValidationError({"members": "Choose who lives there."})
        household = Household(
            kind=kind,
            address=address.strip(),
            postcode=postcode.strip().upper(),
            withheld=withheld,
            withheld_why=withheld_why.strip(),
        )
        household.full_clean()
        household.save(force_insert=True)
        _leave(people, list(leaving), starts_on, why)
        for member in people:
            _live(household, member, starts_on, why)
        for member in people:
            if member.known_child is not None:
                record(
                    kind="casework.home_moved",
                    child=member.known_child,
                    happened_on=starts_on,
                    by=by,
                    summary=f"Lives in a new home: {household.get_kind_display().lower()}",
                    details={
                        "kind": household.get_kind_display(),
                        "with": len(people) - 1,
                        "withheld": withheld,
                        "why": why.strip(),
                    },
                    source_type="casework.household",
                    source_id=household.pk,
                )
        return household


def join_household(
    *, household: Household, member: FamilyMember, starts_on: date, by: Person, why: str = ""
) -> HouseholdMember:
    """One more person lives there from that day."""
    with written_by(by):
        return _live(household, member, starts_on, why)


def join_household_of(
    *, child: FamilyMember, member: FamilyMember, starts_on: date, by: Person
) -> Household:
    """Both under one roof from that day: where the child lives, else where the other one does, else
    in a household made for them."""
    homes = Household.objects.filter(members__in=child.households.in_force(starts_on))
    theirs = Household.objects.filter(members__in=member.households.in_force(starts_on))
    home = homes.order_by("pk").first() or theirs.order_by("pk").first()
    if home is None:
        home = Household.objects.create()
    for one in (child, member):
        if not home.members.in_force(starts_on).filter(member=one).exists():
            _live(home, one, starts_on, "")
    return home


def move_out(*, living: HouseholdMember, on: date, why: str, by: Person) -> HouseholdMember:
    """Somebody no longer lives there; `on` is the last day."""
    with written_by(by):
        held = HouseholdMember.objects.select_for_update(of=("self",)).get(pk=living.pk)
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        held.save()
        return held


def change_household(
    *, household: Household, began_from: int, facts: dict[str, Any], by: Person
) -> Household:
    """Correct an address, or whether it may be disclosed. A move is another household.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(Household.objects, pk=household.pk, began_from=began_from)
        for name, value in facts.items():
            setattr(held, name, value)
        held.postcode = held.postcode.strip().upper()
        held.full_clean()
        return save_next_version(held)


def _leave(people: list[FamilyMember], leaving: list[Household], starts_on: date, why: str) -> None:
    last = starts_on - timedelta(days=1)
    rows = HouseholdMember.objects.select_for_update().filter(
        member__in=people, household__in=leaving, ends_on=None
    )
    for row in rows:
        if row.starts_on > last:
            raise ValidationError(
                {"starts_on": "Somebody came to the old home only after that day. Check the dates."}
            )
        row.ends_on, row.why = last, why.strip() or row.why
        row.save()


def _live(household: Household, member: FamilyMember, starts_on: date, why: str) -> HouseholdMember:
    row = HouseholdMember(household=household, member=member, starts_on=starts_on, why=why.strip())
    row.full_clean()
    row.save(force_insert=True)
    return row
