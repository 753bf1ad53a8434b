"""The list of what changed about a placement, covers by dates, and answers about open work."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Dated, Person, dates_in_order, whole_days
from placements.models.placement import PracticePlacement, visible_placements


class OfPlacementQuerySet(models.QuerySet):
    """Rows of a placement are read by who reads the placement."""

    def visible_to(self, person: Person, on: date | None = None):
        return self.filter(placement__in=visible_placements(person, on))


@pghistory.track()
class PlacementChange(Checked):
    """One change, from which day it holds, what was before and what is since. Never rewritten."""

    class Kind(models.TextChoices):
        DEFERRED = "deferred", "Put off"
        EXTENDED = "extended", "Extended"
        SUSPENDED = "suspended", "Suspended"
        REINSTATED = "reinstated", "Reinstated"
        EDUCATOR = "educator", "Practice educator changed"
        ENDED = "ended", "Ended"

    placement = models.ForeignKey(
        PracticePlacement, models.PROTECT, related_name="placement_changes"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    from_on = models.DateField("from")
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200)
    why = models.CharField("why", max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_change_has_a_reason",
                condition=~Q(why=""),
                violation_error_code="why",
                violation_error_message="Say why.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.from_on:%-d %B %Y}"


class PlacementCoverQuerySet(OfPlacementQuerySet):
    def not_over(self, on: date) -> "PlacementCoverQuerySet":
        return self.filter(ends_on__gte=on)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlacementCover(Dated):
    """Somebody stands in for a practice educator between two days. Their queue, reminders and
    approvals follow the reporting line that comes with it; no capacity is asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="covers")
    for_whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_back = models.TextField("what the practice educator needs to know", blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementCoverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            dates_in_order("placements_placementcover"),
            models.CheckConstraint(
                name="placements_cover_between_two",
                condition=~Q(for_whom=F("by_whom")),
                violation_error_code="by_whom",
                violation_error_message="Nobody covers for themselves.",
            ),
            models.CheckConstraint(
                name="placements_cover_handed_back_pair",
                condition=Q(handed_back="", handed_back_at=None)
                | (~Q(handed_back="") & Q(handed_back_at__isnull=False)),
                violation_error_message="A note and its time belong together.",
            ),
            ExclusionConstraint(
                name="placements_cover_once_at_a_time",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="starts_on",
                violation_error_message="Somebody covers on some of these days already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Cover from {self.starts_on:%-d %B} to {self.ends_on:%-d %B %Y}"


class WorkAnswerQuerySet(models.QuerySet["WorkAnswer"]):
    def settled(self) -> "WorkAnswerQuerySet":
        """Nothing is to be done any more, even where the record itself lies as it was left."""
        return self.filter(answer__in=WorkAnswer.SETTLES)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class WorkAnswer(Checked):
    """What becomes of one piece of a student's open work when they stop. It names the record by its
    kind and number alone: a placement holds no word about a child."""

    class Kind(models.TextChoices):
        ALLOCATION = "allocation", "Work with a child"
        ACTION = "action", "Something to do"
        VISIT_PLANNED = "visit_planned", "Planned visit"
        VISIT = "visit", "Visit record"
        SESSION = "session", "Session record"
        ASSESSMENT = "assessment", "Assessment"
        PLAN = "plan", "Plan"

    class Answer(models.TextChoices):
        FINISH = "finish", "The student finishes it before they stop"
        PASS = "pass", "Somebody else takes it on"
        END = "end", "It ends with the student"
        WAIT = "wait", "It waits until they are back"
        SETTLED = "settled", "Seen to afterwards"

    SETTLES = (Answer.PASS, Answer.END, Answer.SETTLED)

    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="work_answers")
    kind = models.CharField(max_length=14, choices=Kind)
    record_id = models.UUIDField()
    answer = models.CharField(max_length=8, choices=Answer)
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    objects = WorkAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "record_id"],
                name="placements_workanswer_once",
                violation_error_message="This is answered already.",
            ),
            models.CheckConstraint(
                name="placements_workanswer_passed_to_somebody",
                condition=Q(answer="pass", passed_to__isnull=False)
                | (~Q(answer="pass") & Q(passed_to=None)),
                violation_error_message="Say who takes it on.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_answer_display()}"
