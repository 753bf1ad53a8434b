"""Who may read the directory. Whether someone may open it at all is the door's question."""

from typing import Any

from django.db.models import Q

from accounts.roles import Role

NOBODY = Q(pk__in=[])


def schools(person: Any) -> Q:
    """Staff read every school; a school's lead reads the schools they are a contact of."""
    if person.role == Role.SCHOOL_LEAD:
        return Q(contacts__person=person, contacts__is_current=True)
    return NOBODY if person.role == Role.UNIVERSITY_TUTOR else Q()


def universities(person: Any) -> Q:
    """Staff read every university; a tutor reads the universities they are a contact of."""
    if person.role == Role.UNIVERSITY_TUTOR:
        return Q(contacts__person=person, contacts__is_current=True)
    return NOBODY if person.role == Role.SCHOOL_LEAD else Q()


def agencies(person: Any) -> Q:
    """Staff read every agency; a tutor or a school's lead reads none."""
    outside = {Role.UNIVERSITY_TUTOR, Role.SCHOOL_LEAD}
    return NOBODY if person.role in outside else Q()


def imports(person: Any) -> Q:
    """Whoever may import schools reads every import; the door asks for that verb."""
    return Q()
