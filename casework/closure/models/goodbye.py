"""A goodbye: what a child is told when somebody who worked with them leaves, and what follows."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from casework.child.models import Child, visible_children
from casework.episode.models import Allocation
from records.models import Versioned


class GoodbyeQuerySet(models.QuerySet["Goodbye"]):
    def visible_to(self, person: Person, on: date | None = None) -> "GoodbyeQuerySet":
        return self.filter(child__in=visible_children(person, on))


@pghistory.track()
class Goodbye(Versioned):
    """Planned before a worker's last session with a child, and finished after it."""

    class Teller(models.TextChoices):
        LEAVER = "leaver", "The person who leaves"
        ACCOUNTABLE = "accountable", "The accountable social worker"
        TOGETHER = "together", "Both together"
        PARENT = "parent", "A parent or carer, as agreed with them"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="goodbye")
    child = models.ForeignKey(Child, models.PROTECT, related_name="goodbyes")
    last_session_on = models.DateField("last session")
    told_by = models.CharField("who tells the child", max_length=12, choices=Teller)
    told_on = models.DateField("when the child is told")
    what_told = models.TextField("what the child is told, in words they know", max_length=2000)
    keeps = models.CharField("what the child keeps", max_length=300, blank=True)
    handover_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handover = models.TextField("what the next person needs to know", max_length=5000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    said_on = models.DateField("day the goodbye was said", null=True, blank=True)
    how_it_went = models.TextField("how the child took it", max_length=2000, blank=True)

    objects = GoodbyeQuerySet.as_manager()

    class Meta:
        ordering = ["last_session_on"]
        constraints = [
            models.CheckConstraint(
                name="casework_goodbye_told_in_time",
                condition=Q(told_on__lte=models.F("last_session_on")),
                violation_error_message=(
                    "The child hears it before the last session, or at it, never after."
                ),
            ),
            models.CheckConstraint(
                name="casework_goodbye_said_whole",
                condition=Q(said_on=None, how_it_went="")
                | (Q(said_on__isnull=False) & ~Q(how_it_went="")),
                violation_error_message="Say when the goodbye was said and how the child took it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Goodbye on {self.last_session_on}"

    @property
    def is_said(self) -> bool:
        return self.said_on is not None
