"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.child.models import (
    Child,
    DeclaredConflict,
    DuplicateCheck,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission, Tool
from casework.direct_work.visit.models import JointVisit, Visit, VisitSubmission
from casework.episode.models import Allocation, Episode, Referral
from casework.family.models import FamilyMember, Relationship
from casework.plan.models import (
    Agreement,
    Contribution,
    ItemChange,
    Need,
    Outcome,
    OutcomeProgress,
    Plan,
    PlanAction,
    PlanCategory,
    PlanCorrection,
    PlanReview,
    PlanVersion,
    SafetyPlan,
    SafetyStep,
    Sharing,
)
from casework.request.models import Request

__all__ = [
    "Agreement",
    "Allocation",
    "Child",
    "ChronologyEntry",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "Contribution",
    "Decision",
    "DeclaredConflict",
    "DirectWorkSession",
    "DuplicateCheck",
    "Episode",
    "FamilyMember",
    "Involvement",
    "ItemChange",
    "Need",
    "Outcome",
    "OutcomeProgress",
    "JointVisit",
    "Plan",
    "PlanAction",
    "PlanCategory",
    "PlanCorrection",
    "PlanReview",
    "PlanVersion",
    "Referral",
    "Relationship",
    "Request",
    "Restriction",
    "RestrictionNamed",
    "SafetyPlan",
    "SafetyStep",
    "ScaleReading",
    "Sharing",
    "Submission",
    "Tool",
    "Visit",
    "VisitSubmission",
]
