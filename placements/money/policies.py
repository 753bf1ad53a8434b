"""Who reads fees, who claims them, and whose journeys are whose."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Reach
from accounts.roles import Role
from placements.profile.policies import is_team_manager


def reads_fees(person: Any) -> bool:
    """Fees are kept by business support and read by the team manager; by nobody else, since what a
    university pays says nothing about a student."""
    return person.role == Role.BUSINESS_SUPPORT or is_team_manager(person)


def claims(person: Any, reach: Reach) -> Q:
    """To read a claim you keep the fees of its team, or manage it."""
    return Q(team_id__in=reach.whole_teams) if reads_fees(person) else Q(pk__in=[])


def journeys(person: Any, reach: Reach, placements: QuerySet[Any, Any]) -> Q:
    """To read a journey you are the student who made it, the practice educator of that placement,
    or keep the fees of its team."""
    if person.role == Role.STUDENT:
        return Q(day__placement__student=person)
    if reads_fees(person):
        return Q(day__placement__team_id__in=reach.whole_teams)
    if person.role == Role.PRACTICE_EDUCATOR:
        return Q(day__placement__in=placements, day__placement__practice_educator=person)
    return Q(pk__in=[])


def sees_travel(person: Any, placement: Any) -> bool:
    """Whether somebody who reads a placement reads its journeys too: see `journeys`."""
    own = person.pk in {placement.student_id, placement.practice_educator_id}
    return own or reads_fees(person)
