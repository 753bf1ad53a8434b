"""What must be verified before a student may open a child's record."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from placements.models.placement import PracticePlacement


class CriticalCheckQuerySet(models.QuerySet["CriticalCheck"]):
    def visible_to(self, person: Person, on: date | None = None) -> "CriticalCheckQuerySet":
        return self.filter(placement__in=PracticePlacement.objects.visible_to(person, on))


@pghistory.track()
class CriticalCheck(models.Model):
    """A critical check of a placement. Unverified or expired, it keeps children's records shut."""

    class Kind(models.TextChoices):
        DBS = "dbs", "Enhanced DBS certificate seen"
        SUITABILITY = "suitability", "Suitability confirmed by the university"
        INFORMATION = "information", "Information governance training done"
        CONFIDENTIALITY = "confidentiality", "Confidentiality agreement signed"
        CONFLICTS = "conflicts", "Conflicts of interest asked"

    placement = models.ForeignKey(PracticePlacement, models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=20, choices=Kind)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField("last day it holds", null=True, blank=True)

    objects = CriticalCheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "kind"], name="placements_check_once"),
            models.CheckConstraint(
                name="placements_check_verified_pair",
                condition=Q(verified_on=None, verified_by=None, expires_on=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_check_dates_in_order",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("verified_on")),
                violation_error_message="The check expires before it was verified.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
