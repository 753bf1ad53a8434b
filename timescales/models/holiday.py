"""A day the published list of bank holidays does not have, or has and should not."""

import pghistory
from django.db import models

from accounts.models import Person


class ExtraHolidayQuerySet(models.QuerySet["ExtraHoliday"]):
    def visible_to(self, person: Person) -> "ExtraHolidayQuerySet":
        """The calendar is for everybody who may open its page."""
        return self.all()


@pghistory.track()
class ExtraHoliday(models.Model):
    """Entered by an administrator at short notice: a day added, or one taken away."""

    date = models.DateField(
        unique=True, error_messages={"unique": "This day has already been entered."}
    )
    name = models.CharField(max_length=80)
    is_removed = models.BooleanField("a working day after all", default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ExtraHolidayQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
