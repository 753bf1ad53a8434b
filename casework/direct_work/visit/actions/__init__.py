"""The verbs of a visit; one noun a file.

Each is one transaction, holds the episode's row while it checks against it, and raises NotAllowed,
PermissionDenied, ValidationError (field to message) or Conflict.
"""

from casework.direct_work.visit.actions.planning import (
    call_off_for_worker,
    call_off_visit,
    hand_over_visit,
    move_visit,
    plan_visit,
)
from casework.direct_work.visit.actions.safety import check_in, check_out
from casework.direct_work.visit.actions.signing import (
    countersign_visit,
    return_visit,
    submit_visit,
    withdraw_visit,
)
from casework.direct_work.visit.actions.together import (
    plan_together,
    save_together,
    start_together,
    submit_together,
)
from casework.direct_work.visit.actions.writing import record_visit, save_visit

__all__ = [
    "call_off_for_worker",
    "call_off_visit",
    "check_in",
    "check_out",
    "countersign_visit",
    "hand_over_visit",
    "move_visit",
    "plan_together",
    "plan_visit",
    "record_visit",
    "return_visit",
    "save_together",
    "save_visit",
    "start_together",
    "submit_together",
    "submit_visit",
    "withdraw_visit",
]
