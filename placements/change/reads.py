"""Reads about changes: who may take a student's work on, what stands, who covers."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Person, in_force
from accounts.roles import Role
from casework.child.models import Involvement
from placements.change.open_work import OpenWork
from placements.models.placement import PracticePlacement
from placements.profile.policies import MAY_SUPERVISE

TAKES_ON = (Role.STUDENT, Role.SOCIAL_WORKER, Role.TEAM_MANAGER)


def who_takes_on(placement: PracticePlacement, work: Iterable[OpenWork], on: date) -> list[Person]:
    """The team's people who work with children, and whoever works with these children already."""
    children = {one.child_id for one in work}
    around = Involvement.objects.filter(in_force(on), child__in=children).values("person")
    team = Person.objects.filter(in_force(on, "memberships__"), memberships__team=placement.team)
    people = (
        Person.objects.who_may_sign_in(on)
        .filter(Q(pk__in=around) | Q(pk__in=team.values("pk"), role__in=TAKES_ON))
        .exclude(pk=placement.student_id)
    )
    return list(people.order_by("name"))


def other_educators(placement: PracticePlacement, on: date) -> QuerySet[Person]:
    return who_covers(placement, on).filter(role=Role.PRACTICE_EDUCATOR)


def who_covers(placement: PracticePlacement, on: date) -> QuerySet[Person]:
    """Who may stand in, or supervise, beside the educator of this placement."""
    people = Person.objects.who_may_sign_in(on).filter(role__in=MAY_SUPERVISE)
    return people.exclude(pk=placement.practice_educator_id).order_by("name")


def of_the_same_educator(
    placement: PracticePlacement, reader: Person
) -> QuerySet[PracticePlacement]:
    """Placements of this educator, not over, that the reader may see: one cover for all of them."""
    return (
        PracticePlacement.objects.visible_to(reader)
        .filter(practice_educator=placement.practice_educator, ends_on=None)
        .select_related("student")
        .order_by("student__name")
    )
