"""A child's plan: its kind, its days, and its categories of abuse by date."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import Checked, DateRange
from casework.child.models import Child
from casework.episode.models import OfAChildQuerySet
from casework.plan import codes
from records.models import Versioned
from records.triggers import append_only

_FITS_ITS_EPISODE = """
    SELECT e.child_id, e.kind, r.referred_on INTO spell
        FROM casework_episode e LEFT JOIN casework_referral r ON r.id = e.referral_id
        WHERE e.id = NEW.episode_id FOR SHARE OF e;
    -- A plan whose child alone changes is being moved with its episode, in a merge of two records.
    IF spell.kind <> 'in_need' OR (
        spell.child_id <> NEW.child_id
        AND (TG_OP = 'INSERT' OR OLD.episode_id <> NEW.episode_id)
    ) THEN
        RAISE EXCEPTION 'A plan belongs to a child in need episode of the same child'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.starts_on < spell.referred_on THEN
        RAISE EXCEPTION 'A plan starts before the referral of its episode'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class PlanQuerySet(OfAChildQuerySet):
    def open(self) -> "PlanQuerySet":
        return self.filter(ends_on=None)

    def current(self, on: date) -> "PlanQuerySet":
        """In force on that day. The day one plan ends belongs to the one that follows."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def of_kind(self, kind: str) -> "PlanQuerySet":
        return self.filter(kind=kind)

    def child_protection(self) -> "PlanQuerySet":
        return self.of_kind(codes.Kind.CHILD_PROTECTION)

    def child_in_need(self) -> "PlanQuerySet":
        return self.of_kind(codes.Kind.CHILD_IN_NEED)

    def before(self, plan: "Plan") -> "PlanQuerySet":
        """Earlier plans of the same child and kind, whatever their episode, first one first."""
        return self.filter(
            child=plan.child_id, kind=plan.kind, starts_on__lt=plan.starts_on
        ).order_by("starts_on")

    def with_categories(self) -> "PlanQuerySet":
        """Each with `initial_category` and `latest_category`, as the census asks for them."""
        rows = PlanCategory.objects.filter(plan=OuterRef("pk")).order_by("starts_on")
        return self.annotate(
            initial_category=Subquery(rows.values("category")[:1]),
            latest_category=Subquery(rows.reverse().values("category")[:1]),
        )


@pghistory.track()
class Plan(Versioned):
    """One period in which a child had a plan. What the plan says stands in its versions."""

    Kind = codes.Kind
    EndReason = codes.EndReason

    # Only on rows of `with_categories`.
    initial_category: str | None
    latest_category: str | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="plans")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=20, choices=codes.Kind)
    starts_on = models.DateField("first day of the plan")
    decided_on = models.DateField("day it was decided that there would be a plan")
    conference_held_on = models.DateField("conference that began it", null=True, blank=True)
    ends_on = models.DateField("last day of the plan", null=True, blank=True)
    end_reason = models.CharField(
        "why it ended", max_length=20, choices=codes.EndReason, blank=True
    )
    end_note = models.CharField("how it ended", max_length=300, blank=True)
    end_conference_held_on = models.DateField("conference that ended it", null=True, blank=True)
    plans_before_us = models.PositiveSmallIntegerField(
        "earlier plans of this kind that this portal does not hold",
        default=0,
        help_text="With this council, at any time.",
    )
    last_before_us_ended_on = models.DateField(
        "the day the last of those ended", null=True, blank=True
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="casework_plan_dates_in_order",
                condition=Q(ends_on=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(kind=codes.Kind.CHILD_IN_NEED, ends_on=F("starts_on")),
                violation_error_message=(
                    "The plan ends before it starts. A child protection plan lasts a day or more."
                ),
            ),
            models.CheckConstraint(
                name="casework_plan_ended_with_reason",
                condition=Q(ends_on=None, end_reason="")
                | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message="The last day and the reason it ended come together.",
            ),
            models.CheckConstraint(
                name="casework_plan_reason_of_its_kind",
                condition=Q(end_reason="")
                | Q(
                    *(
                        Q(kind=kind, end_reason__in=list(reasons))
                        for kind, reasons in codes.REASONS.items()
                    ),
                    _connector=Q.OR,
                ),
                violation_error_message="That is not a reason for this kind of plan to end.",
            ),
            models.CheckConstraint(
                name="casework_plan_starts_on_its_conference",
                condition=Q(kind=codes.Kind.CHILD_IN_NEED, conference_held_on=None)
                | Q(
                    kind=codes.Kind.CHILD_PROTECTION,
                    conference_held_on__isnull=False,
                    conference_held_on=F("starts_on"),
                ),
                violation_error_message=(
                    "A child protection plan starts on the day its conference was held; a child "
                    "in need plan has no conference."
                ),
            ),
            models.CheckConstraint(
                name="casework_plan_ends_at_its_conference",
                condition=Q(end_conference_held_on=None)
                | Q(
                    kind=codes.Kind.CHILD_PROTECTION,
                    ends_on__isnull=False,
                    end_conference_held_on=F("ends_on"),
                ),
                violation_error_message="The plan ends on the day of the conference that ended it.",
            ),
            models.CheckConstraint(
                name="casework_plan_protection_ends_at_a_conference",
                condition=Q(ends_on=None)
                | Q(kind=codes.Kind.CHILD_IN_NEED)
                | Q(end_conference_held_on__isnull=False)
                | Q(end_reason__in=sorted(codes.ENDS_WITHOUT_CONFERENCE)),
                violation_error_message=(
                    "Only a conference ends a child protection plan. Say when it was held."
                ),
            ),
            models.CheckConstraint(
                name="casework_plan_decided_before_start",
                condition=Q(decided_on__lte=F("starts_on")),
                violation_error_message="A plan is decided before it starts, or that day.",
            ),
            models.CheckConstraint(
                name="casework_plan_before_us_before_start",
                condition=Q(last_before_us_ended_on=None)
                | Q(plans_before_us__gt=0, last_before_us_ended_on__lte=F("starts_on")),
                violation_error_message=(
                    "An earlier plan ended before this one starts, and is counted."
                ),
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_plan_one_open",
                condition=Q(ends_on=None),
                violation_error_message="This child already has an open plan.",
            ),
            # The last day of one may be the first of the next: that is how one hands over.
            ExclusionConstraint(
                name="casework_plan_no_overlap",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This overlaps another plan of the same child.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-starts_on"]), models.Index(fields=["episode"])]
        triggers = [
            pgtrigger.Trigger(
                name="fits_its_episode",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("spell", "RECORD")],
                func=_FITS_ITS_EPISODE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"

    @property
    def is_open(self) -> bool:
        return self.ends_on is None

    @property
    def is_child_protection(self) -> bool:
        return self.kind == codes.Kind.CHILD_PROTECTION


@pghistory.track()
class PlanCategory(Checked):
    """The category of abuse from a day on. The first and the latest go to the census."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="categories")
    category = models.CharField("category of abuse", max_length=3, choices=codes.Category)
    starts_on = models.DateField("from")
    why = models.CharField("why this category", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "plan categories"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "starts_on"],
                name="casework_plancategory_one_a_day",
                violation_error_message="The category was already changed on that day.",
            ),
            models.CheckConstraint(
                name="casework_plancategory_says_why",
                condition=~Q(why=""),
                violation_error_message="Say why this category.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} from {self.starts_on}"


@pghistory.track()
class PlanCorrection(Checked):
    """The plan's days were put right: what they were, what they are, and why."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="corrections")
    starts_on_was = models.DateField()
    starts_on = models.DateField()
    ends_on_was = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    why = models.CharField("why the dates were wrong", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_plancorrection_says_why",
                condition=~Q(why=""),
                violation_error_message="Say why the dates were wrong.",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Corrected {self.at:%Y-%m-%d}"
