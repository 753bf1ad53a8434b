"""What a university counts, and how a student's load grows: dated data with its source."""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import Checked, Dated, Person, dates_in_order, in_force, whole_days
from accounts.models.dates import every_change
from accounts.roles import Role
from partners.models import ContactPerson, University
from placements.models.placement import COUNTS, Kind, PracticePlacement
from records.models import Versioned

NO_UNIVERSITY = uuid.UUID(int=0)
ONE, HALF, NOTHING = Decimal("1"), Decimal("0.5"), Decimal("0")


class UniversityRuleQuerySet(models.QuerySet["UniversityRule"]):
    def visible_to(self, person: Person) -> "UniversityRuleQuerySet":
        """A tutor reads what is said of universities they work for, and the default; staff all."""
        if person.role != Role.UNIVERSITY_TUTOR:
            return self.all()
        return self.filter(Q(university=None) | Q(university__in=universities_of(person)))

    def in_force(self, on: date) -> "UniversityRuleQuerySet":
        return self.filter(in_force(on))

    def for_university(self, university: University, on: date) -> "UniversityRule":
        """The university's own rule of that day, else the shipped default."""
        return (
            self.filter(in_force(on), Q(university=university) | Q(university=None))
            .order_by("university_id")  # PostgreSQL puts NULL, the default, last
            .first()
        ) or self.get(university=None, ends_on=None)


def _counts(verbose_name: str, default: Decimal) -> models.DecimalField:
    return models.DecimalField(verbose_name, max_digits=2, decimal_places=1, default=default)


def universities_of(person: Person) -> models.QuerySet:
    """The universities a tutor works for today."""
    return ContactPerson.objects.filter(person=person, is_current=True).values("university")


@pghistory.track()
class UniversityRule(Versioned, Dated):
    """One edition of one university's rules, usually an academic year's; without a university it is
    the default for all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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
    agreement_by_day = models.PositiveSmallIntegerField("agreement meeting by day", default=10)
    observations_first = models.PositiveSmallIntegerField("observations in 70 days", default=2)
    observations_final = models.PositiveSmallIntegerField("observations in 100 days", default=3)
    people_by_midpoint = models.PositiveSmallIntegerField(
        "feedback from people by half the days", default=1
    )
    people_by_end = models.PositiveSmallIntegerField("feedback from people by the end", default=3)
    waits_since = models.DateTimeField(
        "running placements are yet to follow", null=True, editable=False
    )
    interim_percent = models.PositiveSmallIntegerField(
        "interim review at this share of the days", default=50
    )
    final_within_days = models.PositiveSmallIntegerField(
        "final meeting within the last days", default=10
    )
    portfolio_parts = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name="portfolio's parts"
    )
    portfolio_days_after = models.PositiveSmallIntegerField(
        "portfolio, days after the last day", default=14
    )
    panel_days_after = models.PositiveSmallIntegerField(
        "panel, days after the last day", default=42
    )
    source = models.CharField(max_length=300)

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
            models.CheckConstraint(
                name="placements_rule_steps",
                condition=Q(
                    agreement_by_day__gte=1,
                    agreement_by_day__lte=70,
                    interim_percent__gte=1,
                    interim_percent__lte=99,
                    final_within_days__gte=1,
                    final_within_days__lte=70,
                ),
                violation_error_message="Each step is due on one of the placement's days.",
            ),
            models.CheckConstraint(
                name="placements_rule_people_in_order",
                condition=Q(people_by_midpoint__lte=F("people_by_end")),
                violation_error_message="By the end it is at least as much as by half the days.",
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

    @property
    def is_default(self) -> bool:
        return self.university_id is None

    def fixed(self, days_total: int) -> dict[str, date]:
        """The days the university sets for placements of so many days; `dates` is prefetched."""
        return {row.what: row.on for row in self.dates.all() if row.days_total == days_total}

    def observations(self, days_total: int) -> int:
        """How many direct observations a placement of so many days needs."""
        return self.observations_first if days_total <= 70 else self.observations_final


def rule_of(
    rules: Iterable[UniversityRule], university_id: uuid.UUID, starts_on: date
) -> UniversityRule:
    """The edition in force on a placement's first day: the university's own, else the default."""
    held = {
        rule.university_id: rule
        for rule in rules
        if rule.starts_on <= starts_on and (rule.ends_on is None or rule.ends_on >= starts_on)
    }
    default = next(rule for rule in rules if rule.university_id is None and rule.ends_on is None)
    return held.get(university_id) or held.get(None) or default


class RuleFact(models.TextChoices):
    """What a university is asked about its placements, each confirmed on its own."""

    DAYS = "days", "What counts as a day"
    SUPERVISION = "supervision", "Supervision"
    WORKLOAD = "workload", "Work a student may carry"
    STEPS = "steps", "Agreement, reviews and reports"
    OBSERVATIONS = "observations", "Observations and feedback"
    PORTFOLIO = "portfolio", "Portfolio and panel"


@pghistory.track()
class RuleConfirmation(Checked):
    """Somebody asked the university, or is the university, and the rule is right about this. The
    newest one counts, until the fact is changed; the older ones stay.
    """

    rule = models.ForeignKey(UniversityRule, models.CASCADE, related_name="confirmations")
    fact = models.CharField(max_length=20, choices=RuleFact)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    how = models.CharField("how they told us", max_length=200, blank=True)
    changed_on = models.DateField("changed since", null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_confirmation_changed_after",
                condition=Q(changed_on=None) | Q(changed_on__gte=F("on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()} confirmed {self.on:%-d %B %Y}"


@pghistory.track(*every_change())
class RuleDate(models.Model):
    """A day the university sets for one length of placement; without it the ledger says when."""

    class What(models.TextChoices):
        INTERIM_REPORT = "interim_report", "Interim report by"
        FINAL_REPORT = "final_report", "Final report by"
        PORTFOLIO = "portfolio", "Portfolio handed in by"
        PANEL = "panel", "Panel on"

    rule = models.ForeignKey(UniversityRule, models.CASCADE, related_name="dates")
    what = models.CharField(max_length=20, choices=What)
    days_total = models.PositiveSmallIntegerField(choices=PracticePlacement.Days)
    on = models.DateField()

    class Meta:
        ordering = ["rule", "days_total", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "what", "days_total"], name="placements_rule_date_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on:%-d %B %Y}, {self.days_total} days"


@pghistory.track(*every_change())
class WorkloadStep(Checked):
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
