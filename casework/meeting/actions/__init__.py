"""Verbs about meetings: propose, plan, ask people, move, cancel, hold; what was agreed there.

Each locks the episode's row. All raise ValidationError with words for the person who asked, and
PermissionDenied where the verb is not theirs.
"""

from casework.meeting.actions.base import SOURCE, path_of
from casework.meeting.actions.changes import call_off, cancel_meeting, reschedule_meeting
from casework.meeting.actions.holding import (
    Attended,
    agree_action,
    attendance_details,
    hold_meeting,
)
from casework.meeting.actions.invitees import check_send_list, invite, uninvite
from casework.meeting.actions.planning import new_meeting, plan_meeting, propose_meeting

__all__ = [
    "Attended",
    "SOURCE",
    "agree_action",
    "attendance_details",
    "call_off",
    "cancel_meeting",
    "check_send_list",
    "hold_meeting",
    "invite",
    "new_meeting",
    "path_of",
    "plan_meeting",
    "propose_meeting",
    "reschedule_meeting",
    "uninvite",
]
