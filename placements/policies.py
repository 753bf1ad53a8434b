"""Who may read a placement, and who may do what on it. A placement never holds a child."""

from typing import Any

from django.db.models import Q

from accounts.models import Reach
from accounts.roles import TEAM_WIDE, Role


def placements(person: Any, reach: Reach) -> Q:
    """To read a placement you are its student, its practice educator, somebody the student answers
    to today, the tutor named on it, or someone who reads the whole of its team.
    """
    if person.role == Role.STUDENT:
        return Q(student=person)
    if person.role == Role.UNIVERSITY_TUTOR:
        return Q(tutor__person=person, tutor__is_current=True)
    if person.role in {Role.SCHOOL_LEAD, Role.ADMINISTRATOR}:
        return Q(pk__in=[])
    whole_team = Q(team_id__in=reach.whole_teams)
    if person.role in TEAM_WIDE:
        return whole_team
    return whole_team | Q(practice_educator=person) | Q(student__in=reach.supervised)


def may_enter_days(person: Any, placement: Any) -> bool:
    """Days are entered by the student whose placement it is."""
    return placement.student_id == person.pk


def may_confirm_days(person: Any, placement: Any, answers_for_student: bool) -> bool:
    """Days are confirmed by the practice educator, or who covers for them; never by the student."""
    if placement.student_id == person.pk:
        return False
    return placement.practice_educator_id == person.pk or answers_for_student
