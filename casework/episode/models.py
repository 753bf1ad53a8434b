"""The council's referral, the spell of need it opens, and the workers who carry it."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import (
    Checked,
    Dated,
    DateRange,
    Person,
    Team,
    dates_in_order,
    in_force,
    whole_days,
)
from casework.child.models import Child, visible_children
from casework.episode import codes
from records.models import Versioned


class OfAChildQuerySet(models.QuerySet):
    """Rows that belong to one child are seen by those who see the child."""

    def visible_to(self, person: Person, on: date | None = None):
        return self.filter(child__in=visible_children(person, on))


@pghistory.track()
class Referral(Checked):
    """The council's referral, with its own date. One with no further action opens no episode."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="referrals")
    referred_on = models.DateField("date of the referral")
    source = models.CharField(max_length=2, choices=codes.Source)
    primary_need = models.CharField(max_length=2, choices=codes.PrimaryNeed, blank=True)
    no_further_action = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfAChildQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on"]
        constraints = [
            models.CheckConstraint(
                name="casework_referral_need_unless_nfa",
                condition=Q(no_further_action=True) | ~Q(primary_need=""),
                violation_error_message=(
                    "Say what the main need is, unless there was no further action."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Referral of {self.referred_on}"


class EpisodeQuerySet(OfAChildQuerySet):
    def open(self) -> "EpisodeQuerySet":
        return self.filter(closed_on=None)

    def in_force(self, on: date) -> "EpisodeQuerySet":
        """Open on that day; the day of closing no longer counts."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on)

    def without_accountable(self, on: date) -> "EpisodeQuerySet":
        """Open episodes that nobody is accountable for on `on`."""
        accountable = Allocation.objects.filter(
            in_force(on), role=Allocation.Role.ACCOUNTABLE, episode=models.OuterRef("pk")
        )
        return self.open().filter(~models.Exists(accountable))


@pghistory.track()
class Episode(Versioned):
    """One spell of work with a child: early help by consent, or a child in need by referral."""

    class Kind(models.TextChoices):
        EARLY_HELP = "early_help", "Early help"
        IN_NEED = "in_need", "Child in need"

    class Opened(models.TextChoices):
        NEW = "new", "Opened"
        STEP_UP = "step_up", "Stepped up"
        STEP_DOWN = "step_down", "Stepped down"
        AGAIN = "again", "Opened again"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="episodes")
    kind = models.CharField(max_length=10, choices=Kind)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="episode"
    )
    opened_how = models.CharField(max_length=10, choices=Opened, default=Opened.NEW)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    assessment_authorised_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=3, choices=codes.ClosureReason, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            models.CheckConstraint(
                name="casework_episode_in_need_by_referral",
                condition=Q(kind="in_need", referral__isnull=False)
                | Q(kind="early_help", referral=None),
                violation_error_message=(
                    "A child in need episode stands on the council's referral; early help has none."
                ),
            ),
            models.CheckConstraint(
                name="casework_episode_closed_with_reason",
                condition=Q(closed_on=None, closure_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closure_reason="")),
                violation_error_message="A closing date and its reason come together.",
            ),
            models.CheckConstraint(
                name="casework_episode_reason_of_its_kind",
                condition=Q(closure_reason="")
                | Q(kind="in_need", closure_reason__startswith="RC")
                | Q(kind="early_help", closure_reason__startswith="EH"),
                violation_error_message="Early help and child in need end for different reasons.",
            ),
            models.CheckConstraint(
                name="casework_episode_dates_in_order",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="The episode closes before it opens.",
            ),
            models.CheckConstraint(
                name="casework_episode_assessed_after_opening",
                condition=Q(assessment_authorised_on=None)
                | Q(kind="in_need", assessment_authorised_on__gte=F("opened_on")),
                violation_error_message=(
                    "An assessment belongs to a child in need episode and is authorised after it "
                    "opened."
                ),
            ),
            models.CheckConstraint(
                name="casework_episode_follows_another",
                condition=Q(opened_how="new", follows=None)
                | (~Q(opened_how="new") & Q(follows__isnull=False)),
                violation_error_message="Say which episode this one follows.",
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_episode_one_open",
                condition=Q(closed_on=None),
                violation_error_message="This child already has an open episode.",
            ),
            # The day of closing may be the day the next one opens: stepping up is done in a day.
            ExclusionConstraint(
                name="casework_episode_no_overlap",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "opened_on",
                            "closed_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This overlaps another episode of the same child.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-opened_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.opened_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, person: Person, on: date | None = None) -> "AllocationQuerySet":
        return self.filter(episode__child__in=visible_children(person, on))

    def in_force(self, on: date) -> "AllocationQuerySet":
        return self.filter(in_force(on))

    def accountable(self) -> "AllocationQuerySet":
        return self.filter(role=Allocation.Role.ACCOUNTABLE)

    def co_working(self) -> "AllocationQuerySet":
        return self.filter(role=Allocation.Role.CO_WORKER)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Allocation(Dated):
    """A worker on an episode. Both dates belong to it; a successor starts the day after."""

    class Role(models.TextChoices):
        ACCOUNTABLE = "accountable", "Accountable social worker"
        CO_WORKER = "co_worker", "Co-worker"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="allocations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=12, choices=Role)
    weight = models.DecimalField(
        max_digits=3, decimal_places=1, default=1, help_text="How much of a caseload this is."
    )
    part = models.CharField("their part in the work", max_length=200, blank=True)
    learning = models.CharField("why it fits their stage of learning", max_length=300, blank=True)
    over_limit_reason = models.CharField(max_length=300, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts_on"]
        constraints = [
            dates_in_order("casework_allocation"),
            models.CheckConstraint(
                name="casework_allocation_weight_positive", condition=Q(weight__gt=0)
            ),
            ExclusionConstraint(
                name="casework_allocation_one_accountable",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(role="accountable"),
                violation_error_message="Someone else is accountable on some of these days.",
            ),
            ExclusionConstraint(
                name="casework_allocation_one_role_each",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person already works on it on some of these days.",
            ),
        ]
        indexes = [models.Index(fields=["person", "role"]), models.Index(fields=["episode"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on}"
