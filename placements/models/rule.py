"""What a university counts, and how a student's load grows: dated data with its source."""

import uuid
from datetime import date
from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from accounts.models import Dated, dates_in_order, in_force, whole_days
from partners.models import University
from placements.models.placement import COUNTS, Kind

NO_UNIVERSITY = uuid.UUID(int=0)
ONE, HALF, NOTHING = Decimal("1"), Decimal("0.5"), Decimal("0")


class UniversityRuleQuerySet(models.QuerySet["UniversityRule"]):
    def for_university(self, university: University, on: date) -> "UniversityRule":
        """The university's own rule of that day, else the shipped default."""
        return (
            self.filter(in_force(on), Q(university=university) | Q(university=None))
            .order_by("university_id")  # PostgreSQL puts NULL, the default, last
            .first()
        ) or self.get(university=None, ends_on=None)


def _counts(verbose_name: str, default: Decimal) -> models.DecimalField:
    return models.DecimalField(verbose_name, max_digits=2, decimal_places=1, default=default)


@pghistory.track()
class UniversityRule(Dated):
    """One edition of one university's rules; without a university it is the default for all."""

    university = models.ForeignKey(
        University, models.PROTECT, null=True, blank=True, related_name="placement_rules"
    )
    hours_per_day = models.DecimalField(max_digits=3, decimal_places=1, default=Decimal("7"))
    study_counts = _counts("a study day counts", ONE)
    recall_counts = _counts("a recall day counts", NOTHING)
    skills_counts = _counts("a skills day counts", NOTHING)
    supervision_hours_per_five_days = models.DecimalField(
        max_digits=3, decimal_places=1, default=Decimal("1.5")
    )
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField("checked with the university", default=False)

    objects = UniversityRuleQuerySet.as_manager()

    class Meta:
        ordering = ["university__name", "starts_on"]
        constraints = [
            dates_in_order("placements_universityrule"),
            models.CheckConstraint(
                name="placements_rule_counts",
                condition=Q(
                    study_counts__in=COUNTS, recall_counts__in=COUNTS, skills_counts__in=COUNTS
                ),
                violation_error_message="A day counts as none, half or one.",
            ),
            models.CheckConstraint(
                name="placements_rule_hours",
                condition=Q(hours_per_day__gt=0, supervision_hours_per_five_days__gt=0),
                violation_error_message="Hours are more than none.",
            ),
            ExclusionConstraint(
                name="placements_rule_once_at_a_time",
                expressions=[
                    (Coalesce("university", Value(NO_UNIVERSITY)), RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="There is already a rule on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.university or 'Any university'} from {self.starts_on:%-d %B %Y}"

    def counts(self, kind: Kind | str) -> Decimal:
        """What a day of this kind counts for under this rule; anything not named counts nothing."""
        return {
            Kind.ATTENDED: ONE,
            Kind.HALF: HALF,
            Kind.STUDY: self.study_counts,
            Kind.RECALL: self.recall_counts,
            Kind.SKILLS: self.skills_counts,
        }.get(Kind(kind), NOTHING)


@pghistory.track()
class WorkloadStep(models.Model):
    """From this week of the placement on, a student may carry this much work."""

    rule = models.ForeignKey(UniversityRule, models.CASCADE, related_name="workload_steps")
    from_week = models.PositiveSmallIntegerField()
    cases = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        ordering = ["rule", "from_week"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "from_week"], name="placements_step_once"),
            models.CheckConstraint(
                name="placements_step_from_week_one", condition=Q(from_week__gte=1)
            ),
            models.CheckConstraint(
                name="placements_step_cases_not_negative", condition=Q(cases__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"Week {self.from_week}: {self.cases}"
