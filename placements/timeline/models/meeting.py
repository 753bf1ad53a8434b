"""The four meetings of a placement."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from placements.models.placement import PracticePlacement
from placements.timeline.models.scope import OfPlacement


@pghistory.track()
class PlacementMeeting(Checked):
    """One of the four meetings of a placement: arranged for a day, then held and written down."""

    class Kind(models.TextChoices):
        INFORMAL = "informal", "Informal meeting"
        AGREEMENT = "agreement", "Learning agreement meeting"
        INTERIM = "interim", "Interim review"
        FINAL = "final", "Final meeting"

    class Attended(models.TextChoices):
        STUDENT = "student", "The student"
        EDUCATOR = "educator", "The practice educator"
        SUPERVISOR = "supervisor", "The on-site supervisor"
        TUTOR = "tutor", "The university tutor"
        MANAGER = "manager", "The team manager"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=Kind)
    planned_for = models.DateTimeField("arranged for", null=True, blank=True)
    place = models.CharField("where, or how", max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    attended = ArrayField(
        models.CharField(max_length=10, choices=Attended), default=list, blank=True
    )
    others = models.CharField("anybody else", max_length=200, blank=True)
    notes = models.TextField("what was said", blank=True)
    agreed = models.TextField("what was agreed", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfPlacement.as_manager()

    class Meta:
        ordering = ["placement", "held_on", "planned_for"]
        constraints = [
            models.UniqueConstraint(
                name="placements_meeting_once",
                fields=["placement", "kind"],
                violation_error_message="This meeting is recorded already. Change that record.",
            ),
            models.CheckConstraint(
                name="placements_meeting_planned_or_held",
                condition=Q(planned_for__isnull=False) | Q(held_on__isnull=False),
                violation_error_message="Say when it is, or when it was.",
            ),
            models.CheckConstraint(
                name="placements_meeting_held_with_somebody",
                condition=Q(held_on=None) | Q(attended__len__gt=0),
                violation_error_message="Say who was there.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
