"""What the nightly recomputation found different from what was stored."""

from django.db import models

from accounts.models import Person


class DriftReportQuerySet(models.QuerySet["DriftReport"]):
    def visible_to(self, person: Person) -> "DriftReportQuerySet":
        """References only, so everybody who may open the operations page."""
        return self.all()


class DriftReport(models.Model):
    """One night's run; `details` holds at most a hundred references, with what was stored and what
    is.
    """

    ran_at = models.DateTimeField()
    checked = models.PositiveIntegerField()
    drifted = models.PositiveIntegerField()
    details = models.JSONField(default=list)

    objects = DriftReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ran_at"]

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d}: {self.drifted} of {self.checked}"
