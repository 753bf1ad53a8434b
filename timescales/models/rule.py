"""A clock rule: what law, guidance or local policy says, as a dated and sourced row."""

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person, whole_days
from timescales.clock import Counting, LaterFrom, RuleSpec, Unit


class ClockRuleQuerySet(models.QuerySet["ClockRule"]):
    def visible_to(self, person: Person) -> "ClockRuleQuerySet":
        """Rules are for everybody who may open their page."""
        return self.all()

    def in_force(self, on: date) -> "ClockRuleQuerySet":
        return self.filter(
            Q(effective_from=None) | Q(effective_from__lte=on),
            Q(effective_to=None) | Q(effective_to__gte=on),
        )


@pghistory.track()
class ClockRule(Checked):
    """One edition of one rule. A deadline keeps the edition that was in force on its start date."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "Law or national guidance"
        LOCAL = "local", "Local policy"
        MEASURE = "measure", "Measure only, no deadline"

    class Status(models.TextChoices):
        VERIFIED = "verified", "Checked against its source"
        PART = "part", "Checked in part"
        UNVERIFIED = "unverified", "Unverified"

    UNIT_CHOICES = [(unit.value, unit.in_words(2).removeprefix("2 ")) for unit in Unit]
    COUNTING_CHOICES = [
        (Counting.DAY0.value, "The start event's day is day 0"),
        (Counting.DAY1_INCLUSIVE.value, "The start event's day counts as day 1"),
    ]
    LATER_CHOICES = [
        (LaterFrom.START.value, "All limits from the same start"),
        (LaterFrom.PREVIOUS.value, "Each later limit from the last time it was met"),
    ]

    code = models.CharField(max_length=20)
    edition = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    start_event = models.CharField("starts with", max_length=200)
    stop_event = models.CharField("is met by", max_length=300)
    scope = models.CharField("holds for", max_length=200, blank=True)
    limits = ArrayField(models.PositiveSmallIntegerField(), verbose_name="limit")
    limit_unit = models.CharField("counted in", max_length=20, choices=UNIT_CHOICES)
    later_from = models.CharField(
        max_length=10, choices=LATER_CHOICES, default=LaterFrom.START.value
    )
    counting = models.CharField(
        max_length=20, choices=COUNTING_CHOICES, default=Counting.DAY0.value
    )
    warn_at = models.PositiveSmallIntegerField(
        "warn before", help_text="Working days before it is due; hours for a rule in hours."
    )
    is_pausable = models.BooleanField("may be paused", default=False)
    status = models.CharField(max_length=12, choices=Status)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    effective_from = models.DateField("in force from", null=True, blank=True)
    effective_to = models.DateField("in force until", null=True, blank=True)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(
                name="timescales_rule_edition_once",
                fields=["code", "edition"],
                violation_error_message="This rule already has an edition of that name.",
            ),
            ExclusionConstraint(
                name="timescales_rule_one_edition_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (whole_days("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Another edition of this rule is in force on those days.",
            ),
            models.CheckConstraint(
                name="timescales_rule_dates_in_order",
                condition=Q(effective_from=None)
                | Q(effective_to=None)
                | Q(effective_to__gte=models.F("effective_from")),
                violation_error_message="The rule ends before it begins.",
            ),
            models.CheckConstraint(
                name="timescales_rule_has_a_limit", condition=Q(limits__len__gte=1)
            ),
            models.CheckConstraint(
                name="timescales_law_never_pauses",
                condition=Q(is_pausable=False) | Q(kind="local") | Q(code="C23"),
                violation_error_message="A clock set by law does not pause.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title} ({self.edition})"

    @property
    def unit(self) -> Unit:
        return Unit(self.limit_unit)

    @property
    def is_local(self) -> bool:
        return self.kind == self.Kind.LOCAL

    def spec(self) -> RuleSpec:
        """The rule as the pure clock takes it."""
        return RuleSpec(
            code=self.code,
            title=self.title,
            limits=tuple(self.limits),
            unit=self.unit,
            counting=Counting(self.counting),
            later_from=LaterFrom(self.later_from),
            warn_at=self.warn_at,
            start_event=self.start_event,
        )
