"""The checklist as data, each placement's checks, and every time one was verified."""

import uuid
from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Checked, Person, TeamMembership, in_force
from placements.checks import policies
from placements.checks.access import Period
from placements.models.placement import PracticePlacement


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ChecklistItemQuerySet":
        """The standard list is for everybody who may open lists; an intake's for its team."""
        on = on or timezone.localdate()
        own = TeamMembership.objects.filter(in_force(on), person=person).values("team_id")
        whole_teams = person.reach(on).whole_teams
        return self.filter(policies.items(person, whole_teams, own))

    def of_intake(self, intake_id: uuid.UUID | None) -> "ChecklistItemQuerySet":
        """The list of an intake; without one, the standard list that every intake begins with."""
        return self.filter(intake=intake_id, removed_on=None)


@pghistory.track()
class ChecklistItem(Checked):
    """One line of an intake's list; without an intake, of the standard list.

    An intake begins with a copy, so that a change of one year's list leaves the others alone. An
    item that was asked of somebody is never deleted, only removed for those who come later.
    """

    class Part(models.TextChoices):
        BEFORE = "before", "Before the first day"
        INDUCTION = "induction", "Induction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(
        "placements.Intake", models.CASCADE, null=True, blank=True, related_name="checklist"
    )
    part = models.CharField("belongs to", max_length=10, choices=Part)
    title = models.CharField("what", max_length=100)
    what_it_looks_like = models.TextField(
        blank=True, help_text="What is seen, or what is shown, by whom; so that all do the same."
    )
    is_critical = models.BooleanField(
        "children's records stay shut until it is verified", default=False
    )
    ends = models.BooleanField("what is seen has a last day", default=False)
    within_days = models.PositiveSmallIntegerField(
        "working days after the first day", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=200, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        ordering = ["part", "order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "part", "title"],
                condition=Q(removed_on=None),
                nulls_distinct=False,
                name="placements_item_once",
                violation_error_code="title",
                violation_error_message="This is on the list already.",
            ),
            models.CheckConstraint(
                name="placements_item_critical_is_before",
                condition=Q(is_critical=False) | Q(part="before"),
                violation_error_code="is_critical",
                violation_error_message="Only a check before the first day can be critical.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


def placements_checked_by(
    person: Person, on: date | None = None
) -> QuerySet[PracticePlacement, Any]:
    """Placements whose checks this person follows."""
    rows = PracticePlacement.objects.visible_to(person, on)
    return rows if policies.follows_checks(person) else rows.none()


class PlacementCheckQuerySet(models.QuerySet["PlacementCheck"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlacementCheckQuerySet":
        return self.filter(placement__in=placements_checked_by(person, on))

    def with_verifications(self) -> "PlacementCheckQuerySet":
        """With item and verifications, newest first: three queries however many."""
        verified = Verification.objects.select_related("by", "revoked_by").order_by("-pk")
        return self.select_related("item").prefetch_related(
            Prefetch("verifications", verified, to_attr="seen")
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlacementCheck(models.Model):
    """One item asked of one student. Whether it holds follows from its verifications."""

    seen: list["Verification"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.CASCADE, related_name="checks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="checks")

    objects = PlacementCheckQuerySet.as_manager()

    class Meta:
        ordering = ["item__part", "item__order", "item__title"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "item"], name="placements_asked_once"),
        ]

    def __str__(self) -> str:
        return self.item.title

    @property
    def newest(self) -> "Verification | None":
        """The last verification that was not taken back; asks nothing after
        `with_verifications`."""
        return next((one for one in self.seen if one.revoked_on is None), None)

    @property
    def periods(self) -> list[Period]:
        """The days on which it holds. What was seen again counts from that day on, for shorter
        too: the newest last day is the one that people read. Asks nothing after
        `with_verifications`.
        """
        found, next_seen = [], None
        for one in self.seen:
            ends = [day for day in (one.revoked_on, next_seen) if day is not None]
            period = Period.between(one.verified_on, one.expires_on, min(ends, default=None))
            if period is not None:
                found.append(period)
            if one.revoked_on is None:
                next_seen = min(one.verified_on, next_seen or one.verified_on)
        return found

    def holds(self, on: date) -> bool:
        return any(on in period for period in self.periods)


class VerificationQuerySet(models.QuerySet["Verification"]):
    def visible_to(self, person: Person, on: date | None = None) -> "VerificationQuerySet":
        return self.filter(of_check__in=PlacementCheck.objects.visible_to(person, on))


@pghistory.track()
class Verification(Checked):
    """Somebody saw that a check is met: who, when, what they saw, and how long it holds."""

    of_check = models.ForeignKey(PlacementCheck, models.CASCADE, related_name="verifications")
    verified_on = models.DateField("seen on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    evidence = models.CharField("what was seen", max_length=300, blank=True)
    expires_on = models.DateField("last day it holds", null=True, blank=True)
    revoked_on = models.DateField("taken back on", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_why = models.CharField(max_length=300, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_verification_dates_in_order",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("verified_on")),
                violation_error_code="expires_on",
                violation_error_message="The check expires before it was verified.",
            ),
            models.CheckConstraint(
                name="placements_verification_revoked_whole",
                condition=Q(revoked_on=None, revoked_by=None, revoked_why="")
                | (Q(revoked_on__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why="")),
                violation_error_code="why",
                violation_error_message="Say why it is taken back.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_check}, {self.verified_on:%-d %B %Y}"
