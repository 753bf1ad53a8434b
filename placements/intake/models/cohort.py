"""Each reading of a university's list of students: what came, what it would make, what it made."""

import uuid
from datetime import date, datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import Person
from placements.intake import policies
from placements.intake.models.intake import Intake
from placements.intake.models.offer import Nomination

UNDO_WITHIN = timedelta(days=1)


class CohortImportQuerySet(models.QuerySet["CohortImport"]):
    def visible_to(self, person: Person, on: date | None = None) -> "CohortImportQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.imports(person, person.reach(on)))


@pghistory.track()
class CohortImport(models.Model):
    """One file of one intake. Nothing is made before it is confirmed; then all of it, at once."""

    class State(models.TextChoices):
        READY = "ready", "Ready for you to look at"
        DONE = "done", "Imported"
        FAILED = "failed", "Could not be read"
        DISCARDED = "discarded", "Not imported"
        UNDONE = "undone", "Undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    header = ArrayField(models.TextField(), default=list)
    message = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = CohortImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_state_display().lower()}"

    def may_be_undone(self, now: datetime) -> bool:
        return (
            self.state == self.State.DONE
            and self.finished_at is not None
            and now <= self.finished_at + UNDO_WITHIN
        )


class CohortRow(models.Model):
    """A row that can be taken, and, once it is, what it made: that is what an undo takes back."""

    class Outcome(models.TextChoices):
        NEW = "new", "New student"
        KNOWN = "known", "Student we know"

    cohort_import = models.ForeignKey(CohortImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    values = models.JSONField()
    cells = ArrayField(models.TextField())
    outcome = models.CharField(max_length=10, choices=Outcome)
    made_profile = models.BooleanField(default=False)
    alike = models.CharField("students of the same name", max_length=300, blank=True)
    nomination = models.ForeignKey(
        Nomination, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort_import", "line"], name="placements_cohort_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"


class CohortRefusal(models.Model):
    """A row that cannot be taken: its line, the reason, its cells for the failed-rows file."""

    cohort_import = models.ForeignKey(CohortImport, models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField()
    reason = models.TextField()
    cells = ArrayField(models.TextField())

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"
