"""What is asked about a visit: when it is planned, and after it."""

from casework.direct_work.visit.forms.planning import CallOffForm, MoveForm, PlanForm
from casework.direct_work.visit.forms.recording import (
    JointForm,
    JointWhoForm,
    ReturnForm,
    VisitForm,
)

__all__ = [
    "CallOffForm",
    "JointForm",
    "JointWhoForm",
    "MoveForm",
    "PlanForm",
    "ReturnForm",
    "VisitForm",
]
