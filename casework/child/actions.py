"""Verbs about who a child is and who may see them."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from accounts.actions import written_by
from accounts.models import Person, Team, in_force
from accounts.reporting import managers_of
from casework.child.models import (
    Child,
    DeclaredConflict,
    DuplicateCheck,
    Involvement,
)
from casework.child.policies import SEES_MASKED_ROWS
from casework.child.restriction.actions import (
    break_glass,
    end_glass,
    lift_restriction,
    name_people,
    restrict_child,
    review_glass,
)
from casework.child.search import (
    Match,
    Wanted,
    likely_same,
    masked_rows,
    wanted_child,
    with_workers,
)
from notices.actions import notify
from partners.models import School
from records.conflicts import lock_for_edit, save_next_version

__all__ = [
    "add_child",
    "break_glass",
    "check_duplicates",
    "declare_conflict",
    "end_glass",
    "end_involvement",
    "involve",
    "lift_restriction",
    "likely_for",
    "name_people",
    "next_reference",
    "restrict_child",
    "review_glass",
    "settle_conflict",
    "withdraw_conflict",
]


def add_child(*, by: Person, **facts: Any) -> Child:
    """A new child from census facts, with the next free reference unless one is given.

    `full_clean` has its say before the database does. Raises ValidationError.
    """
    with written_by(by):
        if not facts.get("la_child_id"):
            facts["la_child_id"] = next_reference()
        child = Child(**facts)
        child.full_clean()
        child.save(force_insert=True)
        return child


def change_child(
    *, child: Child, began_from: int, facts: dict[str, Any], on: date, by: Person
) -> Child:
    """Correct what the record says of the child; the history keeps what it said before.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(Child.objects, pk=child.pk, began_from=began_from)
        for name, value in facts.items():
            setattr(held, name, value)
        if held.upn:
            held.upn_unknown_reason = ""
        held.full_clean()
        for name in ("dob", "date_of_death"):
            day = getattr(held, name)
            if day is not None and day > on:
                raise ValidationError({name: "This day is still to come."})
        return save_next_version(held)


def next_reference() -> str:
    """`POP1108`: never given twice, even where a transaction is undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('casework_child_reference')")
        number = cursor.fetchone()[0]
    return f"{settings.CHILD_REFERENCE_PREFIX}{number}"


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
    """Open the child's record to a person or a team, with the reason.

    A team that has the child open already keeps the row it has.
    """
    with written_by(by):
        if team is not None and ends_on is None:
            held = child.involvements.filter(in_force(starts_on), team=team, ends_on=None).first()
            if held is not None:
                return held
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


def end_involvement(*, source_id: UUID, on: date, by: Person) -> int:
    """Close what one allocation, episode or group had opened; `on` is the last day."""
    with written_by(by):
        open_rows = Involvement.objects.select_for_update().filter(
            Q(ends_on=None) | Q(ends_on__gt=on), source_id=source_id
        )
        open_rows.filter(starts_on__gt=on).delete()  # what never began leaves nothing behind
        return open_rows.update(ends_on=on)


def declare_conflict(
    *,
    person: Person,
    nature: str,
    on: date,
    by: Person,
    child: Child | None = None,
    family_name: str = "",
    school: School | None = None,
) -> DeclaredConflict:
    """From now on this child does not exist for `person`; in words only, their manager looks.

    Raises ValidationError where it is declared already, or says nothing.
    """
    with written_by(by):
        conflict = DeclaredConflict(
            person=person,
            child=child,
            family_name=family_name.strip(),
            school=school,
            nature=nature.strip(),
            declared_on=on,
            declared_by=by,
        )
        conflict.full_clean()
        conflict.save(force_insert=True)
        _tell_managers(conflict, on)
        return conflict


def settle_conflict(
    *, conflict: DeclaredConflict, child: Child | None, how: str, on: date, by: Person
) -> DeclaredConflict:
    """The manager found the child that was meant, or that there is none. Raises ValidationError."""
    with written_by(by):
        held = DeclaredConflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
        if held.is_settled:
            raise ValidationError("Somebody has settled this already. Look at it again.")
        if child is None and not how.strip():
            raise ValidationError({"how": "Say why no child of ours is meant."})
        held.child, held.settled_how = child, how.strip()
        held.settled_on, held.settled_by = on, by
        held.full_clean()
        held.save()
        return held


def withdraw_conflict(*, conflict: DeclaredConflict, on: date, by: Person) -> DeclaredConflict:
    """It was declared by mistake, or no longer holds; the child is seen again from today."""
    with written_by(by):
        held = DeclaredConflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
        held.withdrawn_on = on
        held.full_clean()
        held.save()
        return held


def check_duplicates(
    *,
    by: Person,
    first_name: str,
    last_name: str,
    on: date,
    dob: date | None = None,
    upn: str = "",
    school: School | None = None,
    purpose: str = DuplicateCheck.Purpose.NEW_CHILD,
    about_id: UUID | None = None,
) -> tuple[DuplicateCheck, list[Match]]:
    """Whether this child is here already, in any team, whatever `by` may open; asked and logged.

    Shows a name, an age and a worker, and for a restricted child only whom to ask.
    """
    wanted = wanted_child(
        first_name=first_name,
        last_name=last_name,
        dob=dob,
        upn=upn,
        school_id=school.pk if school else None,
    )
    with written_by(by):
        matches = likely_for(by, wanted, on)
        check = DuplicateCheck.objects.create(
            by=by,
            purpose=purpose,
            about_id=about_id,
            shown=len(matches),
            child_ids=[match.child.pk for match in matches],
        )
        return check, matches


def likely_for(
    person: Person, wanted: Wanted, on: date, *, among: Collection[UUID] | None = None
) -> list[Match]:
    """Likely duplicates as `person` may be shown them; `check_duplicates` is what asks and logs.

    `among` limits them to what a logged check found, for the page that shows it.
    """
    everyone = Child.objects.standing().without_conflict(person)
    if among is not None:
        everyone = everyone.filter(pk__in=among)
    shown = likely_same(everyone.unrestricted_for(person, on), wanted)
    masked = []
    if person.role in SEES_MASKED_ROWS:
        masked = likely_same(everyone.restricted_from(person, on), wanted)
    return [*with_workers(shown, on), *masked_rows(masked, on)]


def _tell_managers(conflict: DeclaredConflict, on: date) -> None:
    about = conflict.child.reference if conflict.child else "a family or school, in words"
    for manager in managers_of([conflict.person_id], on)[conflict.person_id]:
        notify(
            recipient=manager,
            key=f"child.conflict.{conflict.pk}",
            line=f"{conflict.person.name} declared a conflict of interest: {about}.",
            path=reverse("casework:conflict-list"),
            about_id=conflict.pk,
        )
