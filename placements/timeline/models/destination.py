"""Where a student went after the placement."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person
from placements.models.placement import PracticePlacement, visible_placements
from placements.timeline import policies


class DestinationQuerySet(models.QuerySet["Destination"]):
    def visible_to(self, person: Person, on: date | None = None) -> "DestinationQuerySet":
        seen = visible_placements(person, on)
        return self.filter(policies.destinations(person, seen))

    def agreed(self) -> "DestinationQuerySet":
        """Told with the student's consent, which stands."""
        return self.filter(withdrawn_on=None)


# History keeps that the student agreed and took it back, never where they went: taken back is gone.
@pghistory.track(exclude=["went_to", "employer", "job", "since"])
class Destination(Checked):
    """Where a student went after the placement, kept while they agree to it."""

    class WentTo(models.TextChoices):
        HERE = "here", "Social worker with us"
        COUNCIL = "council", "Social worker with another council"
        AGENCY = "agency", "Social worker elsewhere"
        OTHER_WORK = "other_work", "Other work"
        STUDY = "study", "Further study"
        LOOKING = "looking", "Still looking"

    class How(models.TextChoices):
        PORTAL = "portal", "Here, by themselves"
        EMAIL = "email", "By email"
        PHONE = "phone", "By telephone"
        IN_PERSON = "in_person", "In person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.OneToOneField(PracticePlacement, models.PROTECT, related_name="destination")
    agreed_on = models.DateField("agreed on")
    agreed_how = models.CharField("how they told us", max_length=10, choices=How)
    went_to = models.CharField("where they went", max_length=12, choices=WentTo, blank=True)
    employer = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=200, blank=True)
    since = models.DateField("from when", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_on"]
        constraints = [
            models.CheckConstraint(
                name="placements_destination_withdrawn_is_empty",
                condition=Q(withdrawn_on=None, withdrawn_by=None) & ~Q(went_to="")
                | Q(
                    withdrawn_on__isnull=False,
                    withdrawn_by__isnull=False,
                    went_to="",
                    employer="",
                    job="",
                    since=None,
                ),
                violation_error_message="Say where they went.",
            ),
            models.CheckConstraint(
                name="placements_destination_withdrawn_after_agreed",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("agreed_on")),
                violation_error_message="It cannot be taken back before it was agreed.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_went_to_display()
