"""Places offered to a university, what it answered, and the students it names for them."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q

from accounts.models import Checked
from partners.models import University
from placements.intake.models.intake import Intake, OfIntakeQuerySet
from placements.models.placement import WEEKDAYS, PracticePlacement


class OfferQuerySet(OfIntakeQuerySet):
    def with_named(self) -> "OfferQuerySet":
        """With `named`: students named and not withdrawn."""
        return self.annotate(
            named=Count("nominations", filter=Q(nominations__withdrawn_on=None), distinct=True)
        )


@pghistory.track()
class Offer(Checked):
    """So many places of one length, offered to one university; accepted and declined by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="offers")
    university = models.ForeignKey(University, models.PROTECT, related_name="offers")
    days_total = models.PositiveSmallIntegerField("days", choices=PracticePlacement.Days)
    places = models.PositiveSmallIntegerField("places offered")
    offered_on = models.DateField()
    answer_by = models.DateField("answer wanted by")
    over_reason = models.CharField("why more than there is room for", max_length=300, blank=True)
    accepted = models.PositiveSmallIntegerField("places accepted", default=0)
    declined = models.PositiveSmallIntegerField("places declined", default=0)
    answered_on = models.DateField(null=True, blank=True)
    note = models.CharField("what the university said", max_length=300, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["university__name", "days_total"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "university", "days_total"],
                name="placements_offer_once",
                violation_error_code="university",
                violation_error_message=(
                    "This university already has an offer of that length. Change that one."
                ),
            ),
            models.CheckConstraint(
                name="placements_offer_days",
                condition=Q(days_total__in=PracticePlacement.Days.values),
                violation_error_message="A placement has 70 or 100 days.",
            ),
            models.CheckConstraint(
                name="placements_offer_answer_within",
                condition=Q(places__gte=F("accepted") + F("declined"), places__gt=0),
                violation_error_code="places accepted",
                violation_error_message="More is answered than was offered.",
            ),
            models.CheckConstraint(
                name="placements_offer_dates_in_order",
                condition=Q(answer_by__gte=F("offered_on"))
                & (Q(answered_on=None) | Q(answered_on__gte=F("offered_on"))),
                violation_error_code="answer_by answered_on",
                violation_error_message="An answer is not before its offer.",
            ),
            models.CheckConstraint(
                name="placements_offer_answer_dated",
                condition=Q(answered_on__isnull=False) | Q(accepted=0, declined=0),
                violation_error_message="An answer has its date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.university}, {self.get_days_total_display()}"

    @property
    def unanswered(self) -> int:
        return self.places - self.accepted - self.declined

    @property
    def held(self) -> int:
        """Places that are not ours to give elsewhere: accepted, or still waiting for an answer."""
        return self.places - self.declined


class NominationQuerySet(OfIntakeQuerySet):
    intake_path = "offer__intake__"

    def standing(self) -> "NominationQuerySet":
        return self.filter(withdrawn_on=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Nomination(Checked):
    """A student the university names for an accepted place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="nominations")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations"
    )
    starts_on = models.DateField("first day")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="weekly pattern",
        error_messages={"blank": "Choose at least one day of the week."},
    )
    named_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["student__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "student"],
                condition=Q(withdrawn_on=None),
                name="placements_nomination_once",
                violation_error_code="student",
                violation_error_message="This student is named for this offer already.",
            ),
            models.CheckConstraint(
                name="placements_nomination_weekdays",
                condition=Q(weekdays__contained_by=WEEKDAYS, weekdays__len__gt=0),
                violation_error_code="weekdays",
                violation_error_message="Choose at least one day of the week.",
            ),
            models.CheckConstraint(
                name="placements_nomination_withdrawn_with_why",
                condition=Q(withdrawn_on=None, withdrawn_why="")
                | (Q(withdrawn_on__gte=F("named_on")) & ~Q(withdrawn_why="")),
                violation_error_message="Say why the student is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}"
