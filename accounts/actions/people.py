"""People: added, changed, let in, and gone on a day."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.actions.dated import end, hold, nobody_changes_their_own, written_by
from accounts.actions.teams import join_team
from accounts.models import (
    ChildrenAccess,
    Deputyship,
    Person,
    ReportingLine,
    Team,
    TeamMembership,
    WorkloadLimit,
)
from accounts.roles import Role


def add_person(
    *,
    email: str,
    name: str,
    role: Role | str,
    by: Person | None,
    team: Team | None = None,
    registration_number: str = "",
    phone: str = "",
    access_from: date | None = None,
    access_until: date | None = None,
    password: str | None = None,
) -> Person:
    """A new person, who joins `team` on their first day where both are given.

    Without a password nobody can sign in as them until they set one by an e-mailed link.
    """
    with written_by(by):
        person = Person(
            email=email.strip().lower(),
            name=name.strip(),
            role=role,
            registration_number=registration_number,
            phone=phone,
            access_from=access_from,
            access_until=access_until,
        )
        if password is not None:
            validate_password(password, person)
        person.set_password(password)
        person.full_clean()
        person.save(force_insert=True)
        if team is not None:
            join_team(
                person=person,
                team=team,
                starts_on=access_from or timezone.localdate(person.created_at),
                by=by,
            )
        return person


def change_person(
    *,
    person: Person,
    name: str,
    email: str,
    role: Role | str,
    by: Person | None,
    registration_number: str = "",
    phone: str = "",
) -> Person:
    """Name, address and role. A role is not changed by the one who holds it."""
    with written_by(by):
        held = hold(person)
        if role != held.role:
            nobody_changes_their_own(person, by, "role")
        held.name, held.email, held.role = name.strip(), email.strip().lower(), role
        held.registration_number, held.phone = registration_number, phone
        held.full_clean()
        held.save()
        return held


def set_access(
    *, person: Person, access_from: date | None, access_until: date | None, by: Person | None
) -> Person:
    """Open access for some days, or again. Teams and lines that ended stay ended."""
    with written_by(by):
        nobody_changes_their_own(person, by, "access")
        held = hold(person)
        held.access_from, held.access_until, held.is_active = access_from, access_until, True
        held.full_clean()
        held.save()
        return held


def end_access(*, person: Person, on: date, by: Person | None) -> Person:
    """`on` is the last day: from midnight they are signed out and see nothing.

    Their team places, reporting lines both ways, deputyships and children's access end with it.
    """
    with written_by(by):
        nobody_changes_their_own(person, by, "access")
        held = hold(person)
        held.access_until = on
        held.full_clean()
        held.save()
        for rows in (
            TeamMembership.objects.filter(person=held),
            ReportingLine.objects.filter(Q(person=held) | Q(answers_to=held)),
            Deputyship.objects.filter(Q(manager=held) | Q(deputy=held)),
            ChildrenAccess.objects.filter(person=held),
            WorkloadLimit.objects.filter(person=held),
        ):
            for row in rows.filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_for_update():
                end(row, on)
        return held


def take_back_person(*, person: Person, by: Person | None) -> None:
    """Somebody who was added by mistake goes again, as long as nothing stands on them.

    Raises ValidationError where they have signed in or hold a place anywhere, and ProtectedError
    where any record names them.
    """
    with written_by(by):
        held = hold(person)
        if held.last_login is not None or held.memberships.exists() or held.lines_up.exists():
            raise ValidationError(f"{held} is here already: end their access instead.")
        held.delete()


def reset_second_factor(*, person: Person, by: Person | None) -> None:
    """For somebody who lost their telephone and their recovery codes: they switch it on anew."""
    with written_by(by):
        nobody_changes_their_own(person, by, "second factor this way")
        Authenticator.objects.filter(user=person).delete()
