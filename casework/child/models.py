"""A child's identity, and the rows that say who may see it."""

import uuid
from datetime import date, datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.utils import timezone

from accounts.models import Dated, Person, Team, dates_in_order, in_force, whole_days
from casework.child import codes, policies
from casework.child.names import NameSounds, PlainName
from casework.child.upn import validate_upn
from records.models import Versioned
from records.triggers import append_only


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

    def meant_by(self, conflict: "DeclaredConflict") -> "ChildQuerySet":
        """Children a declaration in words may mean: the family name sounds the same."""
        if not conflict.family_name:
            return self.none()
        sounds = NameSounds(PlainName("last_name"))
        named = self.alias(sounds=sounds).filter(
            sounds__overlap=NameSounds(PlainName(Value(conflict.family_name)))
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
            models.Index(fields=["person", "child"]),
            models.Index(fields=["team", "child"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on}"


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self, on: date) -> "RestrictionQuerySet":
        """In force on that day, and not lifted."""
        return self.filter(in_force(on), lifted_at=None)

    def visible_to(self, person: Person, on: date | None = None) -> "RestrictionQuerySet":
        """Restrictions of children whose record you may open."""
        return self.filter(child__in=Child.objects.visible_to(person, on).values("pk"))

    def masked_for(self, person: Person, on: date | None = None) -> "RestrictionQuerySet":
        """What stands between this person and the children they see as masked rows."""
        on = on or timezone.localdate()
        return self.standing(on).filter(child__in=Child.objects.masked_for(person, on).values("pk"))


@pghistory.track()
class Restriction(Dated):
    """The record is closed to all but those named: staff's own family, police matters, adoption."""

    # What a masked row may show in an address: the child's own id would say which child it is.
    key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="restrictions")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_why = models.CharField(max_length=300, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("casework_restriction"),
            models.CheckConstraint(
                name="casework_restriction_lifted_whole",
                condition=Q(lifted_at=None, lifted_by=None, lifted_why="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                violation_error_message="A restriction is lifted by somebody, for a reason.",
            ),
            ExclusionConstraint(
                name="casework_restriction_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(lifted_at=None),
                violation_error_message="This record is already restricted on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"Restricted from {self.starts_on}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
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


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def visible_to(self, person: Person, on: date | None = None) -> "BreakGlassQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.glass_shows(person.pk, person.reach(on), on))

    def is_open(self, now: datetime) -> "BreakGlassQuerySet":
        return self.filter(opened_at__lte=now, ends_at__gt=now, ended_at=None)

    def to_review(self) -> "BreakGlassQuerySet":
        return self.filter(reviewed_at=None)


@pghistory.track()
class BreakGlass(models.Model):
    """A restricted record opened in an emergency: why, until when, and what the review found."""

    class Outcome(models.TextChoices):
        NEEDED = "needed", "It was needed"
        NAME_THEM = "name_them", "It was needed, and they should be named on the record"
        NOT_NEEDED = "not_needed", "It was not needed; talked through with them"
        BREACH = "breach", "It was wrong; reported as a data breach"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="emergencies")
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="emergencies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    review_note = models.CharField(max_length=1000, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name_plural = "emergency accesses"
        constraints = [
            models.CheckConstraint(
                name="casework_breakglass_reasoned",
                condition=~Q(reason=""),
                violation_error_message="Say why you need this record now.",
            ),
            models.CheckConstraint(
                name="casework_breakglass_ends_the_same_day",
                condition=Q(
                    ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + timedelta(days=1)
                ),
            ),
            models.CheckConstraint(
                name="casework_breakglass_ended_after_opening",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="casework_breakglass_reviewed_whole",
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="", review_note="")
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(review_note="")
                ),
                violation_error_message="A review says what was found, and why.",
            ),
            models.CheckConstraint(
                name="casework_breakglass_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")),
                violation_error_message="Nobody reviews their own emergency access.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "ends_at"]),
            models.Index(fields=["child", "-opened_at"]),
            models.Index(
                fields=["opened_at"],
                name="casework_breakglass_waiting",
                condition=Q(reviewed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency access of {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def closed_at(self) -> datetime:
        """When it stopped opening the record, or will."""
        return self.ended_at or self.ends_at


class DeclaredConflictQuerySet(models.QuerySet["DeclaredConflict"]):
    def standing(self) -> "DeclaredConflictQuerySet":
        return self.filter(withdrawn_on=None)

    def visible_to(self, person: Person, on: date | None = None) -> "DeclaredConflictQuerySet":
        """Your own, and those of people in the teams you manage."""
        on = on or timezone.localdate()
        return self.filter(policies.conflict_shows(person.pk, person.reach(on), on))

    def made_by(self, person: Person) -> "DeclaredConflictQuerySet":
        return self.filter(person=person)

    def to_settle_first(self) -> "DeclaredConflictQuerySet":
        settled = Q(child__isnull=False) | Q(settled_on__isnull=False)
        return self.annotate(
            is_done=ExpressionWrapper(settled, output_field=models.BooleanField())
        ).order_by("is_done", "-declared_on", "pk")


@pghistory.track()
class DeclaredConflict(models.Model):
    """A worker knows this child or family; the child then vanishes for them.

    Declared in words (a family name, perhaps a school) where the worker cannot see the child: the
    team manager finds out which child, if any, is meant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="declared_conflicts"
    )
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    family_name = models.CharField(max_length=80, blank=True)
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    nature = models.CharField("how you know the child or family", max_length=300)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_how = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = DeclaredConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_conflict_about_something",
                condition=Q(child__isnull=False) | ~Q(family_name="") | Q(school__isnull=False),
                violation_error_message="Say which child, family or school you know.",
            ),
            models.CheckConstraint(
                name="casework_conflict_settled_together",
                condition=Q(settled_on=None, settled_by=None)
                | Q(settled_on__isnull=False, settled_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "child"],
                name="casework_conflict_once",
                condition=Q(withdrawn_on=None),
                violation_error_message="This conflict is already declared.",
            ),
        ]

    def __str__(self) -> str:
        return f"Conflict declared on {self.declared_on}"

    @property
    def is_settled(self) -> bool:
        """A child is named, or the manager found that none is meant."""
        return self.child_id is not None or self.settled_on is not None


class DuplicateCheckQuerySet(models.QuerySet["DuplicateCheck"]):
    def visible_to(self, person: Person) -> "DuplicateCheckQuerySet":
        """What a check showed is for the one who asked."""
        return self.filter(by=person)


@pghistory.track()
class DuplicateCheck(models.Model):
    """Someone asked whether a child is here already; a log of who, when and what it showed."""

    append_only = True

    class Purpose(models.TextChoices):
        REQUEST = "request", "A request for work"
        NEW_CHILD = "new_child", "A new child"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    about_id = models.UUIDField(null=True, blank=True, help_text="The request it was made for.")
    shown = models.PositiveSmallIntegerField()
    child_ids = ArrayField(models.UUIDField(), default=list)

    objects = DuplicateCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [append_only()]
        indexes = [models.Index(fields=["about_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.shown} shown at {self.at:%Y-%m-%d %H:%M}"
