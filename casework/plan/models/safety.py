"""The family's own plan for a bad night: who does what, on one page they can keep."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Person
from casework.child.models import Child, visible_children
from casework.plan import policies
from records.models import SignedRecord, signed_constraints
from records.states import State
from records.triggers import locked_when_signed, locked_with, only_known_moves

IN_THE_MAKING = (State.DRAFT, State.RETURNED, State.SUBMITTED)


class SafetyPlanQuerySet(models.QuerySet["SafetyPlan"]):
    def visible_to(self, person: Person, on: date | None = None) -> "SafetyPlanQuerySet":
        children = visible_children(person, on)
        return self.filter(policies.draft_shows(person.pk), child__in=children)

    def in_the_making(self) -> "SafetyPlanQuerySet":
        return self.filter(state__in=IN_THE_MAKING)


@pghistory.track()
class SafetyPlan(SignedRecord):
    """Signed when countersigned: a paper that leaves the building bears a registered name."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="safety_plans")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, related_name="safety_plans")
    number = models.PositiveSmallIntegerField()
    signs = models.TextField("how we notice that it is getting bad", blank=True)
    first_thing = models.TextField("what we do first", blank=True)
    safe_place = models.CharField("where we go", max_length=300, blank=True)
    code_word = models.CharField("our word for “come now”", max_length=60, blank=True)
    childs_part = models.TextField("what the child does, in their own words", blank=True)
    afterwards = models.TextField("what we do the next day", blank=True)
    talk_again_on = models.DateField("when we talk about it again", null=True, blank=True)

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *signed_constraints("casework_safetyplan"),
            models.UniqueConstraint(
                fields=["child", "number"], name="casework_safetyplan_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_safetyplan_one_in_the_making",
                condition=Q(state__in=IN_THE_MAKING),
                violation_error_message="Another safety plan is being written for this child.",
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_safetyplan_one_in_force",
                condition=Q(state=State.COUNTERSIGNED),
                violation_error_message="A child has one safety plan at a time.",
            ),
            models.CheckConstraint(
                name="casework_safetyplan_sent_complete",
                condition=Q(state__in=[State.DRAFT, State.RETURNED])
                | (~Q(signs="") & ~Q(first_thing="") & ~Q(safe_place="")),
                violation_error_message="The safety plan is not complete enough to be sent.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                name="casework_safetyplan_waiting",
                condition=Q(state=State.SUBMITTED),
            )
        ]
        triggers = [locked_when_signed(), only_known_moves()]

    def __str__(self) -> str:
        return f"Safety plan {self.number}"

    @property
    def may_leave(self) -> bool:
        """Given to the family once a registered worker signed it."""
        return self.state in (State.COUNTERSIGNED, State.SUPERSEDED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SafetyStep(models.Model):
    """One person's part on a bad night, and the number to ring them on."""

    safety_plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=80)
    does_what = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["safety_plan", "position"], name="casework_safetystep_in_order"
            )
        ]
        triggers = [locked_with("safety_plan")]

    def __str__(self) -> str:
        return f"Step {self.position}"
