"""What was decided about a child, by whom and why, and who does what by when."""

import uuid
from collections.abc import Collection
from datetime import date
from uuid import UUID

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from casework.child.models import Child, visible_children


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, person, on: date | None = None) -> "DecisionQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def open(self) -> "DecisionQuerySet":
        """Still to be confirmed or still to be done."""
        return self.filter(status__in=Decision.OPEN)

    def advice(self) -> "DecisionQuerySet":
        return self.filter(status=Decision.Status.ADVICE)

    def to_do(self) -> "DecisionQuerySet":
        return self.filter(status=Decision.Status.CONFIRMED)

    def overdue(self, on: date) -> "DecisionQuerySet":
        return self.to_do().filter(due_on__lt=on)

    def from_source(self, source_type: str, ids: Collection[UUID]) -> "DecisionQuerySet":
        """What came of these records, newest last: of one decided anew, both."""
        return self.filter(source_type=source_type, source_id__in=ids).order_by("made_on", "pk")

    def about(self, children: Collection[UUID]) -> "DecisionQuerySet":
        return self.filter(child__in=children)

    def with_people(self) -> "DecisionQuerySet":
        return self.select_related("child", "owner", "made_by", "confirmed_by")


@pghistory.track()
class Decision(Checked):
    """One decision with one owner and one date. From someone not accountable it is advice."""

    class Status(models.TextChoices):
        ADVICE = "advice", "Advice"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Not agreed"
        DONE = "done", "Done"
        REPLACED = "replaced", "Decided anew"
        DROPPED = "dropped", "No longer needed"

    OPEN = (Status.ADVICE, Status.CONFIRMED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="decisions")
    what = models.CharField("what was decided", max_length=300)
    why = models.TextField("why")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_decisions"
    )
    due_on = models.DateField("to be done by")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()
    status = models.CharField(max_length=20, choices=Status, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_decision_due_after_made",
                condition=Q(due_on__gte=models.F("made_on")),
                violation_error_message="The date to do it by is before the day it was decided.",
            ),
            models.CheckConstraint(
                name="casework_decision_confirmed_pair",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_decision_status_true",
                condition=Q(status="advice", confirmed_at=None, declined_at=None, done_on=None)
                | Q(status="confirmed", confirmed_at__isnull=False, done_on=None)
                | Q(status="declined", declined_at__isnull=False, declined_by__isnull=False)
                & ~Q(declined_why="")
                | Q(
                    status__in=["done", "replaced", "dropped"],
                    done_on__isnull=False,
                    done_by__isnull=False,
                ),
                violation_error_message="What is recorded does not fit the decision's status.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "status", "due_on"]),
            models.Index(fields=["owner", "status", "due_on"]),
            models.Index(fields=["source_type", "source_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} of {self.made_on}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_advice(self) -> bool:
        return self.status == self.Status.ADVICE

    def is_overdue(self, on: date) -> bool:
        return self.status == self.Status.CONFIRMED and self.due_on < on
