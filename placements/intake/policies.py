"""Who may read an intake, its offers, its year and its matches. No child is on any of them."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Reach
from accounts.roles import TEAM_WIDE, Role

NOBODY = Q(pk__in=[])


def intakes(person: Any, reach: Reach, own_teams: QuerySet[Any, Any], prefix: str = "") -> Q:
    """To read an intake you read the whole of its team, or educate students in it."""
    found = NOBODY
    if person.role in TEAM_WIDE or person.acting_roles:
        found |= Q(**{f"{prefix}team_id__in": reach.whole_teams})
    if person.role == Role.PRACTICE_EDUCATOR:
        found |= Q(**{f"{prefix}team_id__in": own_teams})
    return found


def imports(person: Any, reach: Reach) -> Q:
    """To read a cohort's import you arrange placements of its team: it holds people's addresses."""
    if person.role in {Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT} or person.acting_roles:
        return Q(intake__team_id__in=reach.whole_teams)
    return NOBODY
