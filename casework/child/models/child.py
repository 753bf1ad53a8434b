"""A child's identity, and why somebody may see the record."""

import uuid
from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import Dated, Person, Team, dates_in_order, whole_days
from accounts.prepared import prepared
from casework.child import codes, policies
from casework.child.names import NameSounds, PlainName
from casework.child.upn import validate_upn
from records.models import Versioned


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ChildQuerySet":
        """Children whose record this person may open today."""
        on = on or timezone.localdate()
        return self._reached_by(person, on).unrestricted_for(person, on)

    def masked_for(self, person: Person, on: date | None = None) -> "ChildQuerySet":
        """Children within reach but restricted: a masked row, for the roles that get one."""
        on = on or timezone.localdate()
        if person.role not in policies.SEES_MASKED_ROWS:
            return self.none()
        return self._reached_by(person, on).restricted_from(person, on)

    def unrestricted_for(self, person: Person, on: date) -> "ChildQuerySet":
        """Not restricted, or with this person among those named."""
        return self.exclude(policies.restriction_closes(person.pk, on, timezone.now()))

    def restricted_from(self, person: Person, on: date) -> "ChildQuerySet":
        return self.filter(policies.restriction_closes(person.pk, on, timezone.now()))

    def standing(self) -> "ChildQuerySet":
        """Without records that were merged into another one."""
        return self.filter(merged_into=None)

    def without_conflict(self, person: Person) -> "ChildQuerySet":
        """A child about whom this person declared a conflict does not exist for them."""
        return self.exclude(policies.conflict_hides(person.pk))

    def meant_by(self, family_name: str) -> "ChildQuerySet":
        """Children a declaration in words may mean: the family name sounds the same."""
        if not family_name:
            return self.none()
        sounds = NameSounds(PlainName("last_name"))
        named = self.alias(sounds=sounds).filter(
            sounds__overlap=NameSounds(PlainName(Value(family_name)))
        )
        return named.by_name()

    def by_name(self) -> "ChildQuerySet":
        """In the order a person reads names: case and accents make no difference."""
        return self.order_by(PlainName("last_name"), PlainName("first_name"), "la_child_id")

    def involved_first(self, person: Person, on: date) -> "ChildQuerySet":
        """Narrows a scope that `visible_to` or `masked_for` gave; changes nothing but the order in
        which PostgreSQL asks: see `policies.involvement_first`."""
        first = policies.involvement_first(person.pk, person.role, person.reach(on), on)
        return self.filter(first)

    def _reached_by(self, person: Person, on: date) -> "ChildQuerySet":
        shows = policies.involvement_shows(person.pk, person.role, person.reach(on), on)
        return self.standing().filter(shows).exclude(policies.conflict_hides(person.pk))


@prepared
def _visible(person: Person, on: date) -> QuerySet["Child", Any]:
    return Child.objects.visible_to(person, on).values("pk")


def visible_children(person: Person, on: date | None = None) -> Any:
    """The children this person may open, as what stands after `child__in=`."""
    return _visible.subquery(person, on or timezone.localdate())


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
    upn = models.CharField(
        "unique pupil number", max_length=13, blank=True, validators=[validate_upn]
    )
    former_upn = models.CharField(
        "former unique pupil number", max_length=13, blank=True, validators=[validate_upn]
    )
    upn_unknown_reason = models.CharField(max_length=3, choices=codes.UpnUnknown, blank=True)
    languages = models.CharField("languages", max_length=120, blank=True)
    communication_needs = models.CharField(max_length=300, blank=True)
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    year_group = models.CharField(max_length=20, blank=True)
    staff_safety_note = models.CharField("note for staff safety", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        help_text="The record that took this one's place, where two were of one child.",
    )
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
            models.CheckConstraint(
                name="casework_child_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
        ]
        # What names are searched and sorted by stands on our own SQL functions, and so is made in
        # migrations 0002_search_functions and 0008_search_columns, after those.
        indexes = [
            models.Index(fields=["dob"]),
            models.Index(
                fields=["former_upn"],
                name="casework_child_former_upn",
                condition=~Q(former_upn=""),
            ),
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


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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
            # With the days, so that a reader's children are found in the index alone: the index of
            # the constraint above knows people too, and is slow to say which.
            models.Index(
                fields=["person", "child"],
                include=["starts_on", "ends_on"],
                name="casework_involved_person",
            ),
            models.Index(
                fields=["team", "child"],
                include=["starts_on", "ends_on"],
                name="casework_involved_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on}"
