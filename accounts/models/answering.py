"""Who answers for whom, and who acts for an absent manager."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models.dates import Dated, dates_in_order, every_change, whole_days
from accounts.models.people import Person


@pghistory.track(*every_change())
class ReportingLine(Dated):
    """Who answers for whom. `case` lines open children's records to the one who answers."""

    class Kind(models.TextChoices):
        CASE = "case", "Case and learning"
        LEARNING_ONLY = "learning_only", "Learning only"
        COVER = "cover", "Cover"

    person = models.ForeignKey(Person, models.PROTECT, related_name="lines_up")
    answers_to = models.ForeignKey(Person, models.PROTECT, related_name="lines_down")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CASE)

    class Meta:
        constraints = [
            dates_in_order("accounts_reportingline"),
            models.CheckConstraint(
                name="accounts_line_between_two",
                condition=~Q(person=F("answers_to")),
                violation_error_message="Nobody answers to themselves.",
            ),
            ExclusionConstraint(
                name="accounts_line_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("answers_to", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} answers to {self.answers_to}"


@pghistory.track(*every_change())
class Deputyship(Dated):
    """Somebody acts for an absent manager between two dates; the end is never open."""

    manager = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputises_for")

    class Meta:
        constraints = [
            dates_in_order("accounts_deputyship"),
            models.CheckConstraint(
                name="accounts_deputyship_ends",
                condition=Q(ends_on__isnull=False),
                violation_error_message="Acting for someone always has a last day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.manager}"
