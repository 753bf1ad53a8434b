"""How work with a child ends: closing, goodbyes, onward referrals, a child's death."""

from casework.closure.models.closure import Closure
from casework.closure.models.death import Death, OwedStep
from casework.closure.models.goodbye import Goodbye
from casework.closure.models.onward import OnwardReferral

__all__ = ["Closure", "Death", "Goodbye", "OnwardReferral", "OwedStep"]
