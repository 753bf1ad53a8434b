"""Facts that hold from one day to another, and the constraints every such table carries."""

from datetime import date

import pghistory
from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q

from accounts.models.checked import Checked

END_BEFORE_START = "The end is before the start."


class DateRange(Func):
    """`daterange(starts_on, ends_on, '[]')`: both days belong to the period, no end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def whole_days(start: str = "starts_on", end: str = "ends_on") -> DateRange:
    """The period between two date columns, both ends included, for an exclusion constraint."""
    return DateRange(start, end, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def in_force(on: date, prefix: str = "") -> Q:
    """Rows whose `starts_on`..`ends_on` holds the day `on`; `prefix` as in `"team__lines__"`."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def every_change() -> tuple[pghistory.Tracker, ...]:
    """What row history keeps of a table whose rows may be taken back before they begin."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


class Dated(Checked):
    """A fact that holds from one day to another, both included; no end means still."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Said before the database is asked about overlaps: it knows no period that ends first."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": END_BEFORE_START})


def dates_in_order(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_dates_in_order",
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        violation_error_message=END_BEFORE_START,
    )
