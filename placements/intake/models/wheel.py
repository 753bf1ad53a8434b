"""The year wheel: steps that every intake goes through, and each intake's own tasks."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person
from accounts.roles import Role
from placements.intake.models.intake import Intake, OfIntakeQuerySet


class WheelStepQuerySet(models.QuerySet["WheelStep"]):
    def visible_to(self, person: Person) -> "WheelStepQuerySet":
        """The wheel is for everybody who may open intakes."""
        return self.all()

    def turning(self) -> "WheelStepQuerySet":
        return self.filter(is_used=True)


@pghistory.track()
class WheelStep(Checked):
    """One step: when, counted from an intake's first day, and who does it."""

    class Owner(models.TextChoices):
        TEAM_MANAGER = Role.TEAM_MANAGER.value, "Team manager"
        BUSINESS_SUPPORT = Role.BUSINESS_SUPPORT.value, "Business support"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("what", max_length=120)
    what_to_do = models.TextField(blank=True)
    weeks = models.SmallIntegerField(
        "weeks from the first day", help_text="Before it with a minus: -20 is twenty weeks before."
    )
    owner = models.CharField("who", max_length=20, choices=Owner)
    source = models.CharField(max_length=200, blank=True)
    is_used = models.BooleanField("new intakes get this step", default=True)

    objects = WheelStepQuerySet.as_manager()

    class Meta:
        ordering = ["weeks", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                name="placements_step_title_once",
                violation_error_code="title",
                violation_error_message="The wheel has a step of that name.",
            ),
            models.CheckConstraint(
                name="placements_step_within_two_years",
                condition=Q(weeks__gte=-60, weeks__lte=60),
                violation_error_code="weeks",
                violation_error_message="A step lies within sixty weeks of the first day.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IntakeTaskQuerySet(OfIntakeQuerySet):
    def open(self) -> "IntakeTaskQuerySet":
        return self.filter(done_on=None, dropped_why="")

    def of_the_year(self, on: date) -> "IntakeTaskQuerySet":
        """Due in the twelve months from the one of `on`, or open since before."""
        first = on.replace(day=1)
        is_open = Q(done_on=None, dropped_why="")
        coming = Q(due_on__gte=first, dropped_why="")
        return self.filter(coming | is_open, due_on__lt=first.replace(year=first.year + 1))


@pghistory.track()
class IntakeTask(Checked):
    """One thing to do for one intake: due on a day, owned by somebody, done by somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="tasks")
    step = models.ForeignKey(WheelStep, models.PROTECT, null=True, blank=True, related_name="tasks")
    title = models.CharField("what", max_length=120)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    dropped_why = models.CharField("why it is not needed", max_length=300, blank=True)

    objects = IntakeTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "step"],
                name="placements_task_once_per_step",
                violation_error_message="This intake has that step already.",
            ),
            models.CheckConstraint(
                name="placements_task_done_whole",
                condition=Q(done_on=None, done_by=None)
                | Q(done_on__isnull=False, done_by__isnull=False, dropped_why=""),
                violation_error_message="A task is done by somebody, or not needed, not both.",
            ),
            models.CheckConstraint(
                name="placements_task_done_after_it_came",
                condition=Q(done_on=None) | Q(done_on__gte=F("created_on")),
                violation_error_message="A task is not done before it was there.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.dropped_why
