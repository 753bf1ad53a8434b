"""Who reads school-based work. No child is named in it, so a school's lead reads their school's."""

from typing import Any

from django.db.models import Q

from accounts.models import Reach
from accounts.roles import Role


def school_work(person: Any, reach: Reach) -> Q:
    """To read a school day or a drop-in you did it, you answer today for who did it, you read the
    whole of their team, or you are a contact of the school and it happened there.
    """
    if person.role == Role.SCHOOL_LEAD:
        return Q(school__contacts__person=person, school__contacts__is_current=True)
    own = Q(person=person)
    team = Q(person__memberships__team_id__in=reach.whole_teams)
    return own | Q(person__in=reach.supervised) | team
