"""Who follows the checks of a placement."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from accounts.roles import Role

# The tutor and the auditor have no part in them.
FOLLOW_CHECKS = frozenset(
    {
        Role.STUDENT,
        Role.PRACTICE_EDUCATOR,
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.BUSINESS_SUPPORT,
    }
)


def follows_checks(person: Any) -> bool:
    """The student, who answers for them, the manager and business support, of placements they may
    read; what was seen is no business of the university's or the auditor's.
    """
    return person.role in FOLLOW_CHECKS or Role.TEAM_MANAGER in person.acting_roles


def items(person: Any, whole_teams: Collection[int], own_teams: QuerySet[Any, Any]) -> Q:
    """The standard list is nobody's own; an intake's is read by who reads its whole team, or
    educates in it.
    """
    found = Q(intake=None) | Q(intake__team_id__in=whole_teams)
    if person.role == Role.PRACTICE_EDUCATOR:
        found |= Q(intake__team_id__in=own_teams)
    return found


def may_record_induction(person: Any, placement: Any) -> bool:
    """What a student was shown is ticked by somebody who follows the checks, never by the student:
    showing is a thing that two people were at."""
    return placement.student_id != person.pk
