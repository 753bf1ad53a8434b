"""Profiles of students and practice educators, the roles they take, and what educating asks."""

import uuid
from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Checked, Dated, Person, Team, dates_in_order, in_force, whole_days
from partners.models import ContactPerson, University
from placements.models.placement import PracticePlacement, visible_placements
from placements.profile import policies


class Travel(models.TextChoices):
    """How somebody gets about."""

    CAR = "car", "Drives, with a car"
    TRANSPORT = "transport", "Public transport"
    ON_FOOT = "on_foot", "On foot or by bicycle"


class Adjustment(models.TextChoices):
    """What a student may need and a base may offer; the words beside it say the rest."""

    STEP_FREE = "step_free", "Step-free access"
    QUIET_SPACE = "quiet_space", "A quiet place to work"
    HEARING = "hearing", "Hearing loop or captions"
    SCREEN = "screen", "Screen reader or large print"
    HOURS = "hours", "Different start or finish times"
    BREAKS = "breaks", "More breaks"
    WRITTEN = "written", "Instructions in writing"
    PARKING = "parking", "Parking at the door"


def _codes(choices: type[models.TextChoices], **options: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=choices), default=list, blank=True, **options
    )


def _educated_by(person: Person, on: date) -> QuerySet[PracticePlacement, Any]:
    """Students of the placements, running or to come, that name this practice educator."""
    return PracticePlacement.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), practice_educator=person
    ).values("student_id")


class StudentProfileQuerySet(models.QuerySet["StudentProfile"]):
    def visible_to(self, person: Person, on: date | None = None) -> "StudentProfileQuerySet":
        on = on or timezone.localdate()
        reach = person.reach(on)
        return self.filter(policies.student_profiles(person, reach, _educated_by(person, on)))

    def with_adjustments_seen_by(
        self, person: Person, on: date | None = None
    ) -> "StudentProfileQuerySet":
        """Those whose adjustments, told or not told yet, this person may read."""
        on = on or timezone.localdate()
        rule = policies.adjustments(person, person.reach(on), _educated_by(person, on))
        return self.filter(rule)


@pghistory.track()
class StudentProfile(models.Model):
    """What the university and the student say before a placement; adjustments stand apart."""

    class Level(models.TextChoices):
        FIRST = "first", "Ready for direct practice; first placement"
        FINAL = "final", "First placement passed; final placement"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="student_profile"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="hosting team")
    university = models.ForeignKey(University, models.PROTECT, related_name="student_profiles")
    programme = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=10, choices=Level)
    learning_needs = models.TextField(
        blank=True, help_text="What this student wants and needs to learn on this placement."
    )
    home_area = models.CharField(
        "comes from", max_length=60, blank=True, help_text="A town or a district, not an address."
    )
    travel = models.CharField("gets about", max_length=12, choices=Travel, blank=True)

    objects = StudentProfileQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]

    def __str__(self) -> str:
        return self.person.name


class StudentAdjustmentsQuerySet(models.QuerySet["StudentAdjustments"]):
    def visible_to(self, person: Person, on: date | None = None) -> "StudentAdjustmentsQuerySet":
        seen = StudentProfile.objects.with_adjustments_seen_by(person, on)
        return self.filter(profile__in=seen)


