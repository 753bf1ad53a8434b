"""Who reads what was changed about a placement, and what was left when a student stopped."""

from typing import Any

from django.db.models import Q

from accounts.models import Reach
from placements.profile.policies import is_team_manager


def left_by(person: Any, reach: Reach) -> Q:
    """What a student left open is the task of the practice educator of that placement, and of the
    manager of its team, or whoever acts for them."""
    theirs = Q(practice_educator=person)
    if is_team_manager(person):
        return theirs | Q(team_id__in=reach.whole_teams)
    return theirs


def may_hand_back(person: Any, cover: Any) -> bool:
    """A hand-back note is written by whoever covers."""
    return cover.by_whom_id == person.pk
