"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.child.models import (
    Child,
    DeclaredConflict,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.models import ChronologyEntry

__all__ = [
    "Child",
    "ChronologyEntry",
    "DeclaredConflict",
    "Involvement",
    "Restriction",
    "RestrictionNamed",
]
