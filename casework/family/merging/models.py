"""A merge of two records of one child: proposed, done, undone; and every move it made."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children
from records.triggers import append_only


class ChildMergeQuerySet(models.QuerySet["ChildMerge"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ChildMergeQuerySet":
        """Known to those who may open the record that is kept."""
        return self.filter(kept__in=visible_children(person, on))

    def done(self) -> "ChildMergeQuerySet":
        return self.filter(state=ChildMerge.State.DONE)


@pghistory.track()
class ChildMerge(Checked):
    """Somebody says that two records are one child. `found` is what the trial run showed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        DONE = "done", "Merged"
        UNDONE = "undone", "Taken apart again"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Child, models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Child, models.PROTECT, related_name="merged_away")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    why = models.CharField("how you know", max_length=300)
    found = models.JSONField(default=dict, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_why = models.CharField(max_length=300, blank=True)

    objects = ChildMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="casework_childmerge_of_two",
                condition=~Q(kept=F("dropped")),
                violation_error_message="Choose two different records.",
            ),
            models.CheckConstraint(
                name="casework_childmerge_stamped",
                condition=Q(state="proposed", done_at=None, done_by=None, undone_at=None)
                | Q(state="done", done_at__isnull=False, done_by__isnull=False, undone_at=None)
                | Q(
                    state="undone",
                    done_at__isnull=False,
                    undone_at__isnull=False,
                    undone_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="casework_childmerge_for_a_reason",
                condition=~Q(why=""),
                violation_error_message="Say how you know that this is one child.",
            ),
            models.UniqueConstraint(
                fields=["dropped"],
                name="casework_childmerge_dropped_once",
                condition=Q(state="done"),
                violation_error_message="This record is merged into another one already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Merge of {self.proposed_at:%Y-%m-%d %H:%M}"


@pghistory.track()
class MergeMove(models.Model):
    """Rows of one table that were moved together: which column, from what to what."""

    append_only = True

    merge = models.ForeignKey(ChildMerge, models.PROTECT, related_name="moves")
    place = models.PositiveSmallIntegerField()
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    noun = models.CharField(max_length=80)
    ids = ArrayField(models.TextField())
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["place"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["merge", "place"], name="casework_mergemove_in_order")
        ]

    def __str__(self) -> str:
        return f"{len(self.ids)} of {self.table}.{self.column}"
