"""The verbs of ending work with a child; one noun a file."""

from casework.closure.actions.closing import NotYet, close, open_again, propose_closing
from casework.closure.actions.deaths import record_death, settle_step, take_back_death
from casework.closure.actions.goodbyes import change_goodbye, plan_goodbye, say_goodbye
from casework.closure.actions.onward import record_reply, refer_onward, revoke_onward
from casework.closure.actions.stepping import step_down, step_up

__all__ = [
    "NotYet",
    "change_goodbye",
    "close",
    "open_again",
    "plan_goodbye",
    "propose_closing",
    "record_death",
    "record_reply",
    "refer_onward",
    "revoke_onward",
    "say_goodbye",
    "settle_step",
    "step_down",
    "step_up",
    "take_back_death",
]
