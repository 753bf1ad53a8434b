"""Each reading of the national register: what came, what it would change, what was refused."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Person
from partners import policies


class SchoolImportQuerySet(models.QuerySet["SchoolImport"]):
    def visible_to(self, person: Person) -> "SchoolImportQuerySet":
        return self.filter(policies.imports(person))


@pghistory.track(exclude=["rows_read", "alive_at", "claim"])
class SchoolImport(models.Model):
    """One file. Nothing reaches the schools before `CONFIRMED`; then all of it does, at once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READY = "ready", "Ready for you to look at"
        CONFIRMED = "confirmed", "Being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Could not be read"
        DISCARDED = "discarded", "Not imported"

    UNDER_WAY = (State.WAITING, State.READING, State.CONFIRMED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    header = ArrayField(models.TextField(), default=list)
    fields = ArrayField(models.CharField(max_length=40), default=list)

    rows_read = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)

    open_count = models.PositiveIntegerField(default=0)
    closed_count = models.PositiveIntegerField(default=0)
    proposed_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    closing_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)

    objects = SchoolImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_state_display().lower()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def school_count(self) -> int:
        return self.new_count + self.changed_count + self.closing_count + self.unchanged_count

    @property
    def changes_nothing(self) -> bool:
        return not (self.new_count or self.changed_count or self.closing_count)


class SchoolImportRow(models.Model):
    """A row read from a file and not yet applied; gone once its import is applied or discarded.

    `values` holds the columns the file has and no others, so that an absent column changes nothing.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        CLOSING = "closing", "Closed now"
        UNCHANGED = "unchanged", "Unchanged"

    school_import = models.ForeignKey(SchoolImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    urn = models.PositiveIntegerField()
    values = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, db_default="")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_import", "urn"], name="partners_import_row_once_per_urn"
            )
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.urn}"


class SchoolImportRefusal(models.Model):
    """A row that was not imported: its line, the reason, its cells for the failed-rows file."""

    school_import = models.ForeignKey(SchoolImport, models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField()
    reason = models.TextField()
    cells = ArrayField(models.TextField())

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"
