"""What is asked when work with a child ends; one noun a file."""

from casework.closure.forms.closing import CloseForm, ProposeForm, ReopenForm, StepForm
from casework.closure.forms.death import DeathForm, StepDoneForm, TakeBackForm
from casework.closure.forms.goodbye import GoodbyeForm, SaidForm
from casework.closure.forms.onward import OnwardForm, ReplyForm, RevokeForm

__all__ = [
    "CloseForm",
    "DeathForm",
    "GoodbyeForm",
    "OnwardForm",
    "ProposeForm",
    "ReopenForm",
    "ReplyForm",
    "RevokeForm",
    "SaidForm",
    "StepDoneForm",
    "StepForm",
    "TakeBackForm",
]
