"""The child's chronology: dated by the event, appended, corrected only by a later entry."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from casework.child.models import Child, visible_children
from casework.chronology.wordsearch import Searchable, all_words


class ChronologyEntryQuerySet(models.QuerySet["ChronologyEntry"]):
    def visible_to(self, person, on=None) -> "ChronologyEntryQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def about(self, child: Child) -> "ChronologyEntryQuerySet":
        """For callers that found the child in their scope already."""
        return self.filter(child=child)

    def to_show(self) -> "ChronologyEntryQuerySet":
        """With who recorded them, and without what only a search reads."""
        return self.select_related("by").defer("text", "search")

    def saying(self, words: str) -> "ChronologyEntryQuerySet":
        """Entries in which every one of the words stands, as a whole, begun or inflected."""
        asked = all_words(words)
        return self.none() if asked is None else self.filter(search=asked)


@pghistory.track(exclude=["search"])
class ChronologyEntry(models.Model):
    """One event in a child's life with us. `kind` names the template that words it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="chronology")
    kind = models.CharField(max_length=60)
    happened_on = models.DateField()
    summary = models.CharField(max_length=300)
    details = models.JSONField(default=dict, blank=True)
    text = models.TextField(
        blank=True, help_text="The whole of what it tells of, so that a search finds it."
    )
    search = models.GeneratedField(
        expression=Searchable("summary", "details", "text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
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
            GinIndex(fields=["search"], name="casework_chronology_search"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on}"
