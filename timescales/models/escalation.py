"""How a deadline speaks up and climbs: who is told when, as rows anybody may read."""

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person


class EscalationStepQuerySet(models.QuerySet["EscalationStep"]):
    def visible_to(self, person: Person) -> "EscalationStepQuerySet":
        """Stated waits are for everybody who may open the rules."""
        return self.all()


@pghistory.track()
class EscalationStep(Checked):
    """One stated wait: on this kind of root, at this moment, these people are told."""

    class Moment(models.TextChoices):
        NEARING = "nearing", "When the warning begins"
        DUE = "due", "On the day it is due"
        OVERDUE = "overdue", "Once it is overdue"

    class Whom(models.TextChoices):
        OWNER = "owner", "the person who must act"
        COPIED = "copied", "those copied: co-worker and practice educator"
        ANSWERS = "answers", "the person they answer to"
        MANAGER = "manager", "their team manager and whoever deputises"
        TEAM = "team", "the team manager of the placement team"

    root_type = models.CharField("holds for", max_length=40, blank=True)
    stage = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=10, choices=Moment)
    wait = models.PositiveSmallIntegerField("working days overdue", default=0)
    whom = models.CharField(max_length=10, choices=Whom)
    is_urgent = models.BooleanField("sent at once", default=False)

    objects = EscalationStepQuerySet.as_manager()

    class Meta:
        ordering = ["root_type", "stage", "whom"]
        constraints = [
            models.UniqueConstraint(
                name="timescales_step_once", fields=["root_type", "stage", "whom"]
            ),
            models.CheckConstraint(
                name="timescales_wait_only_overdue", condition=Q(wait=0) | Q(moment="overdue")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.root_type or 'all'} {self.stage} {self.whom}"
