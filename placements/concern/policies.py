"""Who knows of a concern about a student, and who says what in it."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Reach
from accounts.roles import Role
from placements.profile.policies import is_team_manager


def concerns(person: Any, reach: Reach, named: QuerySet[Any, Any]) -> Q:
    """To know of a concern you are the student it is about, the practice educator of the placement,
    the manager of its team (or who acts for them), or named on it. Nobody else, whatever else they
    may read: not business support, not the auditor, not who merely answers for the student.
    """
    if person.role == Role.STUDENT:
        return Q(placement__student=person)
    if person.role in {Role.SCHOOL_LEAD, Role.ADMINISTRATOR}:
        return Q(pk__in=[])
    seen = Q(pk__in=named)
    if person.role == Role.PRACTICE_EDUCATOR:
        seen |= Q(placement__practice_educator=person)
    if is_team_manager(person):
        seen |= Q(placement__team_id__in=reach.whole_teams)
    return seen


def may_raise(person: Any, placement: Any, whole_teams: frozenset[int]) -> bool:
    """A concern is raised by the practice educator, or by the manager of the team."""
    if person.pk == placement.student_id:
        return False
    manages = is_team_manager(person) and placement.team_id in whole_teams
    return manages or placement.practice_educator_id == person.pk


def may_decide(person: Any, placement: Any) -> bool:
    """Stage two and the outcome are the manager's; never about oneself."""
    return is_team_manager(person) and person.pk != placement.student_id


def may_speak(person: Any, placement: Any) -> bool:
    """The student and the university say it in their own words."""
    return person.pk == placement.student_id or person.role == Role.UNIVERSITY_TUTOR
