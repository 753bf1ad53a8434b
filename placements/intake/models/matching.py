"""Who was chosen for a student, among whom, and why."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from placements.intake.models.intake import OfIntakeQuerySet
from placements.intake.models.offer import Nomination
from placements.models.placement import PracticePlacement


class MatchQuerySet(OfIntakeQuerySet):
    intake_path = "nomination__offer__intake__"


@pghistory.track()
class Match(Checked):
    """The choice, kept with what was proposed at that moment. `proposed` holds no adjustment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="match")
    practice_educator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    placement = models.OneToOneField(PracticePlacement, models.PROTECT, related_name="match")
    reason = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField("place among the proposals")
    proposed = models.JSONField("names proposed, in order", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                name="placements_match_has_a_reason",
                condition=~Q(reason=""),
                violation_error_code="reason",
                violation_error_message="Say why this practice educator.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination} with {self.practice_educator}"
