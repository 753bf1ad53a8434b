"""Everything that is written about a child's plan."""

from casework.plan.actions.items import (
    add_action,
    add_need,
    add_outcome,
    change_item,
    link_progress,
    read_scale,
    set_status,
)
from casework.plan.actions.papers import record_agreement, record_sharing
from casework.plan.actions.periods import (
    change_category,
    correct_dates,
    end_plan,
    hand_over,
    start_plan,
)
from casework.plan.actions.reviews import (
    Brought,
    countersign_review,
    return_review,
    save_review,
    start_review,
    submit_review,
    withdraw_review,
)
from casework.plan.actions.safety import (
    Step,
    countersign_safety_plan,
    return_safety_plan,
    save_safety_plan,
    start_safety_plan,
    submit_safety_plan,
    withdraw_safety_plan,
)
from casework.plan.actions.versions import (
    authorise_version,
    countersign_version,
    new_version,
    return_version,
    save_version,
    submit_version,
    withdraw_version,
)

__all__ = [
    "Brought",
    "Step",
    "add_action",
    "add_need",
    "add_outcome",
    "authorise_version",
    "change_category",
    "change_item",
    "correct_dates",
    "countersign_review",
    "countersign_safety_plan",
    "countersign_version",
    "end_plan",
    "hand_over",
    "link_progress",
    "new_version",
    "read_scale",
    "record_agreement",
    "record_sharing",
    "return_review",
    "return_safety_plan",
    "return_version",
    "save_review",
    "save_safety_plan",
    "save_version",
    "set_status",
    "start_plan",
    "start_review",
    "start_safety_plan",
    "submit_review",
    "submit_safety_plan",
    "submit_version",
    "withdraw_review",
    "withdraw_safety_plan",
    "withdraw_version",
]
