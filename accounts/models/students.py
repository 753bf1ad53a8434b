"""What a student may open and carry; written by placements, read by every scope."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models.dates import Dated, dates_in_order, every_change, whole_days
from accounts.models.people import Person


@pghistory.track(*every_change())
class ChildrenAccess(Dated):
    """When a student may open children's records; written by placements, read by every scope."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="children_access")

    class Meta:
        constraints = [
            dates_in_order("accounts_childrenaccess"),
            ExclusionConstraint(
                name="accounts_children_access_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_on}"


@pghistory.track(*every_change())
class WorkloadLimit(Dated):
    """How much work a student may carry, in weighted cases; pushed down by placements."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="workload_limits")
    cases = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            dates_in_order("accounts_workloadlimit"),
            models.CheckConstraint(
                name="accounts_workload_not_negative", condition=Q(cases__gte=0)
            ),
            ExclusionConstraint(
                name="accounts_workload_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.cases}"
