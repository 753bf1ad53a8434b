"""A record closed to all but those named, and opened in an emergency."""

import uuid
from datetime import date, datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Checked, Dated, Person, dates_in_order, in_force, whole_days
from casework.child import policies
from casework.child.models.child import Child, visible_children


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self, on: date) -> "RestrictionQuerySet":
        """In force on that day, and not lifted."""
        return self.filter(in_force(on), lifted_at=None)

    def visible_to(self, person: Person, on: date | None = None) -> "RestrictionQuerySet":
        """Restrictions of children whose record you may open."""
        return self.filter(child__in=visible_children(person, on))

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
class BreakGlass(Checked):
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
