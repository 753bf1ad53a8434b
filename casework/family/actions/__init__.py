"""Everything that is written about the people around a child, and where they live.

Each action is one transaction and raises ValidationError with words a person understands.
"""

from casework.family.actions.households import change_household, join_household, move, move_out
from casework.family.actions.people import (
    add_family_member,
    as_family,
    change_relationship,
    end_relationship,
)
from casework.family.actions.standing import (
    end_no_recourse,
    end_responsibility,
    record_no_recourse,
    record_responsibility,
)
from casework.family.actions.ties import end_tie, record_tie

__all__ = [
    "add_family_member",
    "as_family",
    "change_household",
    "change_relationship",
    "end_no_recourse",
    "end_relationship",
    "end_responsibility",
    "end_tie",
    "join_household",
    "move",
    "move_out",
    "record_no_recourse",
    "record_responsibility",
    "record_tie",
]
