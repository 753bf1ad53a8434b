"""The verbs of the clock on the wall; one noun a file."""

from timescales.actions.breaches import NotMissed, give_breach_reason
from timescales.actions.drift import recompute_open
from timescales.actions.gate import open_gate
from timescales.actions.holidays import add_extra_holiday, moved_by, touched_by
from timescales.actions.pauses import NotPausable, pause, resume
from timescales.actions.refreshing import Changes, refresh, refresh_of_root
from timescales.actions.rules import EditionRefused, add_edition
from timescales.actions.sweeping import nudge_sweep, sweep
from timescales.actions.week import tell_the_week

__all__ = [
    "Changes",
    "EditionRefused",
    "NotMissed",
    "NotPausable",
    "add_edition",
    "add_extra_holiday",
    "give_breach_reason",
    "moved_by",
    "nudge_sweep",
    "open_gate",
    "pause",
    "recompute_open",
    "refresh",
    "refresh_of_root",
    "resume",
    "sweep",
    "tell_the_week",
    "touched_by",
]
