"""Who reads school-based work. No child is named in it, so a school's lead reads their school's."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import in_force
from accounts.roles import Role


def school_work(person: Any, on: date, team_ids: Collection[int]) -> Q:
    """To read a school day or a drop-in you did it, you answer today for who did it, you read the
    whole of their team, or you are a contact of the school and it happened there.
    """
    if person.role == Role.SCHOOL_LEAD:
        return Q(school__contacts__person=person, school__contacts__is_current=True)
    own = Q(person=person)
    answers_for = Q(person__lines_up__answers_to=person) & in_force(on, "person__lines_up__")
    return own | answers_for | Q(person__memberships__team_id__in=team_ids)
