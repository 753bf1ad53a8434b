"""A day the published list of bank holidays does not have, or has and should not."""

import pghistory
from django.db import models


@pghistory.track()
class ExtraHoliday(models.Model):
    """Entered by an administrator at short notice: a day added, or one moved away (`is_removed`)."""

    date = models.DateField(
        unique=True, error_messages={"unique": "This day has already been entered."}
    )
    name = models.CharField(max_length=80)
    is_removed = models.BooleanField("a working day after all", default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
