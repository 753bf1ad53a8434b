"""Everything that is written about child protection, one noun a file."""

from casework.protection.actions.conferences import (
    call_transfer_in,
    hold_core_group,
    record_conference,
)
from casework.protection.actions.correcting import correct_conference
from casework.protection.actions.discussions import call_discussion, record_discussion
from casework.protection.actions.enquiries import (
    accept_part,
    agree_conclusion,
    assign_part,
    change_lead,
    conclude_enquiry,
    return_conclusion,
    waive_conference,
    write_part,
)
from casework.protection.actions.proposing import propose_due

__all__ = [
    "accept_part",
    "agree_conclusion",
    "assign_part",
    "call_discussion",
    "call_transfer_in",
    "change_lead",
    "conclude_enquiry",
    "correct_conference",
    "hold_core_group",
    "propose_due",
    "record_conference",
    "record_discussion",
    "return_conclusion",
    "waive_conference",
    "write_part",
]
