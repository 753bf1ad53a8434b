"""The child's chronology: dated by the event, appended, corrected only by a later entry."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from casework.child.models import Child


class ChronologyEntryQuerySet(models.QuerySet["ChronologyEntry"]):
    def visible_to(self, person, on=None) -> "ChronologyEntryQuerySet":
        return self.filter(child__in=Child.objects.visible_to(person, on))

    def about(self, child: Child) -> "ChronologyEntryQuerySet":
        """For callers that found the child in their scope already."""
        return self.filter(child=child)

    def saying(self, words: str) -> "ChronologyEntryQuerySet":
        """Entries in which every one of the words stands."""
        rows = self.annotate(told=Cast("details", models.TextField()))
        for word in words.split():
            rows = rows.filter(Q(summary__icontains=word) | Q(told__icontains=word))
        return rows


@pghistory.track()
class ChronologyEntry(models.Model):
    """One event in a child's life with us. `kind` names the template that words it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="chronology")
    kind = models.CharField(max_length=60)
    happened_on = models.DateField()
    summary = models.CharField(max_length=300)
    details = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects = ChronologyEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["child", "-happened_on", "-recorded_at"]),
            models.Index(fields=["source_type", "source_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on}"
