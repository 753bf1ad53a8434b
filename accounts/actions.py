"""Everything that is written about people, teams and who answers for whom.

Each action is one transaction, checks what the row can know through `full_clean` (ValidationError
with words a person understands), and stamps the row history with `by`; `by=None` is the system.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import (
    ChildrenAccess,
    Dated,
    Deputyship,
    Person,
    ReportingLine,
    Team,
    TeamMembership,
    WorkloadLimit,
)
from accounts.reporting import answers_to_chain
from accounts.roles import MAY_DEPUTISE, MAY_HAVE_DEPUTY, Role

ONE_DAY = timedelta(days=1)
DatedRow = TypeVar("DatedRow", bound=Dated)


@contextmanager
def written_by(by: Person | None) -> Iterator[None]:
    """One transaction whose history rows name `by`, in a request, a task or a command alike."""
    with transaction.atomic(), pghistory.context(user=str(by.pk) if by else "system"):
        yield


def _hold(person: Person) -> Person:
    """The person's row, locked until commit: two changes to one person's dates take turns."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _save(row: DatedRow) -> DatedRow:
    row.full_clean()
    row.save()
    return row


def _end(row: DatedRow, on: date, why: str = "") -> DatedRow | None:
    """The row ended on `on`, its last day; one that had not begun by then never begins."""
    if row.starts_on > on:
        row.delete()
        return None
    row.ends_on = on
    if why:
        row.why = why
    return _save(row)


def _nobody_changes_their_own(person: Person, by: Person | None, what: str) -> None:
    if by is not None and by.pk == person.pk:
        raise ValidationError(f"You cannot change your own {what}. Ask another administrator.")


# People


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
        held = _hold(person)
        if role != held.role:
            _nobody_changes_their_own(person, by, "role")
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
        _nobody_changes_their_own(person, by, "access")
        held = _hold(person)
        held.access_from, held.access_until, held.is_active = access_from, access_until, True
        held.full_clean()
        held.save()
        return held


def end_access(*, person: Person, on: date, by: Person | None) -> Person:
    """`on` is the last day: from midnight they are signed out and see nothing.

    Their team places, reporting lines both ways, deputyships and children's access end with it.
    """
    with written_by(by):
        _nobody_changes_their_own(person, by, "access")
        held = _hold(person)
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
                _end(row, on)
        return held


# Teams


def add_team(*, name: str, by: Person | None, is_pop: bool = False) -> Team:
    with written_by(by):
        team = Team(name=name.strip(), is_pop=is_pop)
        team.full_clean()
        team.save()
        return team


def join_team(
    *,
    person: Person,
    team: Team,
    starts_on: date,
    by: Person | None,
    ends_on: date | None = None,
    why: str = "",
) -> TeamMembership:
    with written_by(by):
        held = _hold(person)
        return _save(
            TeamMembership(person=held, team=team, starts_on=starts_on, ends_on=ends_on, why=why)
        )


def leave_team(
    *, membership: TeamMembership, on: date, by: Person | None, why: str = ""
) -> TeamMembership | None:
    """`on` is the last day in the team. None: the place had not begun and is gone."""
    with written_by(by):
        _nobody_changes_their_own(membership.person, by, "team")
        _hold(membership.person)
        return _end(TeamMembership.objects.get(pk=membership.pk), on, why)


# Who answers for whom


def start_reporting_line(
    *,
    person: Person,
    answers_to: Person,
    kind: ReportingLine.Kind | str,
    starts_on: date,
    why: str,
    by: Person | None,
    ends_on: date | None = None,
) -> ReportingLine:
    """`answers_to` answers for `person` from `starts_on`. Cover always has a last day."""
    with written_by(by):
        held = _hold(person)
        if kind == ReportingLine.Kind.COVER and ends_on is None:
            raise ValidationError({"ends_on": "Cover always has a last day."})
        above = answers_to_chain([answers_to.pk], starts_on)[answers_to.pk]
        if kind != ReportingLine.Kind.LEARNING_ONLY and held in above:
            raise ValidationError(
                f"{answers_to} already answers to {held}: this would be a circle."
            )
        return _save(
            ReportingLine(
                person=held,
                answers_to=answers_to,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                why=why,
            )
        )


def end_reporting_line(
    *, line: ReportingLine, on: date, why: str, by: Person | None
) -> ReportingLine | None:
    """`on` is the line's last day. None: it had not begun and is gone."""
    with written_by(by):
        _hold(line.person)
        return _end(ReportingLine.objects.get(pk=line.pk), on, why)


def appoint_deputy(
    *,
    manager: Person,
    deputy: Person,
    starts_on: date,
    ends_on: date,
    why: str,
    by: Person | None,
) -> Deputyship:
    """`deputy` acts for `manager` from one day to another, with the manager's teams and verbs."""
    with written_by(by):
        held = _hold(manager)
        if held.role not in MAY_HAVE_DEPUTY:
            raise ValidationError({"manager": "Only a manager can have a deputy."})
        if deputy.role not in MAY_DEPUTISE:
            raise ValidationError(
                {"deputy": "A deputy is a manager, a social worker or a practice educator."}
            )
        return _save(
            Deputyship(manager=held, deputy=deputy, starts_on=starts_on, ends_on=ends_on, why=why)
        )


def end_deputyship(
    *, deputyship: Deputyship, on: date, by: Person | None, why: str = ""
) -> Deputyship | None:
    with written_by(by):
        _hold(deputyship.manager)
        return _end(Deputyship.objects.get(pk=deputyship.pk), on, why)


# Students: access to children and what they may carry


def open_children_access(
    *,
    person: Person,
    starts_on: date,
    why: str,
    by: Person | None,
    ends_on: date | None = None,
) -> ChildrenAccess:
    with written_by(by):
        held = _hold(person)
        return _save(ChildrenAccess(person=held, starts_on=starts_on, ends_on=ends_on, why=why))


def close_children_access(
    *, person: Person, on: date, why: str, by: Person | None
) -> list[ChildrenAccess]:
    """`on` is the last day a student may open children's records, whatever was planned later."""
    with written_by(by):
        held = _hold(person)
        later = held.children_access.filter(Q(ends_on=None) | Q(ends_on__gt=on))
        ended = [_end(row, on, why) for row in later.order_by("starts_on")]
        return [row for row in ended if row is not None]


def set_workload_limit(
    *, person: Person, cases: Decimal | float, starts_on: date, why: str, by: Person | None
) -> WorkloadLimit:
    """From `starts_on` the limit is `cases`; the one before ends the day before."""
    with written_by(by):
        held = _hold(person)
        for row in held.workload_limits.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)):
            _end(row, starts_on - ONE_DAY)
        return _save(
            WorkloadLimit(person=held, cases=Decimal(str(cases)), starts_on=starts_on, why=why)
        )
