"""Steps that are done on a day, and what the three say of the placement at its end."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from placements.models.placement import PracticePlacement, visible_placements
from placements.timeline import policies
from placements.timeline.models.scope import OfPlacement


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlacementStep(Checked):
    """A step that is done on a day: an observation, a piece of feedback, the portfolio, the panel.

    What was seen or said is written in the portfolio; here stands that it was, when and by whom.
    """

    class Kind(models.TextChoices):
        OBSERVATION = "observation", "Direct observation"
        PEOPLE = "people", "Feedback from people we work with"
        COLLEAGUE = "colleague", "Feedback from a colleague"
        PORTFOLIO = "portfolio", "Portfolio handed in"
        PANEL = "panel", "Practice assessment panel"

    class Outcome(models.TextChoices):
        PASS = "pass", "Pass"
        FAIL = "fail", "Fail"
        DEFER = "defer", "Deferred"
        REFER = "refer", "Referred back"

    ONCE = (Kind.PORTFOLIO, Kind.PANEL)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="done_steps")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField("when")
    who = models.CharField("by whom", max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfPlacement.as_manager()

    class Meta:
        ordering = ["placement", "on"]
        constraints = [
            models.UniqueConstraint(
                name="placements_step_of_kind_once",
                fields=["placement", "kind"],
                condition=Q(kind__in=["portfolio", "panel"]),
                violation_error_message="This is recorded already.",
            ),
            models.CheckConstraint(
                name="placements_step_panel_outcome",
                condition=(Q(kind="panel") & ~Q(outcome="")) | (~Q(kind="panel") & Q(outcome="")),
                violation_error_message="Say what the panel decided.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PlacementFeedbackQuerySet(models.QuerySet["PlacementFeedback"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlacementFeedbackQuerySet":
        seen = visible_placements(person, on)
        return self.filter(policies.feedback(person, seen))


@pghistory.track()
class PlacementFeedback(models.Model):
    """Quality assurance of the placement itself: what one of the three says of it at the end."""

    class Giver(models.TextChoices):
        STUDENT = "student", "The student"
        EDUCATOR = "educator", "The practice educator"
        UNIVERSITY = "university", "The university"

    class Again(models.TextChoices):
        YES = "yes", "Yes, as it was"
        CHANGED = "changed", "Yes, with changes"
        NO = "no", "No"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="feedback")
    giver = models.CharField(max_length=12, choices=Giver)
    on = models.DateField()
    worked_well = models.TextField("what worked well")
    to_change = models.TextField("what should change", blank=True)
    again = models.CharField("would you choose this placement again?", max_length=10, choices=Again)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PlacementFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "placement feedback"
        ordering = ["placement", "giver"]
        constraints = [
            models.UniqueConstraint(
                name="placements_feedback_once",
                fields=["placement", "giver"],
                violation_error_message="This feedback has been given already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_giver_display()}, {self.on:%-d %B %Y}"
