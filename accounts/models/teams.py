"""Teams, and who is in them when."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from accounts.models.dates import Dated, dates_in_order, every_change, whole_days
from accounts.models.people import Person


@pghistory.track(*every_change())
class Team(models.Model):
    name = models.CharField(max_length=120, unique=True)
    is_pop = models.BooleanField("hosts students", default=False)

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class TeamMembership(Dated):
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            dates_in_order("accounts_teammembership"),
            ExclusionConstraint(
                name="accounts_membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="They are in that team already on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"
