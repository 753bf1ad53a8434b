"""Needs, outcomes and actions of one version, what became of each, and what moved them on.

A row belongs to one version and is locked with it; `line` is the same through all versions, so that
its history, its actions in the one list and what moved it on are found again. What became of it
(`status`) goes on changing after the text is signed.
"""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from casework.plan import policies
from casework.plan.models.plan import Plan
from casework.plan.models.version import PlanVersion
from records.models import Versioned
from records.triggers import append_only, locked_with

STILL_OPEN = ("status", "lock_version")


class Status(models.TextChoices):
    OPEN = "open", "Being worked on"
    ACHIEVED = "achieved", "Achieved"
    REMOVED = "removed", "Taken out"


class ItemQuerySet(models.QuerySet):
    def visible_to(self, person: Person, on: date | None = None):
        children = visible_children(person, on)
        return self.filter(
            policies.draft_shows(person.pk, "version__"), version__plan__child__in=children
        )

    def standing(self):
        """Not taken out."""
        return self.exclude(status=Status.REMOVED)


class PlanItem(Versioned):
    """What a need, an outcome and an action have in common."""

    Status = Status

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.UUIDField("the same through all versions", default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN, editable=False)

    class Meta:
        abstract = True

    @property
    def child(self) -> Child:
        return self.version.plan.child  # type: ignore[attr-defined]

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN


def _constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["version", "line"], name=f"casework_{model}_once_a_version")
    ]


@pghistory.track()
class Need(PlanItem):
    """Something the child or the family needs, in the family's words."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="needs")
    words = models.CharField("what is needed, in the family's words", max_length=300)
    whose_words = models.CharField("whose words these are", max_length=120, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = _constraints("need")
        triggers = [locked_with("version", still_open=STILL_OPEN)]

    def __str__(self) -> str:
        return self.words


@pghistory.track()
class Outcome(PlanItem):
    """What will be different for the child, and how everybody will see it."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="outcomes")
    need = models.ForeignKey(Need, models.PROTECT, related_name="outcomes")
    words = models.CharField("what will be different", max_length=300)
    how_we_know = models.CharField("how we will see it", max_length=300)
    easy_words = models.CharField("the same for the child, in a few words", max_length=140)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = _constraints("outcome")
        indexes = [models.Index(fields=["line"])]
        triggers = [locked_with("version", still_open=STILL_OPEN)]

    def __str__(self) -> str:
        return self.words


@pghistory.track()
class PlanAction(PlanItem):
    """Who does what by when. Somebody who signs in finds theirs in the one list of actions."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="actions")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="actions")
    what = models.CharField("what will be done", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField("who, outside this service", max_length=120, blank=True)
    due_on = models.DateField("by when")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            *_constraints("planaction"),
            models.CheckConstraint(
                name="casework_planaction_one_owner",
                condition=Q(owner=None) & ~Q(owner_name="") | Q(owner__isnull=False, owner_name=""),
                violation_error_message="An action has one owner: choose one, or write the name.",
            ),
        ]
        triggers = [locked_with("version", still_open=STILL_OPEN)]

    def __str__(self) -> str:
        return self.what

    @property
    def owner_words(self) -> str:
        return self.owner.name if self.owner else self.owner_name


@pghistory.track()
class ItemChange(Checked):
    """Achieved, taken out, or put back: when, by whom and why. Kept through all versions."""

    append_only = True

    class Noun(models.TextChoices):
        NEED = "need", "Need"
        OUTCOME = "outcome", "Outcome"
        ACTION = "action", "Action"

    class Change(models.TextChoices):
        ACHIEVED = "achieved", "Achieved"
        REMOVED = "removed", "Taken out"
        PUT_BACK = "put_back", "Put back"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="item_changes")
    noun = models.CharField(max_length=10, choices=Noun)
    line = models.UUIDField()
    words = models.CharField(max_length=300)
    change = models.CharField(max_length=10, choices=Change)
    why = models.CharField(max_length=300)
    happened_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_itemchange_says_why",
                condition=~Q(why=""),
                violation_error_message="Say why.",
            )
        ]
        indexes = [models.Index(fields=["plan", "line"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_change_display()} on {self.happened_on}"


class OutcomeProgressQuerySet(models.QuerySet["OutcomeProgress"]):
    def visible_to(self, person: Person, on: date | None = None) -> "OutcomeProgressQuerySet":
        children = visible_children(person, on)
        return self.filter(outcome__version__plan__child__in=children)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OutcomeProgress(Checked):
    """A countersigned session or visit that moved an outcome on, and how."""

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="progress")
    session = models.ForeignKey(
        DirectWorkSession, models.PROTECT, null=True, blank=True, related_name="progress"
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="progress")
    what_moved = models.CharField("what it moved", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = OutcomeProgressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outcome progress"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_outcomeprogress_one_source",
                condition=Q(session__isnull=False, visit=None)
                | Q(session=None, visit__isnull=False),
                violation_error_message="Choose the session or the visit that moved it on.",
            ),
            models.UniqueConstraint(
                fields=["outcome", "session"], name="casework_outcomeprogress_session_once"
            ),
            models.UniqueConstraint(
                fields=["outcome", "visit"], name="casework_outcomeprogress_visit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.what_moved

    @property
    def happened_on(self) -> date:
        source = self.session or self.visit
        return (source and source.happened_on) or timezone.localdate(self.at)
