"""A child's plan, one noun a file."""

from casework.plan.models.agreement import Agreement, OfAPaper, Sharing, Who
from casework.plan.models.goals import (
    ItemChange,
    Need,
    Outcome,
    OutcomeProgress,
    PlanAction,
    PlanItem,
    Status,
)
from casework.plan.models.plan import Plan, PlanCategory, PlanCorrection, PlanQuerySet
from casework.plan.models.review import Contribution, PlanReview
from casework.plan.models.safety import SafetyPlan, SafetyStep
from casework.plan.models.version import PlanVersion

__all__ = [
    "Agreement",
    "Contribution",
    "ItemChange",
    "Need",
    "OfAPaper",
    "Outcome",
    "OutcomeProgress",
    "Plan",
    "PlanAction",
    "PlanCategory",
    "PlanCorrection",
    "PlanItem",
    "PlanQuerySet",
    "PlanReview",
    "PlanVersion",
    "SafetyPlan",
    "SafetyStep",
    "Sharing",
    "Status",
    "Who",
]
