"""Who may read what a placement's steps left behind, and who records them."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.roles import Role
from records.states import LOCKED, State

# A report is about the student's learning: business support arranges, the auditor reads casework.
READ_REPORTS = frozenset(
    {
        Role.STUDENT,
        Role.PRACTICE_EDUCATOR,
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.UNIVERSITY_TUTOR,
    }
)
SEES_WORK_IN_HAND = frozenset({Role.PRACTICE_EDUCATOR, Role.TEAM_MANAGER})


def reads_reports(person: Any) -> bool:
    return person.role in READ_REPORTS or Role.TEAM_MANAGER in person.acting_roles


def reports(person: Any, placements: QuerySet[Any, Any]) -> Q:
    """To read a report you may read its placement. While it is being written it is its author's and
    the manager's; the student reads it once it was sent to them; the university once it is signed.
    """
    if not reads_reports(person):
        return Q(pk__in=[])
    signed = Q(state__in=sorted(LOCKED))
    seen = Q(author=person) | signed
    if person.role == Role.STUDENT:
        seen |= Q(state=State.SUBMITTED)
    elif person.role in SEES_WORK_IN_HAND or Role.TEAM_MANAGER in person.acting_roles:
        seen |= ~Q(pk__in=[])
    return Q(placement__in=placements) & seen


def feedback(person: Any, placements: QuerySet[Any, Any]) -> Q:
    """To read what somebody says of a placement you wrote it, or may read its reports."""
    if not reads_reports(person):
        return Q(pk__in=[])
    return Q(placement__in=placements) | Q(given_by=person)


def may_record(person: Any, placement: Any, answers_for_student: bool) -> bool:
    """Meetings and steps are recorded by the practice educator, or who covers, or the manager of
    the team; never by the student.
    """
    if person.pk == placement.student_id:
        return False
    is_manager = person.role == Role.TEAM_MANAGER or Role.TEAM_MANAGER in person.acting_roles
    return is_manager or answers_for_student or person.pk == placement.practice_educator_id


def may_write_report(person: Any, placement: Any, answers_for_student: bool) -> bool:
    """Reports are written by the practice educator, or who covers for them."""
    if person.pk == placement.student_id:
        return False
    return answers_for_student or person.pk == placement.practice_educator_id


def may_keep_destination(person: Any, placement: Any) -> bool:
    """Where a student went is told by the student, or by whom they told it to in the team."""
    return person.pk == placement.student_id or person.role in {
        Role.TEAM_MANAGER,
        Role.BUSINESS_SUPPORT,
    }


def destinations(person: Any, placements: QuerySet[Any, Any]) -> Q:
    """To read where a student went you are that student, or arrange placements of the team; and
    the student has agreed to it and not taken that back.
    """
    if person.role == Role.STUDENT:
        return Q(placement__in=placements)
    if person.role in {Role.TEAM_MANAGER, Role.GROUP_MANAGER, Role.BUSINESS_SUPPORT}:
        return Q(placement__in=placements)
    return Q(pk__in=[])
