"""The placement, its days and rules, and the models of every wing."""

from placements.checks.models import ChecklistItem, PlacementCheck, Verification
from placements.intake.models import (
    CohortImport,
    CohortRefusal,
    CohortRow,
    Intake,
    IntakeTask,
    Match,
    Nomination,
    Offer,
    WheelStep,
)
from placements.models.placement import PlacementDay, PracticePlacement
from placements.models.rule import UniversityRule, WorkloadStep
from placements.profile.models import (
    CapacityOverride,
    EducatingRule,
    EducatorProfile,
    PepsAward,
    PlacementRole,
    StudentAdjustments,
    StudentProfile,
)

__all__ = [
    "CapacityOverride",
    "ChecklistItem",
    "CohortImport",
    "CohortRefusal",
    "CohortRow",
    "EducatingRule",
    "EducatorProfile",
    "Intake",
    "IntakeTask",
    "Match",
    "Nomination",
    "Offer",
    "PepsAward",
    "PlacementCheck",
    "PlacementDay",
    "PlacementRole",
    "PracticePlacement",
    "StudentAdjustments",
    "StudentProfile",
    "UniversityRule",
    "Verification",
    "WheelStep",
    "WorkloadStep",
]
