"""A child has died: what stops at once, and the short list of what the law still asks."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children


class DeathQuerySet(models.QuerySet["Death"]):
    def visible_to(self, person: Person, on: date | None = None) -> "DeathQuerySet":
        return self.filter(child__in=visible_children(person, on))


@pghistory.track()
class Death(models.Model):
    """The date stands on the child; here is who told us, and what is still to be done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.OneToOneField(Child, models.PROTECT, related_name="death")
    told_by = models.CharField("who told us, and when", max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DeathQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Death recorded on {self.recorded_at:%Y-%m-%d}"


@pghistory.track()
class OwedStep(Checked):
    """One thing that is still asked of us after a child has died."""

    class Step(models.TextChoices):
        REVIEW_PARTNERS = "review_partners", "Tell the child death review partners"
        INCIDENT = "incident", "Decide whether the national panel and Ofsted are notified"
        FAMILY = "family", "Agree who keeps in touch with the family"
        SCHOOL = "school", "Tell the school and the other agencies around the child"
        WORKERS = "workers", "Offer support to those who worked with the child"

    death = models.ForeignKey(Death, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=Step)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["death", "step"], name="casework_owedstep_once"),
            models.CheckConstraint(
                name="casework_owedstep_done_whole",
                condition=Q(done_on=None, done_by=None, note="")
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(note="")),
                violation_error_message="Say what was done, and when.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())