@pghistory.track()
class StudentAdjustments(models.Model):
    """Reasonable adjustments, in a table of their own so that no other page can show them."""

    profile = models.OneToOneField(StudentProfile, models.CASCADE, related_name="adjustments")
    needs = _codes(Adjustment)
    words = models.TextField("in the student's words", blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    objects = StudentAdjustmentsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "student adjustments"

    def __str__(self) -> str:
        return f"Adjustments of {self.profile}"


class EducatorProfileQuerySet(models.QuerySet["EducatorProfile"]):
    def visible_to(self, person: Person, on: date | None = None) -> "EducatorProfileQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.educator_profiles(person, person.reach(on)))


@pghistory.track()
class EducatorProfile(Checked):
    """What a practice educator can give: hours, desks, where, and whether their papers hold."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", "On-site: in the team every day"
        OFF_SITE = "off_site", "Off-site: visits; a supervisor in the team has the daily oversight"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="educator_profile"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    mode = models.CharField("works", max_length=10, choices=Mode, default=Mode.ON_SITE)
    hours_a_week = models.DecimalField(
        "hours a week for educating", max_digits=4, decimal_places=1, default=0
    )
    desks = models.PositiveSmallIntegerField("desks for students", default=0)
    base_area = models.CharField("works from", max_length=60, blank=True)
    can_offer = _codes(Adjustment, verbose_name="adjustments the base can offer")
    registered_until = models.DateField("registration renewed until", null=True, blank=True)
    educated_elsewhere_until = models.DateField(
        "last had full responsibility for a student elsewhere until", null=True, blank=True
    )

    objects = EducatorProfileQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.CheckConstraint(
                name="placements_educator_hours",
                condition=Q(hours_a_week__gte=0, hours_a_week__lte=60),
                violation_error_code="hours_a_week",
                violation_error_message="Hours a week are between 0 and 60.",
            ),
            models.CheckConstraint(
                name="placements_educator_desks",
                condition=Q(desks__lte=50),
                violation_error_code="desks",
                violation_error_message="More than 50 desks is a slip of the pen.",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name


class PepsAwardQuerySet(models.QuerySet["PepsAward"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PepsAwardQuerySet":
        return self.filter(profile__in=EducatorProfile.objects.visible_to(person, on))


@pghistory.track()
class PepsAward(Checked):
    """A stage of the Practice Educator Professional Standards, awarded once and kept."""

    class Stage(models.IntegerChoices):
        ONE = 1, "Stage 1"
        TWO = 2, "Stage 2"

    profile = models.ForeignKey(EducatorProfile, models.CASCADE, related_name="awards")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    awarded_on = models.DateField()
    awarded_by = models.CharField("awarded by", max_length=120)

    objects = PepsAwardQuerySet.as_manager()

    class Meta:
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "stage"],
                name="placements_award_once",
                violation_error_code="stage",
                violation_error_message="This stage is recorded already.",
            ),
            models.CheckConstraint(name="placements_award_stage", condition=Q(stage__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.awarded_on:%-d %B %Y}"


class EducatingRuleQuerySet(models.QuerySet["EducatingRule"]):
    def of(self, on: date) -> "EducatingRule":
        """The edition in force on that day, else the newest before it, else the first there is."""
        return (
            self.filter(in_force(on)).first()
            or self.filter(starts_on__lte=on).order_by("-starts_on").first()
            or self.earliest("starts_on")
        )


@pghistory.track()
class EducatingRule(Dated):
    """How much of an educator and of the team one student takes. Local choices, dated, sourced."""

    hours_per_student = models.DecimalField(
        "hours a week each student takes", max_digits=3, decimal_places=1
    )
    work_per_student = models.DecimalField(
        "pieces of suitable work each student needs", max_digits=3, decimal_places=1
    )
    currency_years = models.PositiveSmallIntegerField(
        "years after which practice as an educator is no longer current"
    )
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField("decided by the service", default=False)

    objects = EducatingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            dates_in_order("placements_educatingrule"),
            models.CheckConstraint(
                name="placements_educatingrule_more_than_none",
                condition=Q(hours_per_student__gt=0, work_per_student__gt=0, currency_years__gt=0),
                violation_error_message="Each figure is more than none.",
            ),
            ExclusionConstraint(
                name="placements_educatingrule_once_at_a_time",
                expressions=[(whole_days(), RangeOperators.OVERLAPS)],
                violation_error_message="Another edition is in force on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"From {self.starts_on:%-d %B %Y}"


class PlacementRoleQuerySet(models.QuerySet["PlacementRole"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlacementRoleQuerySet":
        return self.filter(placement__in=visible_placements(person, on))

    def in_force(self, on: date) -> "PlacementRoleQuerySet":
        return self.filter(in_force(on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlacementRole(Dated):
    """Who did what on a placement, from when to when. The educator's lines follow from it."""

    class Kind(models.TextChoices):
        ON_SITE = "on_site", "On-site practice educator"
        OFF_SITE = "off_site", "Off-site practice educator"
        SUPERVISOR = "supervisor", "On-site supervisor"
        MENTOR = "mentor", "Stage 2 mentor"
        TUTOR = "tutor", "University tutor"

    EDUCATORS = (Kind.ON_SITE, Kind.OFF_SITE)
    MAY_END_ALONE = (Kind.SUPERVISOR, Kind.MENTOR)

    placement = models.ForeignKey(PracticePlacement, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        ContactPerson, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlacementRoleQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            dates_in_order("placements_placementrole"),
            models.CheckConstraint(
                name="placements_role_of_a_person_or_a_tutor",
                condition=Q(kind="tutor", contact__isnull=False, person=None)
                | (~Q(kind="tutor") & Q(contact=None, person__isnull=False)),
                violation_error_message="A tutor is the university's contact; all others sign in.",
            ),
            ExclusionConstraint(
                name="placements_role_once_at_a_time",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="kind",
                violation_error_message="Somebody else has this role on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def name(self) -> str:
        return str(self.person.name if self.person else self.contact.name if self.contact else "")


@pghistory.track()
class CapacityOverride(Checked):
    """The manager's recorded reason for giving an educator one student more than they have room."""

    placement = models.OneToOneField(
        PracticePlacement, models.CASCADE, related_name="capacity_override"
    )
    taken = models.PositiveSmallIntegerField("students already there at the fullest moment")
    places = models.PositiveSmallIntegerField("places by hours and desks")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placements_override_has_a_reason",
                condition=~Q(reason=""),
                violation_error_code="override_reason",
                violation_error_message="Say why there is room all the same.",
            )
        ]

    def __str__(self) -> str:
        return self.reason
