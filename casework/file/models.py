"""What was written on the wrong child's record and moved: a trace without the words."""

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


class RecordMoveQuerySet(models.QuerySet["RecordMove"]):
    def visible_to(self, person: Person, on: date | None = None) -> "RecordMoveQuerySet":
        """Moves away from, or onto, a record that you may open."""
        children = visible_children(person, on)
        return self.filter(Q(from_child__in=children) | Q(to_child__in=children))


@pghistory.track()
class RecordMove(Checked):
    """One correction: which record, from whom to whom, why, and who had read it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_child = models.ForeignKey(Child, models.PROTECT, related_name="moved_away")
    to_child = models.ForeignKey(Child, models.PROTECT, related_name="moved_here")
    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    happened_on = models.DateField("date of the record")
    why = models.CharField(max_length=300)
    reader_ids = ArrayField(models.UUIDField(), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = RecordMoveQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="casework_recordmove_between_two",
                condition=~Q(from_child=F("to_child")),
                violation_error_message="It is on that child's record already.",
            ),
            models.CheckConstraint(
                name="casework_recordmove_explained",
                condition=~Q(why=""),
                violation_error_message="Say how you know that it is about another child.",
            ),
        ]

    def __str__(self) -> str:
        return f"Moved on {self.at:%Y-%m-%d}"
