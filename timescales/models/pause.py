"""A time in which a local clock stood still."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked
from timescales.models.deadline import Deadline


@pghistory.track()
class DeadlinePause(Checked):
    """Why a clock stood still, who approved it, from when to when; no end means it still stands."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(auto_now_add=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="timescales_pause_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The clock went on before it stopped.",
            ),
            models.UniqueConstraint(
                name="timescales_one_pause_at_a_time",
                fields=["deadline"],
                condition=Q(ends_on=None),
                violation_error_message="This clock is paused already.",
            ),
        ]

    def __str__(self) -> str:
        return f"pause from {self.starts_on:%Y-%m-%d}"
