"""Rules, extra holidays, deadlines and what happened to them; one noun a file."""

from timescales.models.breach import BreachReason
from timescales.models.deadline import Deadline, DeadlineCopy
from timescales.models.drift import DriftReport
from timescales.models.escalation import EscalationStep
from timescales.models.holiday import ExtraHoliday
from timescales.models.pause import DeadlinePause
from timescales.models.rule import ClockRule

__all__ = [
    "BreachReason",
    "ClockRule",
    "Deadline",
    "DeadlineCopy",
    "DeadlinePause",
    "DriftReport",
    "EscalationStep",
    "ExtraHoliday",
]
