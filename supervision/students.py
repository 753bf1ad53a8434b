"""Whom a practice educator supervises."""

from datetime import date

from accounts.models import Person, in_force
from accounts.roles import Role


def students_of(educator: Person, on: date) -> list[Person]:
    """Students who answer to this person on `on`, case and learning lines alike, by name."""
    rows = Person.objects.filter(
        in_force(on, "lines_up__"), lines_up__answers_to=educator, role=Role.STUDENT
    )
    return list(rows.distinct().order_by("name"))
