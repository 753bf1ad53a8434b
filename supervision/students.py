"""Whom a practice educator supervises."""

from datetime import date

from accounts.models import Person
from accounts.roles import Role


def students_of(educator: Person, on: date) -> list[Person]:
    """Students who answer to this person on `on`, case and learning lines alike, by name."""
    rows = Person.objects.filter(pk__in=educator.reach(on).supervised, role=Role.STUDENT)
    return list(rows.order_by("name"))
