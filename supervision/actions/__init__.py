"""Verbs of supervision: a session with what it leads to, and its extract for the university."""

from supervision.actions.extracts import release_extract, withdraw_extract
from supervision.actions.sessions import (
    SOURCE,
    ActionText,
    CaseText,
    agree,
    ask_question,
    ask_to_agree,
    carry_over,
    mark_discussed,
    save_session,
    see_differently,
    settle_action,
    start_session,
    take_back,
)

__all__ = [
    "SOURCE",
    "ActionText",
    "CaseText",
    "agree",
    "ask_question",
    "ask_to_agree",
    "carry_over",
    "mark_discussed",
    "release_extract",
    "save_session",
    "see_differently",
    "settle_action",
    "start_session",
    "take_back",
    "withdraw_extract",
]
