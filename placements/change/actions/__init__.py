"""The verbs about a placement that changes; one noun a file."""

from placements.change.actions.answering import Answered, settle_leftover
from placements.change.actions.cover import end_cover, hand_back, start_cover
from placements.change.actions.dates import defer_placement, extend_placement
from placements.change.actions.educators import (
    change_educator,
    hand_over,
    take_back_educator,
)
from placements.change.actions.standing import (
    reinstate_placement,
    stop_placement,
    suspend_placement,
)

__all__ = [
    "Answered",
    "change_educator",
    "defer_placement",
    "end_cover",
    "extend_placement",
    "hand_back",
    "hand_over",
    "reinstate_placement",
    "settle_leftover",
    "start_cover",
    "stop_placement",
    "suspend_placement",
    "take_back_educator",
]
