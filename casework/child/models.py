"""A child's identity, and the rows that say who may see it."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Upper
from django.utils import timezone

from accounts.models import Dated, Person, Team, dates_in_order, in_force, whole_days
from accounts.roles import Role
from casework.child import codes, policies
from records.models import Versioned


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ChildQuerySet":
        """Children whose record this person may open today."""
        on = on or timezone.localdate()
        return self._reached_by(person, on).exclude(self._restricted_from(person, on))

    def masked_for(self, person: Person, on: date | None = None) -> "ChildQuerySet":
        """Children within reach but restricted: a masked row, for the roles that get one."""
        on = on or timezone.localdate()
        if person.role not in policies.SEES_MASKED_ROWS:
            return self.none()
        return self._reached_by(person, on).filter(self._restricted_from(person, on))

    def _reached_by(self, person: Person, on: date) -> "ChildQuerySet":
        shows = policies.involvement_shows(person.pk, person.role, person.team_wide_ids(on), on)
        reached = self.filter(Exists(Involvement.objects.filter(shows, child=OuterRef("pk"))))
        if person.role in {Role.STUDENT, Role.PRACTICE_EDUCATOR}:
            hidden = DeclaredConflict.objects.filter(
                policies.conflict_hides(person.pk), child=OuterRef("pk")
            )
            reached = reached.exclude(Exists(hidden))
        return reached

    def _restricted_from(self, person: Person, on: date) -> Q:
        restrictions = Restriction.objects.filter(in_force(on), child=OuterRef("pk"))
        naming = restrictions.filter(policies.restriction_names(person.pk, on))
        return Q(Exists(restrictions)) & ~Q(Exists(naming))


@pghistory.track()
class Child(Versioned):
    """One person, census-compatible, wherever they meet us."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    la_child_id = models.CharField(
        "reference",
        max_length=20,
        unique=True,
        help_text="The authority's own number: letters and digits, never used again.",
    )
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    known_as = models.CharField(max_length=80, blank=True)
    dob = models.DateField("date of birth", null=True, blank=True)
    expected_dob = models.DateField("expected date of birth", null=True, blank=True)
    date_of_death = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=codes.Sex)
    gender_identity = models.CharField(max_length=60, blank=True)
    ethnicity = models.CharField(
        max_length=4, choices=codes.Ethnicity, default=codes.Ethnicity.NOBT
    )
    disabilities = ArrayField(
        models.CharField(max_length=4, choices=codes.Disability), default=list, blank=True
    )
    upn = models.CharField("unique pupil number", max_length=13, blank=True)
    upn_unknown_reason = models.CharField(max_length=3, choices=codes.UpnUnknown, blank=True)
    languages = models.CharField("languages", max_length=120, blank=True)
    communication_needs = models.CharField(max_length=300, blank=True)
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    year_group = models.CharField(max_length=20, blank=True)
    staff_safety_note = models.CharField("note for staff safety", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.CheckConstraint(
                name="casework_child_born_or_expected",
                condition=Q(dob__isnull=False, expected_dob=None)
                | Q(dob=None, expected_dob__isnull=False),
                violation_error_message=(
                    "Give the date of birth, or the expected date for an unborn child, not both."
                ),
            ),
            models.CheckConstraint(
                name="casework_child_dies_after_birth",
                condition=Q(date_of_death=None) | Q(date_of_death__gte=F("dob")),
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                name="casework_child_reference_shape",
                condition=Q(la_child_id__regex=r"^[A-Za-z0-9]{1,20}$"),
                violation_error_message="A reference has letters and digits only, at most 20.",
            ),
            models.UniqueConstraint(
                "upn",
                name="casework_child_upn_once",
                condition=~Q(upn=""),
                violation_error_message="Another child has this unique pupil number.",
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("first_name"), name="gin_trgm_ops"), name="casework_child_first"
            ),
            GinIndex(OpClass(Upper("last_name"), name="gin_trgm_ops"), name="casework_child_last"),
            models.Index(fields=["dob"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What mail, logs and addresses may carry instead of a name."""
        return self.la_child_id

    @property
    def full_name(self) -> str:
        return f"{self.known_as or self.first_name} {self.last_name}"

    @property
    def short_name(self) -> str:
        """`Tomasz S`, as the team says it."""
        return f"{self.known_as or self.first_name} {self.last_name[:1]}"

    def age(self, on: date) -> int | None:
        """Whole years on that day; None before birth."""
        if self.dob is None or self.dob > on:
            return None
        return on.year - self.dob.year - ((on.month, on.day) < (self.dob.month, self.dob.day))


@pghistory.track()
class Involvement(Dated):
    """Why a person, or a whole team, may see a child; the only thing a scope reads."""

    class Role(models.TextChoices):
        TEAM = "team", "The child's team"
        ACCOUNTABLE = "accountable", "Accountable social worker"
        CO_WORKER = "co_worker", "Co-worker"
        GROUP_MEMBER = "group", "Runs a group with the child"
        INVITED = "invited", "Invited by the team manager"

    child = models.ForeignKey(Child, models.PROTECT, related_name="involvements")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    role = models.CharField(max_length=20, choices=Role)
    source_id = models.UUIDField(
        null=True, blank=True, help_text="The allocation, episode or group this came from."
    )

    class Meta:
        constraints = [
            dates_in_order("casework_involvement"),
            models.CheckConstraint(
                name="casework_involvement_person_or_team",
                condition=Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None),
            ),
            ExclusionConstraint(
                name="casework_involvement_person_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("source_id", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["person", "child"]),
            models.Index(fields=["team", "child"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on}"


@pghistory.track()
class Restriction(Dated):
    """The record is closed to all but those named: staff's own family, police matters, adoption."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="restrictions")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            dates_in_order("casework_restriction"),
            ExclusionConstraint(
                name="casework_restriction_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This record is already restricted on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"Restricted from {self.starts_on}"


@pghistory.track()
class RestrictionNamed(models.Model):
    """Somebody a restriction leaves in."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "person"], name="casework_restriction_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"


@pghistory.track()
class DeclaredConflict(models.Model):
    """A worker knows this child or family; the child then vanishes for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="declared_conflicts"
    )
    child = models.ForeignKey(Child, models.PROTECT, related_name="conflicts")
    nature = models.CharField("how you know the child or family", max_length=300)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "child"],
                name="casework_conflict_once",
                condition=Q(withdrawn_on=None),
                violation_error_message="This conflict is already declared.",
            )
        ]

    def __str__(self) -> str:
        return f"Conflict declared on {self.declared_on}"
