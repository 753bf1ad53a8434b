"""A child's identity, and the rows that say who may see it."""

from casework.child.models.child import Child, ChildQuerySet, Involvement, visible_children
from casework.child.models.conflict import DeclaredConflict, DeclaredConflictQuerySet
from casework.child.models.duplicate_check import DuplicateCheck, DuplicateCheckQuerySet
from casework.child.models.restriction import (
    BreakGlass,
    BreakGlassQuerySet,
    Restriction,
    RestrictionNamed,
    RestrictionQuerySet,
)

__all__ = [
    "BreakGlass",
    "BreakGlassQuerySet",
    "Child",
    "ChildQuerySet",
    "DeclaredConflict",
    "DeclaredConflictQuerySet",
    "DuplicateCheck",
    "DuplicateCheckQuerySet",
    "Involvement",
    "Restriction",
    "RestrictionNamed",
    "RestrictionQuerySet",
    "visible_children",
]
