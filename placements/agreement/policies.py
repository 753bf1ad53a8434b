"""Who may read a practice learning agreement, write it, answer it, and see its private part."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Reach
from accounts.roles import Role
from placements.agreement.states import State

# Whoever may read the placement reads an agreement that was sent; a draft is for those who write
# it and their manager.
WRITERS_ROLES = frozenset({Role.STUDENT, Role.PRACTICE_EDUCATOR, Role.TEAM_MANAGER})


def agreements(person: Any, placements: QuerySet[Any, Any]) -> Q:
    """To read an agreement you may read its placement; to read a draft you are the student, the
    practice educator (or who covers) or the team manager.
    """
    of_placement = Q(placement__in=placements)
    if person.role in WRITERS_ROLES or Role.TEAM_MANAGER in person.acting_roles:
        return of_placement
    return of_placement & ~Q(state=State.DRAFT)


def adjustments(person: Any, reach: Reach) -> Q:
    """To read the private part you are the student's practice educator, or who covers for them, or
    the manager of the team. Not the tutor, not business support, not the auditor.
    """
    seen = Q(pk__in=[])
    if person.role == Role.PRACTICE_EDUCATOR:
        seen |= Q(agreement__placement__practice_educator=person)
        seen |= Q(agreement__placement__student__in=reach.answering)
    if person.role == Role.TEAM_MANAGER or Role.TEAM_MANAGER in person.acting_roles:
        seen |= Q(agreement__placement__team__in=reach.whole_teams)
    return seen


def may_write(person: Any, placement: Any, answers_for_student: bool) -> bool:
    """An agreement is written by the student and the practice educator, or who covers for them."""
    return answers_for_student or person.pk in {
        placement.student_id,
        placement.practice_educator_id,
    }


def may_keep_private_part(person: Any, placement: Any, answers_for_student: bool) -> bool:
    """The private part is written by the practice educator, or who covers, or the team manager."""
    if person.pk == placement.student_id:
        return False
    is_manager = person.role == Role.TEAM_MANAGER or Role.TEAM_MANAGER in person.acting_roles
    return is_manager or answers_for_student or person.pk == placement.practice_educator_id
