"""Why a deadline was missed, in a manager's words."""

import pghistory
from django.conf import settings
from django.db import models

from timescales.models.deadline import Deadline


@pghistory.track()
class BreachReason(models.Model):
    """Given once by a manager and never changed; a correction is a second, later one."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="breach_reasons")
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"reason given {self.given_at:%Y-%m-%d}"
