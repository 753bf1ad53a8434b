"""Questions about restricted records that pages ask."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person, in_force
from accounts.permissions import Permission
from accounts.roles import Role
from casework.child.models import BreakGlass, Child, Restriction
from casework.child.policies import SEES_MASKED_ROWS
from records.models import ReadEntry
from records.reads import of_child

# A student is never named on a restricted record.
MAY_BE_NAMED = (
    Role.PRACTICE_EDUCATOR,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.GROUP_MANAGER,
    Role.QUALITY_AUDITOR,
)


def standing(child: Child, on: date) -> Restriction | None:
    rows = Restriction.objects.standing(on).filter(child=child)
    return rows.select_related("made_by").first()


def may_be_named(child: Child, on: date) -> QuerySet[Person]:
    """People around the child, and those of the teams that read it, whose role may be named."""
    rows = child.involvements.filter(in_force(on))
    teams = rows.exclude(team=None).values("team")
    around = Q(pk__in=rows.exclude(person=None).values("person"))
    members = Q(memberships__team__in=teams) & in_force(on, "memberships__")
    people = Person.objects.who_may_sign_in(on).filter(role__in=MAY_BE_NAMED)
    return people.filter(around | members).distinct().order_by("name")


def shut_out(child: Child, named: Iterable[Person], on: date) -> list[Person]:
    """Who works with the child today and will no longer open the record."""
    stays = {person.pk for person in named}
    rows = child.involvements.filter(in_force(on)).exclude(person=None).select_related("person")
    return [row.person for row in rows if row.person and row.person.pk not in stays]


def read_during(glass: BreakGlass) -> QuerySet[ReadEntry]:
    """What the person opened of the record while the glass was broken."""
    return of_child(glass.child_id).filter(
        person=glass.person_id, at__gte=glass.opened_at, at__lte=glass.closed_at
    )


def restriction_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """On the overview of a restricted record: that it is, and how long this reader may stay."""
    if person.role not in SEES_MASKED_ROWS and not person.may(Permission.CHILD_RESTRICT):
        return None
    found = standing(child, on)
    may_restrict = person.may(Permission.CHILD_RESTRICT)
    if found is None:
        return {"restriction": None, "glass": None} if may_restrict else None
    return {
        "restriction": found,
        "glass": open_glass(person, child, timezone.now()),
        "may_restrict": may_restrict,
    }


def open_glass(person: Person, child: Child, now: datetime) -> BreakGlass | None:
    return BreakGlass.objects.is_open(now).filter(person=person, child=child).first()
