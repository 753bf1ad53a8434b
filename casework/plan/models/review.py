"""A review of a child in need plan: what each person brought, what was decided, and when next.

The reviews of a child protection plan are conferences; they stand with the meetings.
"""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children
from casework.plan import policies
from casework.plan.models.agreement import Who
from casework.plan.models.plan import Plan
from records.models import SignedRecord, signed_constraints
from records.states import State
from records.triggers import locked_when_signed, locked_with, only_known_moves


class PlanReviewQuerySet(models.QuerySet["PlanReview"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlanReviewQuerySet":
        children = visible_children(person, on)
        return self.filter(policies.draft_shows(person.pk), plan__child__in=children)

    def counted(self) -> "PlanReviewQuerySet":
        """Sent, and not with its author again: a review that was held."""
        return self.filter(state__in=(State.SUBMITTED, State.COUNTERSIGNED))


@pghistory.track()
class PlanReview(SignedRecord):
    """One review, recorded by the worker and countersigned."""

    class Result(models.TextChoices):
        CONTINUE = "continue", "Go on with the plan"
        CHANGE = "change", "Go on, with changes: a new version follows"
        STEP_UP = "step_up", "Worries have grown: ask for a strategy discussion"
        END = "end", "End the plan"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    held_on = models.DateField("held on")
    chaired_by = models.CharField("who chaired it", max_length=120, blank=True)
    better = models.TextField("what is better", blank=True)
    worries = models.TextField("what still worries us", blank=True)
    result = models.CharField("what was decided", max_length=10, choices=Result, blank=True)
    result_why = models.TextField("why", blank=True)
    next_on = models.DateField("next review on", null=True, blank=True)
    next_late_why = models.CharField("why later than the limit", max_length=300, blank=True)

    objects = PlanReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-created_at"]
        constraints = [
            *signed_constraints("casework_planreview"),
            models.UniqueConstraint(
                fields=["plan", "held_on"],
                name="casework_planreview_one_a_day",
                violation_error_message="A review of that day is recorded already.",
            ),
            models.CheckConstraint(
                name="casework_planreview_next_after",
                condition=Q(next_on=None) | Q(next_on__gt=F("held_on")),
                violation_error_message="The next review is after this one.",
            ),
            models.CheckConstraint(
                name="casework_planreview_sent_complete",
                condition=Q(state__in=[State.DRAFT, State.RETURNED])
                | (~Q(result="") & ~Q(result_why="")),
                violation_error_message="The review is not complete enough to be sent.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                name="casework_planreview_waiting",
                condition=Q(state=State.SUBMITTED),
            )
        ]
        triggers = [locked_when_signed(), only_known_moves()]

    def __str__(self) -> str:
        return f"Review of {self.held_on}"

    @property
    def child(self) -> Child:
        return self.plan.child


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contribution(Checked):
    """What one person brought to a review, and how safe it feels to them, 0 to 10."""

    class How(models.TextChoices):
        THERE = "there", "Was there"
        IN_WRITING = "in_writing", "In writing or by message"
        THROUGH = "through", "Somebody spoke for them"
        NOT_ASKED = "not_asked", "Was not asked"
        DECLINED = "declined", "Asked, did not want to"

    review = models.ForeignKey(PlanReview, models.PROTECT, related_name="contributions")
    position = models.PositiveSmallIntegerField()
    who = models.CharField("who", max_length=20, choices=Who)
    name = models.CharField("name", max_length=120)
    how = models.CharField("how", max_length=20, choices=How)
    view = models.TextField("what they said", blank=True)
    scale = models.PositiveSmallIntegerField("how safe it feels", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "position"], name="casework_contribution_in_order"
            ),
            models.CheckConstraint(
                name="casework_contribution_scale",
                condition=Q(scale=None) | Q(scale__lte=10),
                violation_error_message="The scale goes from 0 to 10.",
            ),
        ]
        triggers = [locked_with("review")]

    def __str__(self) -> str:
        return f"{self.get_who_display()}, {self.get_how_display().lower()}"
