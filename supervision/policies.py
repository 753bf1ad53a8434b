"""Three parts, three audiences. A tutor, a social worker and another student see none of them."""

from uuid import UUID

from django.db.models import Q

from accounts.roles import TEAM_WIDE, Role
from supervision.states import State

SENT = ~Q(state=State.DRAFT)


def between_the_two(person_id: UUID) -> Q:
    """You held this session; or you are its student, and it was sent to you to agree."""
    return Q(practice_educator=person_id) | Q(student=person_id) & SENT


def manages(role: str) -> bool:
    """A team manager, or who deputises for one, reads the team's records."""
    return role == Role.TEAM_MANAGER or role not in TEAM_WIDE


def audits(role: str) -> bool:
    """An auditor reads headers and case decisions."""
    return role == Role.QUALITY_AUDITOR


def writes(session, person) -> bool:
    """The practice educator who held the session writes its record."""
    return session.practice_educator_id == person.pk


def answers(session, person) -> bool:
    """The student of the session agrees to it, or says how they see it."""
    return session.student_id == person.pk
