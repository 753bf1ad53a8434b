"""Fee rates by date, claims made of confirmed days, and journeys tied to a day of the ledger."""

import uuid
from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Checked, Dated, Person, Team, dates_in_order, in_force, whole_days
from partners.models import University
from placements.models.placement import PlacementDay, visible_placements
from placements.models.rule import NO_UNIVERSITY
from placements.money import policies

NOTHING = Decimal(0)


def _money(verbose_name: str, **options) -> models.DecimalField:
    return models.DecimalField(verbose_name, max_digits=9, decimal_places=2, **options)


@pghistory.track()
class FeeRate(Dated):
    """What a university pays for one counted day, from a day on; without one, what any pays."""

    university = models.ForeignKey(
        University, models.PROTECT, null=True, blank=True, related_name="fee_rates"
    )
    amount = _money("pounds a day")
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField("confirmed by the university", default=False)

    class Meta:
        ordering = ["university__name", "starts_on"]
        constraints = [
            dates_in_order("placements_feerate"),
            models.CheckConstraint(
                name="placements_feerate_not_negative",
                condition=Q(amount__gte=0),
                violation_error_code="amount",
                violation_error_message="A rate is not less than nothing.",
            ),
            ExclusionConstraint(
                name="placements_feerate_once_at_a_time",
                expressions=[
                    (Coalesce("university", Value(NO_UNIVERSITY)), RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="starts_on",
                violation_error_message="Another rate holds on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"£{self.amount} a day from {self.starts_on:%-d %B %Y}"


class MileageRateQuerySet(models.QuerySet["MileageRate"]):
    def of(self, on: date) -> "MileageRate | None":
        return self.filter(in_force(on)).first()


@pghistory.track()
class MileageRate(Dated):
    """What one mile in one's own car is repaid with, from a day on."""

    amount = models.DecimalField("pounds a mile", max_digits=5, decimal_places=3)
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField("decided by the service", default=False)

    objects = MileageRateQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            dates_in_order("placements_mileagerate"),
            models.CheckConstraint(
                name="placements_mileagerate_not_negative",
                condition=Q(amount__gte=0),
                violation_error_code="amount",
                violation_error_message="A rate is not less than nothing.",
            ),
            ExclusionConstraint(
                name="placements_mileagerate_once_at_a_time",
                expressions=[(whole_days(), RangeOperators.OVERLAPS)],
                violation_error_code="starts_on",
                violation_error_message="Another rate holds on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"£{self.amount} a mile from {self.starts_on:%-d %B %Y}"


class FeeClaimQuerySet(models.QuerySet["FeeClaim"]):
    def visible_to(self, person: Person, on: date | None = None) -> "FeeClaimQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.claims(person, person.reach(on)))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FeeClaim(Checked):
    """The confirmed days of one university up to a day, claimed at once, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    university = models.ForeignKey(University, models.PROTECT, related_name="fee_claims")
    until = models.DateField("days up to and with")
    reference = models.CharField("invoice number", max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid = _money("pounds paid", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = FeeClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-until", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_claim_days_are_past",
                condition=Q(until__lte=F("made_on")),
                violation_error_code="until",
                violation_error_message="Days to come are not claimed.",
            ),
            models.CheckConstraint(
                name="placements_claim_sent_then_paid",
                condition=Q(paid_on=None)
                | (Q(sent_on__isnull=False) & Q(paid_on__gte=F("sent_on"))),
                violation_error_code="paid_on",
                violation_error_message="It cannot be paid before it was sent.",
            ),
            models.CheckConstraint(
                name="placements_claim_sent_after_made",
                condition=Q(sent_on=None) | Q(sent_on__gte=F("made_on")),
                violation_error_code="sent_on",
                violation_error_message="It cannot be sent before it was made.",
            ),
            models.CheckConstraint(
                name="placements_claim_paid_pair",
                condition=Q(paid_on=None, paid=None) | Q(paid_on__isnull=False, paid__gte=0),
                violation_error_code="paid",
                violation_error_message="Say how much was paid, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.university} up to {self.until:%-d %B %Y}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class ClaimedDay(Checked):
    """One confirmed day in one claim, with what it counted and the rate of that day. Once only."""

    claim = models.ForeignKey(FeeClaim, models.CASCADE, related_name="days")
    day = models.OneToOneField(PlacementDay, models.PROTECT, related_name="claimed")
    counts = models.DecimalField(max_digits=2, decimal_places=1)
    rate = _money("pounds a day")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placements_claimedday_counts",
                condition=Q(counts__gt=0, counts__lte=1, rate__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.counts} at £{self.rate}"


class JourneyQuerySet(models.QuerySet["Journey"]):
    def visible_to(self, person: Person, on: date | None = None) -> "JourneyQuerySet":
        on = on or timezone.localdate()
        seen = visible_placements(person, on)
        return self.filter(policies.journeys(person, person.reach(on), seen))

    def to_repay(self) -> "JourneyQuerySet":
        return self.filter(repaid_on=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Journey(Checked):
    """One journey on one day of the ledger. Places are towns or sites, never somebody's address."""

    class Purpose(models.TextChoices):
        VISIT = "visit", "A visit"
        SCHOOL = "school", "A school"
        MEETING = "meeting", "A meeting or court"
        TRAINING = "training", "Training"

    class By(models.TextChoices):
        CAR = "car", "Own car"
        FARE = "fare", "Bus, train or taxi"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(PlacementDay, models.PROTECT, related_name="journeys")
    purpose = models.CharField("what for", max_length=10, choices=Purpose)
    by = models.CharField("how", max_length=5, choices=By)
    went_from = models.CharField("from", max_length=60)
    went_to = models.CharField("to", max_length=60)
    miles = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    amount = _money("pounds", help_text="A fare as paid; for a car, the miles at the day's rate.")
    entered_at = models.DateTimeField()
    repaid_on = models.DateField(null=True, blank=True)
    repaid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = JourneyQuerySet.as_manager()

    class Meta:
        ordering = ["-day__on", "entered_at"]
        constraints = [
            models.CheckConstraint(
                name="placements_journey_miles_of_a_car",
                condition=Q(by="car", miles__gt=0) | Q(by="fare", miles=None),
                violation_error_code="miles",
                violation_error_message="Say how many miles, for a car only.",
            ),
            models.CheckConstraint(
                name="placements_journey_amount",
                condition=Q(amount__gte=0),
                violation_error_code="fare",
                violation_error_message="A fare is not less than nothing.",
            ),
            models.CheckConstraint(
                name="placements_journey_repaid_pair",
                condition=Q(repaid_on=None, repaid_by=None)
                | Q(repaid_on__isnull=False, repaid_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.went_from} to {self.went_to}"
