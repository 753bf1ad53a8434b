"""The three parts of a supervision record, each with its own audience, each in its own table."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children
from casework.decision.models import Decision
from records.triggers import locked_with
from supervision.models.session import SupervisionSession
from supervision.states import TEXT_LOCKED


class WellbeingPartQuerySet(models.QuerySet["WellbeingPart"]):
    def visible_to(self, person: Person, on: date | None = None) -> "WellbeingPartQuerySet":
        """The two of them. Their team manager only where a risk is recorded."""
        sessions = SupervisionSession.objects
        return self.filter(
            Q(session__in=sessions.between(person))
            | Q(is_risk=True, session__in=sessions.managed_by(person, on))
        )


@pghistory.track()
class WellbeingPart(Checked):
    """How the student is: between two people, never on a child's file."""

    session = models.OneToOneField(SupervisionSession, models.PROTECT, related_name="wellbeing")
    text = models.TextField("wellbeing, support, adjustments", blank=True)
    is_risk = models.BooleanField("someone is at risk", default=False)
    risk = models.TextField("who is at risk, and of what", blank=True)

    objects = WellbeingPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_wellbeing_risk_said",
                condition=Q(is_risk=False, risk="") | (Q(is_risk=True) & ~Q(risk="")),
                violation_error_message="Say who is at risk, and of what.",
            )
        ]
        triggers = [locked_with("session", locked=TEXT_LOCKED)]

    def __str__(self) -> str:
        return "How the student is"


class LearningPartQuerySet(models.QuerySet["LearningPart"]):
    def visible_to(self, person: Person, on: date | None = None) -> "LearningPartQuerySet":
        """The two of them and their team manager."""
        sessions = SupervisionSession.objects
        return self.filter(
            Q(session__in=sessions.between(person)) | Q(session__in=sessions.managed_by(person, on))
        )


@pghistory.track()
class LearningPart(models.Model):
    """Reflection on one piece of practice, and what is being learned."""

    class Model(models.TextChoices):
        KOLB = "kolb", "Kolb"
        FOUR = "4x4x4", "4x4x4"
        GIBBS = "gibbs", "Gibbs"

    HEADINGS = {
        Model.KOLB: "what happened · what you noticed · what it means · what next",
        Model.FOUR: (
            "experience · reflection · analysis · plan, each for child, worker, team and partners"
        ),
        Model.GIBBS: "what happened · feelings · what was good and bad · sense · what else · plan",
    }

    session = models.OneToOneField(SupervisionSession, models.PROTECT, related_name="learning")
    model = models.CharField("model", max_length=10, choices=Model, default=Model.KOLB)
    reflection = models.TextField("reflection on one piece of practice", blank=True)
    learning = models.TextField("evidence, feedback and university work", blank=True)

    objects = LearningPartQuerySet.as_manager()

    class Meta:
        triggers = [locked_with("session", locked=TEXT_LOCKED)]

    def __str__(self) -> str:
        return "Learning"

    @property
    def headings(self) -> str:
        return self.HEADINGS[self.Model(self.model)]


class CaseDiscussionQuerySet(models.QuerySet["CaseDiscussion"]):
    def visible_to(self, person: Person, on: date | None = None) -> "CaseDiscussionQuerySet":
        """Who reads the session's header and may open the child's record as well."""
        return self.filter(
            session__in=SupervisionSession.objects.visible_to(person, on),
            child__in=visible_children(person, on),
        )

    def with_all(self) -> "CaseDiscussionQuerySet":
        return self.select_related("child", "owner", "decision")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CaseDiscussion(Checked):
    """What was said about one child. Its decision crosses to the child's file when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupervisionSession, models.PROTECT, related_name="cases")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    discussed = models.TextField("what we discussed", blank=True)
    what = models.CharField("decision", max_length=300, blank=True)
    why = models.TextField("why", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("by when", null=True, blank=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CaseDiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "child"],
                name="supervision_case_once",
                violation_error_message="This child is already in this session.",
            ),
            models.CheckConstraint(
                name="supervision_case_crossed_complete",
                condition=Q(decision=None)
                | (~Q(what="") & ~Q(why="") & Q(owner__isnull=False, due_on__isnull=False)),
            ),
        ]
        triggers = [locked_with("session", locked=TEXT_LOCKED)]

    def __str__(self) -> str:
        return f"About {self.child_id}"

    @property
    def has_decision(self) -> bool:
        return bool(self.what or self.why)
