"""A child's plan, one noun a file."""

from casework.plan.models.plan import Plan, PlanCategory, PlanCorrection, PlanQuerySet

__all__ = ["Plan", "PlanCategory", "PlanCorrection", "PlanQuerySet"]
