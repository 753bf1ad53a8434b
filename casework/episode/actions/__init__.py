"""The verbs about referrals, episodes and who carries them; one noun a file."""

from casework.episode.actions.allocations import (
    allocate_accountable,
    allocate_co_worker,
    end_allocation,
)
from casework.episode.actions.arrivals import add_referred_child, take_in
from casework.episode.actions.episodes import (
    close_episode,
    open_episode,
    record_assessment_authorised,
)
from casework.episode.actions.referrals import record_nfa_referral, record_referral

__all__ = [
    "add_referred_child",
    "allocate_accountable",
    "allocate_co_worker",
    "close_episode",
    "end_allocation",
    "open_episode",
    "record_assessment_authorised",
    "record_nfa_referral",
    "record_referral",
    "take_in",
]
