"""The closing of one episode: what changed, who told the child, and what was overridden."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from casework.child.models import visible_children
from casework.episode.models import Episode
from records.triggers import append_only


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ClosureQuerySet":
        return self.filter(episode__child__in=visible_children(person, on))


@pghistory.track()
class Closure(Checked):
    """Written once, when an episode closes; the date and the reason stand on the episode."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.OneToOneField(Episode, models.PROTECT, related_name="closure")
    what_changed = models.TextField("what changed for the child", max_length=3000)
    child_told = models.TextField("how the child and family were told", max_length=2000)
    overridden = models.JSONField(default=list, blank=True)
    override_reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="casework_closure_told",
                condition=~Q(what_changed="") & ~Q(child_told=""),
                violation_error_message="Say what changed, and how the child was told.",
            ),
            models.CheckConstraint(
                name="casework_closure_overridden_with_reason",
                condition=Q(overridden=[], override_reason="")
                | (~Q(overridden=[]) & ~Q(override_reason="")),
                violation_error_message="Say why it closes although something is unfinished.",
            ),
        ]

    def __str__(self) -> str:
        return f"Closing of {self.episode}"
