"""Who may read the directory. Whether someone may open it at all is the door's question."""

from typing import Any

from django.db.models import Q

from accounts.roles import Role

NOBODY = Q(pk__in=[])
OUTSIDE = frozenset({Role.UNIVERSITY_TUTOR, Role.SCHOOL_LEAD})


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
    return NOBODY if person.role in OUTSIDE else Q()


def contacts(person: Any) -> Q:
    """Staff read every contact; a tutor or a school's lead those of their own organisation."""
    if person.role not in OUTSIDE:
        return Q()
    same_university = Q(university__contacts__person=person)
    return same_university | Q(school__contacts__person=person)


def school_days(person: Any) -> Q:
    """Terms and INSET days are read with their school."""
    return NOBODY if person.role in OUTSIDE else Q()


def imports(person: Any) -> Q:
    """Whoever may import schools reads every import; the door asks for that verb."""
    return Q()
