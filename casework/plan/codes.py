"""Code sets of a plan.

Categories of abuse are those of the children in need census of the DfE. The census does not ask why
a plan ended: those reasons are our own.
"""

from django.db import models


class Kind(models.TextChoices):
    CHILD_IN_NEED = "child_in_need", "Child in need plan"
    CHILD_PROTECTION = "child_protection", "Child protection plan"


class Category(models.TextChoices):
    """Category of abuse (census items InitialCategoryOfAbuse and LatestCategoryOfAbuse)."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    MULTIPLE = "MUL", "Multiple, where no single category fits"


class EndReason(models.TextChoices):
    NEEDS_MET = "needs_met", "The needs are met; no plan is needed any more"
    STEPPED_UP = "stepped_up", "Stepped up to a child protection plan"
    STEPPED_DOWN = "stepped_down", "Stepped down to a child in need plan"
    EARLY_HELP = "early_help", "Stepped down to early help"
    RISK_GONE = "risk_gone", "No longer at continuing risk of significant harm"
    DECLINED = "declined", "The family or child no longer wants it"
    LOOKED_AFTER = "looked_after", "The child is looked after"
    MOVED = "moved", "Moved to another council, which took the plan over"
    ADULT = "adult", "The child turned 18"
    DIED = "died", "The child died"
    OTHER = "other", "Another reason"


R = EndReason
# A child in need plan is voluntary: the family may end it. A child protection plan is not.
REASONS: dict[str, tuple[EndReason, ...]] = {
    Kind.CHILD_IN_NEED: (
        R.NEEDS_MET, R.EARLY_HELP, R.STEPPED_UP, R.DECLINED, R.LOOKED_AFTER, R.MOVED, R.ADULT,
        R.DIED, R.OTHER,
    ),
    Kind.CHILD_PROTECTION: (
        R.STEPPED_DOWN, R.RISK_GONE, R.LOOKED_AFTER, R.MOVED, R.ADULT, R.DIED,
    ),
}  # fmt: skip
# Facts that end a child protection plan by themselves; all else is decided at a conference.
ENDS_WITHOUT_CONFERENCE = frozenset({R.ADULT, R.DIED})
# The end of one plan that is the beginning of the other, on the same day.
HANDED_OVER = {Kind.CHILD_IN_NEED: R.STEPPED_DOWN, Kind.CHILD_PROTECTION: R.STEPPED_UP}
