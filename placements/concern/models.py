"""A concern, its steps with each side's own words, the plan, and who else is named on it."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Checked, Dated, Person, dates_in_order, in_force
from placements.concern import policies
from placements.concern.states import OPEN, Move, Outcome, Stage
from placements.models.placement import PracticePlacement
from records.triggers import append_only


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ConcernQuerySet":
        on = on or timezone.localdate()
        named = ConcernNamed.objects.filter(in_force(on), person=person).values("concern")
        return self.filter(policies.concerns(person, person.reach(on), named))

    def open(self) -> "ConcernQuerySet":
        return self.filter(stage__in=OPEN)

    def with_people(self) -> "ConcernQuerySet":
        return self.select_related(
            "placement__student", "placement__practice_educator", "placement__university"
        )


class OfConcernQuerySet(models.QuerySet):
    """What belongs to a concern is known to who knows of the concern."""

    def visible_to(self, person: Person, on: date | None = None):
        return self.filter(concern__in=Concern.objects.visible_to(person, on))


@pghistory.track()
class Concern(Checked):
    """One concern about how a student practises. It never stands on a child's record."""

    Stage, Outcome = Stage, Outcome

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="concerns")
    about = models.CharField("what it is about", max_length=200)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.INFORMAL, editable=False)
    raised_on = models.DateField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    review_on = models.DateField("looked at again on", null=True, blank=True)
    tutor_told_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=~Q(stage="closed"),
                name="placements_concern_one_open",
                violation_error_message="A concern is open already. Go on with that one.",
            ),
            models.CheckConstraint(
                name="placements_concern_closed_with_outcome",
                condition=(Q(stage="closed", closed_on__isnull=False) & ~Q(outcome=""))
                | (~Q(stage="closed") & Q(closed_on=None, outcome="")),
                violation_error_code="outcome",
                violation_error_message="Say how it ended, and when.",
            ),
            models.CheckConstraint(
                name="placements_concern_closed_after_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("raised_on")),
                violation_error_code="on",
                violation_error_message="It cannot end before it was raised.",
            ),
            models.CheckConstraint(
                name="placements_concern_review_after_raised",
                condition=Q(review_on=None) | Q(review_on__gt=F("raised_on")),
                violation_error_code="review_on",
                violation_error_message="Choose a day after the one you talked.",
            ),
        ]

    def __str__(self) -> str:
        return f"Concern of {self.raised_on:%-d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.stage != Stage.CLOSED


@pghistory.track()
class ConcernStep(Checked):
    """One move: the talk or meeting, on its day, and what was said. Never rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="concern_steps")
    move = models.CharField(max_length=10, choices=Move)
    on = models.DateField("when")
    who_was_there = models.CharField(max_length=200, blank=True)
    said = models.TextField("what was said")
    support = models.TextField("what support was agreed", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_concernstep_says_something",
                condition=~Q(said=""),
                violation_error_code="said",
                violation_error_message="Write what was said.",
            ),
            models.UniqueConstraint(
                fields=["concern", "move"],
                condition=~Q(move="review"),
                name="placements_concernstep_once",
                violation_error_message="This step is recorded already.",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_move_display()}, {self.on:%-d %B %Y}"


class ConcernWordsQuerySet(models.QuerySet["ConcernWords"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ConcernWordsQuerySet":
        return self.filter(step__concern__in=Concern.objects.visible_to(person, on))


@pghistory.track()
class ConcernWords(Checked):
    """How the student, or the university, sees a step, in their own words. Never rewritten; a later
    thought is one more."""

    append_only = True

    step = models.ForeignKey(ConcernStep, models.PROTECT, related_name="words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects = ConcernWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "concern words"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_concernwords_say_something",
                condition=~Q(text=""),
                violation_error_code="text",
                violation_error_message="Write how you see it.",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Words of {self.by}"


@pghistory.track()
class PlanPoint(Checked):
    """One point of the plan: what is to be seen, who does it, by when, and whether it was."""

    class Owner(models.TextChoices):
        STUDENT = "student", "The student"
        EDUCATOR = "educator", "The practice educator"
        UNIVERSITY = "university", "The university"
        MANAGER = "manager", "The team manager"

    class Came(models.TextChoices):
        MET = "met", "Done"
        PARTLY = "partly", "Partly"
        NOT_MET = "not_met", "Not done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="points")
    what = models.CharField("what is to be seen", max_length=300)
    owner = models.CharField("who", max_length=10, choices=Owner)
    due_on = models.DateField("by when")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()
    came = models.CharField("how it came out", max_length=8, choices=Came, blank=True)
    came_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_planpoint_due_after_made",
                condition=Q(due_on__gte=F("made_on")),
                violation_error_code="due_on",
                violation_error_message="The day is before the one it was agreed on.",
            ),
            models.CheckConstraint(
                name="placements_planpoint_came_pair",
                condition=Q(came="", came_on=None) | (~Q(came="") & Q(came_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.what


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ConcernNamed(Dated):
    """Somebody else who is to know of a concern, from a day on: the tutor, a second educator."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="concern_named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "concern named"
        ordering = ["starts_on", "pk"]
        constraints = [
            dates_in_order("placements_concernnamed"),
            models.UniqueConstraint(
                fields=["concern", "person"],
                condition=Q(ends_on=None),
                name="placements_concernnamed_once",
                violation_error_code="person",
                violation_error_message="They are named already.",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name
