"""Verbs about assessments. Each is one transaction and refuses in words for the person who asked.

Starting and new versions lock the episode first; writing locks the assessment, then the section.
"""

from casework.assessment.actions.reviewing import (
    add_learning_note,
    add_to_assessment,
    answer_comment,
    pin_comment,
    record_checkpoint,
    take_back_comment,
)
from casework.assessment.actions.signing import (
    authorise_assessment,
    countersign_assessment,
    note_authorised_elsewhere,
    return_assessment,
    share_with_family,
    submit_assessment,
    withdraw_assessment,
)
from casework.assessment.actions.starting import (
    bring_in_sessions,
    start_assessment,
    start_new_version,
)
from casework.assessment.actions.writing import name_leads, settle_suggestion, write_section

__all__ = [
    "add_learning_note",
    "add_to_assessment",
    "answer_comment",
    "authorise_assessment",
    "bring_in_sessions",
    "countersign_assessment",
    "name_leads",
    "note_authorised_elsewhere",
    "pin_comment",
    "record_checkpoint",
    "return_assessment",
    "settle_suggestion",
    "share_with_family",
    "start_assessment",
    "start_new_version",
    "submit_assessment",
    "take_back_comment",
    "withdraw_assessment",
    "write_section",
]
