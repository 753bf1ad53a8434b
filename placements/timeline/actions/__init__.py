"""What is written about the steps of a placement, one noun a file."""

from placements.timeline.actions.destinations import keep_destination, withdraw_destination
from placements.timeline.actions.meetings import hold_meeting, plan_meeting
from placements.timeline.actions.reports import (
    return_report,
    save_report,
    send_report,
    sign_report,
    start_report,
    withdraw_report,
)
from placements.timeline.actions.steps import give_feedback, record_step, remove_step
from placements.timeline.actions.sweeping import refresh_running

__all__ = [
    "give_feedback",
    "hold_meeting",
    "keep_destination",
    "plan_meeting",
    "record_step",
    "refresh_running",
    "remove_step",
    "return_report",
    "save_report",
    "send_report",
    "sign_report",
    "start_report",
    "withdraw_destination",
    "withdraw_report",
]
