"""What a plan says, as a signed record: drafted, countersigned, authorised, then replaced."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Person
from casework.child.models import Child, visible_children
from casework.plan import policies
from casework.plan.models.plan import Plan
from records.models import SignedRecord, signed_constraints
from records.states import State
from records.triggers import locked_when_signed, only_known_moves

IN_THE_MAKING = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.COUNTERSIGNED)


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlanVersionQuerySet":
        children = visible_children(person, on)
        return self.filter(policies.draft_shows(person.pk), plan__child__in=children)

    def in_the_making(self) -> "PlanVersionQuerySet":
        return self.filter(state__in=IN_THE_MAKING)

    def in_force(self) -> "PlanVersionQuerySet":
        """The one that was authorised last."""
        return self.filter(state=State.AUTHORISED)

    def waiting(self) -> "PlanVersionQuerySet":
        """For a countersignature, or for the manager."""
        return self.filter(state__in=(State.SUBMITTED, State.COUNTERSIGNED))


@pghistory.track()
class PlanVersion(SignedRecord):
    """One version of the plan's text. Needs, outcomes and actions hang on it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    why_new = models.CharField("what this version changes, and why", max_length=300, blank=True)
    meeting_on = models.DateField("meeting at which it was agreed", null=True, blank=True)
    why_plan = models.TextField("why we have a plan", blank=True)
    working_well = models.TextField("what is working well", blank=True)
    must_change = models.TextField("what must change, and how we will see it", blank=True)
    family_network = models.TextField("who in the family helps, and how", blank=True)
    contingency = models.TextField("what happens if things get worse", blank=True)
    ends_when = models.TextField("when the plan can end", blank=True)
    visit_every = models.PositiveSmallIntegerField(
        "visits at least every … working days", null=True, blank=True
    )
    childs_version = models.TextField("the plan as the child would say it", blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *signed_constraints("casework_planversion"),
            models.UniqueConstraint(
                fields=["plan", "number"], name="casework_planversion_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                name="casework_planversion_one_in_the_making",
                condition=Q(state__in=IN_THE_MAKING),
                violation_error_message="Another version of this plan is being written.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                name="casework_planversion_one_in_force",
                condition=Q(state=State.AUTHORISED),
                violation_error_message="One version of a plan is in force.",
            ),
            models.CheckConstraint(
                name="casework_planversion_visits",
                condition=Q(visit_every=None) | Q(visit_every__gte=1, visit_every__lte=60),
                violation_error_message="Visits are every 1 to 60 working days.",
            ),
            models.CheckConstraint(
                name="casework_planversion_sent_complete",
                condition=Q(state__in=[State.DRAFT, State.RETURNED])
                | (~Q(why_plan="") & ~Q(must_change="") & ~Q(contingency="") & ~Q(ends_when="")),
                violation_error_message="The plan is not complete enough to be sent.",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "state"]),
            models.Index(
                fields=["submitted_at"],
                name="casework_planversion_waiting",
                condition=Q(state__in=(State.SUBMITTED, State.COUNTERSIGNED)),
            ),
        ]
        triggers = [locked_when_signed(), only_known_moves()]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def child(self) -> Child:
        return self.plan.child

    @property
    def is_in_force(self) -> bool:
        return self.state == State.AUTHORISED

    @property
    def may_leave(self) -> bool:
        """Only what a manager authorised is given to anybody outside."""
        return self.state in (State.AUTHORISED, State.SUPERSEDED)
