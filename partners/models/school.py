"""Schools as the national register knows them, and the days they are shut to pupils."""

import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person, dates_in_order, whole_days
from partners import policies

URN_MIN, URN_MAX = 100_000, 999_999


class SchoolQuerySet(models.QuerySet["School"]):
    def open(self) -> "SchoolQuerySet":
        """Taking pupils now, a school that is proposed to close included."""
        return self.filter(status__in=School.OPEN_STATUSES)

    def visible_to(self, person: Person) -> "SchoolQuerySet":
        return self.filter(policies.schools(person)).distinct()


@pghistory.track()
class School(Checked):
    """One row of the national register by its unique reference number (URN).

    What stands in the register is written by the import alone; `visiting_notes`, contacts, term and
    INSET days are ours. `db_default` lets an import of few columns leave the others out.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSING = "closing", "Open, but proposed to close"
        CLOSED = "closed", "Closed"
        PROPOSED = "proposed", "Proposed to open"

    OPEN_STATUSES = (Status.OPEN, Status.CLOSING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    urn = models.PositiveIntegerField(
        "URN", unique=True, validators=[MinValueValidator(URN_MIN), MaxValueValidator(URN_MAX)]
    )
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    establishment_number = models.CharField(max_length=10, blank=True, default="", db_default="")
    kind = models.CharField(
        "type of establishment", max_length=120, blank=True, default="", db_default=""
    )
    phase = models.CharField(max_length=60, blank=True, default="", db_default="")
    low_age = models.PositiveSmallIntegerField("lowest age", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("highest age", null=True, blank=True)
    religious_character = models.CharField(max_length=100, blank=True, default="", db_default="")
    street = models.CharField(max_length=200, blank=True, default="", db_default="")
    locality = models.CharField(max_length=200, blank=True, default="", db_default="")
    address3 = models.CharField(
        "address line 3", max_length=200, blank=True, default="", db_default=""
    )
    town = models.CharField(max_length=100, blank=True, default="", db_default="")
    county = models.CharField(max_length=100, blank=True, default="", db_default="")
    postcode = models.CharField(max_length=10, blank=True, default="", db_default="")
    website = models.CharField(max_length=300, blank=True, default="", db_default="")
    phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    la_code = models.CharField(
        "local authority code", max_length=5, blank=True, default="", db_default=""
    )
    la_name = models.CharField(
        "local authority", max_length=100, blank=True, default="", db_default=""
    )
    district = models.CharField(max_length=100, blank=True, default="", db_default="")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    visiting_notes = models.TextField(
        "visiting notes",
        blank=True,
        default="",
        db_default="",
        help_text="Where to sign in, who to ask for, which room. Nothing about a child.",
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]
        indexes = [models.Index(fields=["status", "town"])]
        constraints = [
            models.CheckConstraint(
                name="partners_school_urn_six_digits",
                condition=Q(urn__gte=URN_MIN, urn__lte=URN_MAX),
                violation_error_message="A URN has six digits.",
            ),
            models.CheckConstraint(
                name="partners_school_dates_in_order",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="The school closes before it opens.",
            ),
            models.CheckConstraint(
                name="partners_school_ages_in_order",
                condition=Q(low_age=None) | Q(high_age=None) | Q(high_age__gte=F("low_age")),
                violation_error_message="The highest age is below the lowest.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN_STATUSES

    @property
    def address_lines(self) -> list[str]:
        lines = [self.street, self.locality, self.address3, self.town, self.county, self.postcode]
        return [line for line in lines if line]

    @property
    def ages(self) -> str:
        if self.low_age is None or self.high_age is None:
            return ""
        return f"{self.low_age} to {self.high_age}"


class SchoolDaysQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> "SchoolDaysQuerySet":
        return self.filter(policies.school_days(person))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TermDate(Checked):
    """One term, or half of one, at one school: first and last day with pupils."""

    school = models.ForeignKey(School, models.CASCADE, related_name="terms")
    name = models.CharField("term", max_length=60, help_text="For example, Autumn term 1")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    objects = SchoolDaysQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            dates_in_order("partners_termdate"),
            ExclusionConstraint(
                name="partners_term_once_at_a_time",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This school already has a term on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.school}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InsetDay(models.Model):
    """A training day of the staff: the school stands open and no pupil is there."""

    school = models.ForeignKey(School, models.CASCADE, related_name="inset_days")
    on = models.DateField("day")

    objects = SchoolDaysQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "on"],
                name="partners_inset_day_once",
                violation_error_message="This INSET day is already there.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.on:%-d %B %Y}"
