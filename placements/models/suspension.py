"""Days on which a placement stands still."""

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Dated, Person, dates_in_order, in_force, whole_days
from placements.models.placement import PracticePlacement, visible_placements


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def visible_to(self, person: Person, on: date | None = None) -> "SuspensionQuerySet":
        return self.filter(placement__in=visible_placements(person, on))

    def standing(self) -> "SuspensionQuerySet":
        """Nobody has said yet from when the placement goes on."""
        return self.filter(ends_on=None)

    def in_force(self, on: date) -> "SuspensionQuerySet":
        return self.filter(in_force(on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Suspension(Dated):
    """The placement stands still from `starts_on`; no end: until it is reinstated.

    Nobody is expected on these days and children's records are shut. `review_on` is the day by
    which it is decided how it goes on; until then the dates to come are worked out with it.
    """

    placement = models.ForeignKey(
        PracticePlacement, models.CASCADE, related_name="suspensions", editable=False
    )
    review_on = models.DateField("decided again by")
    limits = models.JSONField("work the student might have carried", default=list, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            dates_in_order("placements_suspension"),
            models.CheckConstraint(
                name="placements_suspension_review_in_order",
                condition=Q(review_on__gte=F("starts_on")),
                violation_error_code="review_on",
                violation_error_message="The day to decide again is before the first day.",
            ),
            ExclusionConstraint(
                name="placements_suspension_once_at_a_time",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="starts_on",
                violation_error_message="The placement is suspended on some of these days already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Suspended from {self.starts_on:%-d %B %Y}"

    @property
    def known_end(self) -> date:
        """The last day it is reckoned with: the recorded one, else the day it is decided again."""
        return self.ends_on or self.review_on
