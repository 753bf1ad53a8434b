"""The practice placement and its ledger of days."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Checked, Person, Team, dates_in_order, in_force, whole_days
from accounts.prepared import prepared
from partners.models import ContactPerson, University
from placements import policies

WEEKDAYS = [0, 1, 2, 3, 4, 5, 6]
MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]


class PracticePlacementQuerySet(models.QuerySet["PracticePlacement"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PracticePlacementQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.placements(person, person.reach(on)))

    def running(self, on: date) -> "PracticePlacementQuerySet":
        """Begun and not ended on that day; the last day itself still counts."""
        return self.filter(in_force(on))


@prepared
def _visible(person: Person, on: date) -> QuerySet["PracticePlacement", Any]:
    return PracticePlacement.objects.visible_to(person, on).values("pk")


def visible_placements(person: Person, on: date | None = None) -> Any:
    """The placements this person may read, as what stands after `placement__in=`."""
    return _visible.subquery(person, on or timezone.localdate())


def _monday_to_friday() -> list[int]:
    return list(MONDAY_TO_FRIDAY)


@pghistory.track()
class PracticePlacement(Checked):
    """A student's 70 or 100 days with us. It runs until its last day is recorded (`ends_on`)."""

    class Days(models.IntegerChoices):
        FIRST = 70, "70 days"
        FINAL = 100, "100 days"

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Days completed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        TERMINATED = "terminated", "Ended early"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="practice_placements"
    )
    practice_educator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="educates_on"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="practice_placements")
    university = models.ForeignKey(University, models.PROTECT, related_name="practice_placements")
    tutor = models.ForeignKey(
        ContactPerson, models.PROTECT, null=True, blank=True, related_name="practice_placements"
    )
    intake = models.ForeignKey(
        "placements.Intake", models.PROTECT, null=True, blank=True, related_name="placements"
    )
    days_total = models.PositiveSmallIntegerField("days", choices=Days)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        default=_monday_to_friday,
        verbose_name="weekly pattern",
        error_messages={"blank": "Choose at least one day of the week."},
    )
    starts_on = models.DateField("first day")
    planned_ends_on = models.DateField("planned last day")
    ends_on = models.DateField("last day", null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    objects = PracticePlacementQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            dates_in_order("placements_practiceplacement"),
            models.CheckConstraint(
                name="placements_placement_days",
                condition=Q(days_total__in=[70, 100]),
                violation_error_code="days_total",
                violation_error_message="A placement has 70 or 100 days.",
            ),
            models.CheckConstraint(
                name="placements_placement_planned_in_order",
                condition=Q(planned_ends_on__gte=F("starts_on")),
                violation_error_code="starts_on",
                violation_error_message="The planned last day is before the first.",
            ),
            models.CheckConstraint(
                name="placements_placement_weekdays",
                condition=Q(weekdays__contained_by=WEEKDAYS, weekdays__len__gt=0),
                violation_error_code="weekdays",
                violation_error_message="Choose at least one day of the week.",
            ),
            models.CheckConstraint(
                name="placements_placement_outcome_with_end",
                condition=Q(ends_on=None, outcome="") | (Q(ends_on__isnull=False) & ~Q(outcome="")),
                violation_error_message="A last day and how it ended belong together.",
            ),
            models.CheckConstraint(
                name="placements_placement_between_two",
                condition=~Q(student=F("practice_educator")),
                violation_error_code="practice_educator",
                violation_error_message="Nobody is their own practice educator.",
            ),
            ExclusionConstraint(
                name="placements_placement_once_at_a_time",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="student starts_on",
                violation_error_message=(
                    "This student already has a placement on some of these days. "
                    "A running placement goes on until its last day is recorded."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.days_total} days"

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None


class Kind(models.TextChoices):
    """What a day in the ledger was. What each counts for is the university's rule."""

    ATTENDED = "attended", "On placement"
    HALF = "half", "On placement, half a day"
    STUDY = "study", "Study day"
    RECALL = "recall", "University recall day"
    SKILLS = "skills", "Skills day"
    SICK = "sick", "Sick"
    LEAVE = "leave", "Leave"
    BANK_HOLIDAY = "bank_holiday", "Bank holiday"
    AUTHORISED_ABSENCE = "authorised_absence", "Authorised absence"
    UNAUTHORISED = "unauthorised", "Unauthorised absence"


COUNTS = [Decimal("0"), Decimal("0.5"), Decimal("1")]


class PlacementDayQuerySet(models.QuerySet["PlacementDay"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlacementDayQuerySet":
        return self.filter(placement__in=visible_placements(person, on))

    def unconfirmed(self) -> "PlacementDayQuerySet":
        return self.filter(confirmed_at=None)

    def between(self, first: date, last: date) -> "PlacementDayQuerySet":
        return self.filter(on__gte=first, on__lte=last)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlacementDay(Checked):
    """One day of the ledger: entered by the student, confirmed by the practice educator.

    `counts` is worked out from the kind and the university's rule of that day, never typed.
    """

    Kind = Kind
    ATTENDED_KINDS = (Kind.ATTENDED, Kind.HALF)
    ABSENT_KINDS = (
        Kind.SICK,
        Kind.LEAVE,
        Kind.AUTHORISED_ABSENCE,
        Kind.UNAUTHORISED,
    )

    placement = models.ForeignKey(PracticePlacement, models.CASCADE, related_name="days")
    on = models.DateField("day")
    kind = models.CharField(max_length=20, choices=Kind)
    counts = models.DecimalField(max_digits=2, decimal_places=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementDayQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "on"],
                name="placements_day_once",
                violation_error_message="This day is already in the ledger.",
            ),
            models.CheckConstraint(
                name="placements_day_counts",
                condition=Q(counts__in=COUNTS),
                violation_error_message="A day counts as none, half or one.",
            ),
            models.CheckConstraint(
                name="placements_day_confirmed_pair",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_day_not_confirmed_by_who_entered",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                violation_error_message="Nobody confirms a day they entered.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}: {self.get_kind_display()}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
