"""The placement, its days and rules, and the models of every wing."""

from placements.agreement.models import (
    AgreementAdjustments,
    AgreementAnswer,
    LearningAgreement,
)
from placements.change.models import PlacementChange, PlacementCover, WorkAnswer
from placements.checks.models import ChecklistItem, PlacementCheck, Verification
from placements.concern.models import (
    Concern,
    ConcernNamed,
    ConcernStep,
    ConcernWords,
    PlanPoint,
)
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
from placements.models.placement import PlacementDay, PracticePlacement, visible_placements
from placements.models.rule import RuleConfirmation, RuleDate, UniversityRule, WorkloadStep
from placements.models.suspension import Suspension
from placements.money.models import ClaimedDay, FeeClaim, FeeRate, Journey, MileageRate
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
    "ClaimedDay",
    "CohortImport",
    "CohortRefusal",
    "CohortRow",
    "Concern",
    "ConcernNamed",
    "ConcernStep",
    "ConcernWords",
    "Destination",
    "EducatingRule",
    "EducatorProfile",
    "FeeClaim",
    "FeeRate",
    "Intake",
    "IntakeTask",
    "Journey",
    "LearningAgreement",
    "Match",
    "MileageRate",
    "Nomination",
    "Offer",
    "PepsAward",
    "PlacementChange",
    "PlacementCheck",
    "PlacementCover",
    "PlacementDay",
    "PlacementFeedback",
    "PlacementMeeting",
    "PlacementReport",
    "PlacementRole",
    "PlacementStep",
    "PlanPoint",
    "PracticePlacement",
    "RuleConfirmation",
    "RuleDate",
    "StudentAdjustments",
    "StudentProfile",
    "Suspension",
    "UniversityRule",
    "Verification",
    "WheelStep",
    "WorkAnswer",
    "WorkloadStep",
    "visible_placements",
]
