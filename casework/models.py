"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.child.models import (
    Child,
    DeclaredConflict,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.models import ChronologyEntry
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission, Tool

__all__ = [
    "Child",
    "ChronologyEntry",
    "Decision",
    "DeclaredConflict",
    "DirectWorkSession",
    "Involvement",
    "Restriction",
    "RestrictionNamed",
    "ScaleReading",
    "Submission",
    "Tool",
]
