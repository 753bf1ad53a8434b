"""Three parts, three audiences. A tutor, a social worker and another student see none of them; the
tutor reads what the practice educator releases of the learning.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Reach
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


def extracts(person: Any, reach: Reach) -> Q:
    """To read an extract you are its student; you released it, educate on its placement, or the
    student answers to you as a practice educator; you manage the placement's team; or you are the
    tutor named on the placement, and no newer one has taken its place.
    """
    if person.role == Role.STUDENT:
        return Q(session__student=person)
    if person.role == Role.UNIVERSITY_TUTOR:
        named = Q(placement__tutor__person=person, placement__tutor__is_current=True)
        return named & ~Q(state="replaced")
    readers = Q(released_by=person) | Q(placement__practice_educator=person)
    if person.role == Role.PRACTICE_EDUCATOR:
        readers |= Q(session__student__in=reach.supervised)
    if manages(person.role):
        readers |= Q(placement__team__in=reach.whole_teams)
    return readers


def has_an_extract(session: Any) -> bool:
    """There is something to release once a session took place and its student answered."""
    return session.is_answered and not session.is_missed


def reads_withdrawn(person: Any) -> bool:
    """What was taken back is no longer the university's to read; that it was, they see."""
    return person.role != Role.UNIVERSITY_TUTOR


def releases(session: Any, placement: Any, person: Any, reach: Reach) -> bool:
    """The practice educator who held the session, while they educate on its placement or the
    student answers to them: off-site and as cover too.
    """
    return writes(session, person) and educates(placement, person, reach)


def withdraws(extract: Any, person: Any, reach: Reach) -> bool:
    """Who released it, or who educates the student now: what names a child cannot wait."""
    return extract.released_by_id == person.pk or educates(extract.placement, person, reach)


def educates(placement: Any, person: Any, reach: Reach) -> bool:
    """The practice educator of the placement, or whom the student answers to today."""
    return placement.practice_educator_id == person.pk or placement.student_id in reach.supervised
