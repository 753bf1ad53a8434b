"""Education facts of a child, each with who said so and when."""

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Dated, Person, dates_in_order, in_force, whole_days
from casework.child.models import Child, visible_children
from records.models import Versioned


class Source(models.TextChoices):
    SCHOOL = "school", "School"
    AUTHORITY = "authority", "Council's education service"
    FAMILY = "family", "Child or family"
    OTHER = "other", "Someone else"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, person: Person, on: date | None = None) -> "AttendanceQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def standing(self) -> "AttendanceQuerySet":
        return self.filter(withdrawn_on=None)


@pghistory.track()
class Attendance(Versioned, Dated):
    """Half-day sessions a child could attend and did, over some weeks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="attendance")
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ends_on = models.DateField()
    possible = models.PositiveSmallIntegerField("possible sessions")
    attended = models.PositiveSmallIntegerField("sessions attended")
    unauthorised = models.PositiveSmallIntegerField("unauthorised absences", default=0)
    source = models.CharField(max_length=10, choices=Source)
    said_on = models.DateField("date of the source")
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["starts_on"]
        constraints = [
            dates_in_order("casework_attendance"),
            models.CheckConstraint(
                name="casework_attendance_some_possible",
                condition=Q(possible__gt=0),
                violation_error_message="Give how many sessions were possible.",
            ),
            models.CheckConstraint(
                name="casework_attendance_no_more_than_possible",
                condition=Q(possible__gte=F("attended") + F("unauthorised")),
                violation_error_message="That is more sessions than were possible.",
            ),
            ExclusionConstraint(
                name="casework_attendance_days_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on=None),
                violation_error_message="Attendance on some of these days is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance from {self.starts_on}"

    @property
    def percent(self) -> float:
        return round(100 * self.attended / self.possible, 1)


class EducationFactQuerySet(models.QuerySet["EducationFact"]):
    def visible_to(self, person: Person, on: date | None = None) -> "EducationFactQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def standing(self) -> "EducationFactQuerySet":
        return self.filter(withdrawn_on=None)

    def in_force(self, on: date) -> "EducationFactQuerySet":
        return self.standing().filter(in_force(on))


@pghistory.track()
class EducationFact(Versioned, Dated):
    """Something that holds of a child's education: a suspension, a plan, being out of school."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension", "Suspension"
        EXCLUSION = "exclusion", "Permanent exclusion"
        SEN_SUPPORT = "sen_support", "Special educational needs support"
        EHCP_REQUESTED = "ehcp_requested", "Education, health and care plan: requested"
        EHCP_REFUSED = "ehcp_refused", "Education, health and care plan: refused"
        EHCP = "ehcp", "Education, health and care plan"
        PART_TIME = "part_time", "Part-time timetable"
        ALTERNATIVE = "alternative", "Alternative provision"
        CME = "cme", "Child missing education"
        EHE = "ehe", "Educated at home by choice"
        NEET = "neet", "Not in education, employment or training"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="education_facts")
    kind = models.CharField(max_length=20, choices=Kind)
    school_days = models.DecimalField(
        "school days lost", max_digits=4, decimal_places=1, null=True, blank=True
    )
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    said_on = models.DateField("date of the source")
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = EducationFactQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            dates_in_order("casework_educationfact"),
            models.CheckConstraint(
                name="casework_educationfact_days_of_suspension",
                condition=Q(kind="suspension", school_days__isnull=False, school_days__gt=0)
                | (~Q(kind="suspension") & Q(school_days=None)),
                violation_error_message="Give the school days lost, for a suspension only.",
            ),
            models.CheckConstraint(
                name="casework_educationfact_suspension_ends",
                condition=~Q(kind="suspension") | Q(ends_on__isnull=False),
                violation_error_message="A suspension has a last day.",
            ),
            ExclusionConstraint(
                name="casework_educationfact_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on=None),
                violation_error_message="This is recorded already for some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"
