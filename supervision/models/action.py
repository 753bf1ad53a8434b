"""What the two agreed to do: settled, or carried over to the next session."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from records.triggers import locked_with
from supervision.models.session import SupervisionSession
from supervision.states import TEXT_LOCKED


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    def visible_to(self, person: Person, on: date | None = None) -> "AgreedActionQuerySet":
        """The two of them and their team manager."""
        sessions = SupervisionSession.objects
        return self.filter(
            Q(session__in=sessions.between(person)) | Q(session__in=sessions.managed_by(person, on))
        )

    def open(self) -> "AgreedActionQuerySet":
        return self.filter(state=AgreedAction.State.OPEN)

    def of(self, student: Person) -> "AgreedActionQuerySet":
        return self.filter(session__student=student)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgreedAction(Checked):
    """One thing one of the two does. What is decided about a child crosses to the file instead."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "No longer needed"
        CARRIED = "carried", "Carried over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupervisionSession, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("what we agreed to do", max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField("by when", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="carried_to"
    )

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        ordering = ["session__held_on", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="supervision_action_settled",
                condition=Q(state="open", settled_on=None, settled_by=None)
                | (~Q(state="open") & Q(settled_on__isnull=False, settled_by__isnull=False)),
            )
        ]
        triggers = [
            locked_with(
                "session", still_open=("state", "settled_on", "settled_by"), locked=TEXT_LOCKED
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
