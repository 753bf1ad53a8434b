"""Who may read what is known about a student or a practice educator before and on a placement."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Reach
from accounts.roles import TEAM_WIDE, Role

NOBODY = Q(pk__in=[])
OUTSIDE = frozenset({Role.UNIVERSITY_TUTOR, Role.SCHOOL_LEAD, Role.ADMINISTRATOR})
MAY_SUPERVISE = frozenset({Role.SOCIAL_WORKER, Role.PRACTICE_EDUCATOR, Role.TEAM_MANAGER})
# The auditor reads casework and supervision; a student's learning needs are no part of either.
READ_PROFILES_OF_TEAM = TEAM_WIDE - {Role.QUALITY_AUDITOR}


def is_team_manager(person: Any) -> bool:
    """A team manager, or who acts for one today."""
    return person.role == Role.TEAM_MANAGER or Role.TEAM_MANAGER in person.acting_roles


def student_profiles(person: Any, reach: Reach, educated: QuerySet[Any, Any]) -> Q:
    """To read a student's profile you are that student, somebody they answer to, the practice
    educator of a placement of theirs that is running or to come, or of the team that hosts them.
    """
    if person.role == Role.STUDENT:
        return Q(person=person)
    if person.role in OUTSIDE:
        return NOBODY
    theirs = Q(person__in=reach.supervised) | Q(person__in=educated)
    if person.role in READ_PROFILES_OF_TEAM or person.acting_roles:
        return theirs | Q(team_id__in=reach.whole_teams)
    return theirs


def adjustments(person: Any, reach: Reach, educated: QuerySet[Any, Any]) -> Q:
    """To read a student's adjustments you are that student, their practice educator (or the one who
    covers), or the manager of the team that hosts them. Nobody else, whatever else they may read.
    """
    if person.role == Role.STUDENT:
        return Q(person=person)
    seen = NOBODY
    if person.role == Role.PRACTICE_EDUCATOR:
        seen |= Q(person__in=reach.supervised) | Q(person__in=educated)
    if is_team_manager(person):
        seen |= Q(team_id__in=reach.whole_teams)
    return seen


def educator_profiles(person: Any, reach: Reach) -> Q:
    """To read an educator's profile you are that person, or read the whole of their team."""
    own = Q(person=person)
    if person.role in TEAM_WIDE or person.acting_roles:
        return own | Q(team_id__in=reach.whole_teams)
    return own if person.role == Role.PRACTICE_EDUCATOR else NOBODY


def may_edit_student(person: Any, profile: Any) -> bool:
    """A profile is changed by its student, or by who arranges placements of the team."""
    return profile.person_id == person.pk or person.role in {
        Role.TEAM_MANAGER,
        Role.BUSINESS_SUPPORT,
    }


def may_edit_adjustments(person: Any, profile: Any) -> bool:
    """Adjustments are written by the student, or by the manager of the team."""
    return profile.person_id == person.pk or is_team_manager(person)


def may_edit_educator(person: Any, profile: Any) -> bool:
    """An educator keeps their own profile; hours, awards and renewals also come from who arranges
    placements of the team."""
    return profile.person_id == person.pk or person.role in {
        Role.TEAM_MANAGER,
        Role.BUSINESS_SUPPORT,
    }
