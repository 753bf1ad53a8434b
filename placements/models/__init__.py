"""The placement, its days and rules, and the models of every wing."""

from placements.agreement.models import (
    AgreementAdjustments,
    AgreementAnswer,
    LearningAgreement,
)
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
from placements.models.rule import RuleConfirmation, RuleDate, UniversityRule, WorkloadStep
from placements.profile.models import (
    CapacityOverride,
    EducatingRule,
    EducatorProfile,
    PepsAward,
    PlacementRole,
    StudentAdjustments,
    StudentProfile,
)
from placements.timeline.models import (
    Destination,
    PlacementFeedback,
    PlacementMeeting,
    PlacementReport,
    PlacementStep,
)

__all__ = [
    "AgreementAdjustments",
    "AgreementAnswer",
    "CapacityOverride",
    "ChecklistItem",
    "CohortImport",
    "CohortRefusal",
    "CohortRow",
    "Destination",
    "EducatingRule",
    "EducatorProfile",
    "Intake",
    "IntakeTask",
    "LearningAgreement",
    "Match",
    "Nomination",
    "Offer",
    "PepsAward",
    "PlacementCheck",
    "PlacementDay",
    "PlacementFeedback",
    "PlacementMeeting",
    "PlacementReport",
    "PlacementRole",
    "PlacementStep",
    "PracticePlacement",
    "RuleConfirmation",
    "RuleDate",
    "StudentAdjustments",
    "StudentProfile",
    "UniversityRule",
    "Verification",
    "WheelStep",
    "WorkloadStep",
]
