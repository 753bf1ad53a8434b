"""Everything that is written about a child's plan."""

from casework.plan.actions.periods import (
    change_category,
    correct_dates,
    end_plan,
    hand_over,
    start_plan,
)

__all__ = ["change_category", "correct_dates", "end_plan", "hand_over", "start_plan"]
