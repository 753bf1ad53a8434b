"""The placement, its days, its critical checks, and the universities' rules about them."""

from placements.models.check import CriticalCheck
from placements.models.placement import PlacementDay, PracticePlacement
from placements.models.rule import UniversityRule, WorkloadStep

__all__ = [
    "CriticalCheck",
    "PlacementDay",
    "PracticePlacement",
    "UniversityRule",
    "WorkloadStep",
]
