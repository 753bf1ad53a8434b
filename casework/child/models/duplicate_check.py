"""Who asked whether a child is here already."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Person
from records.triggers import append_only


class DuplicateCheckQuerySet(models.QuerySet["DuplicateCheck"]):
    def visible_to(self, person: Person) -> "DuplicateCheckQuerySet":
        """What a check showed is for the one who asked."""
        return self.filter(by=person)


@pghistory.track()
class DuplicateCheck(models.Model):
    """Someone asked whether a child is here already; a log of who, when and what it showed."""

    append_only = True

    class Purpose(models.TextChoices):
        REQUEST = "request", "A request for work"
        NEW_CHILD = "new_child", "A new child"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    about_id = models.UUIDField(null=True, blank=True, help_text="The request it was made for.")
    shown = models.PositiveSmallIntegerField()
    child_ids = ArrayField(models.UUIDField(), default=list)

    objects = DuplicateCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [append_only()]
        indexes = [models.Index(fields=["about_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.shown} shown at {self.at:%Y-%m-%d %H:%M}"
