"""Strategy discussions, section 47 enquiries with their parts, and conferences."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, DateRange, Person
from casework.child.models import Child, visible_children
from casework.episode.models import Episode, OfAChildQuerySet
from casework.meeting.codes import CONFERENCES, Kind
from casework.meeting.models import Meeting
from casework.plan.codes import Category
from casework.plan.models import Plan
from casework.protection import codes
from casework.protection.triggers import begun_by_its_discussion, led_by_registered
from records.models import SignedRecord, Versioned, signed_constraints
from records.states import EDITABLE, State
from records.triggers import locked_when_signed, locked_with, only_known_moves

# What may still be written on an enquiry after it was concluded: how its conference came about.
AFTERWARDS = ("ended_on", "icpc_not_required", "not_required_why", "not_required_on")


class DiscussionQuerySet(OfAChildQuerySet):
    def held(self) -> "DiscussionQuerySet":
        return self.exclude(held_on=None)


@pghistory.track()
class StrategyDiscussion(Checked):
    """Social care, police and health decide together whether an enquiry begins."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, primary_key=True, related_name="discussion"
    )
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="discussions")
    child = models.ForeignKey(Child, models.PROTECT, related_name="discussions")
    concern = models.TextField("what gives reason to suspect harm", max_length=5000)
    arose_on = models.DateField("day the reason arose")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    other_children = models.TextField(
        "other children in the household", max_length=2000, blank=True
    )
    missing_agency_why = models.CharField(
        "why it went on without one of the three agencies", max_length=300, blank=True
    )
    threshold = models.CharField(
        "what was decided", max_length=12, choices=codes.Threshold, blank=True
    )
    threshold_why = models.TextField("why", max_length=5000, blank=True)
    conduct = models.CharField("single or joint", max_length=6, choices=codes.Conduct, blank=True)
    medical = models.CharField("a medical", max_length=3, choices=codes.YesNo, blank=True)
    medical_note = models.CharField("about the medical", max_length=300, blank=True)
    interviews = models.TextField(
        "who is seen and spoken to, by whom and when", max_length=3000, blank=True
    )
    safety = models.TextField("how the child is safe meanwhile", max_length=3000, blank=True)
    parents_told = models.CharField(max_length=8, choices=codes.ParentsTold, blank=True)
    parents_told_note = models.CharField(max_length=300, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_discussion_concern_said",
                condition=~Q(concern=""),
                violation_error_message="Say what gives reason to suspect harm.",
            ),
            models.CheckConstraint(
                name="casework_discussion_held_and_decided",
                condition=Q(held_on=None, threshold="")
                | (Q(held_on__isnull=False) & ~Q(threshold="") & ~Q(threshold_why="")),
                violation_error_message="A discussion that was held decided something, and why.",
            ),
            models.CheckConstraint(
                name="casework_discussion_enquiry_conducted",
                condition=Q(conduct="") & ~Q(threshold=codes.Threshold.SECTION_47)
                | (~Q(conduct="") & Q(threshold=codes.Threshold.SECTION_47)),
                violation_error_message="An enquiry is single or joint; without one it is neither.",
            ),
            models.CheckConstraint(
                name="casework_discussion_enquiry_safe",
                condition=~Q(threshold=codes.Threshold.SECTION_47)
                | (~Q(safety="") & ~Q(medical="") & ~Q(parents_told="")),
                violation_error_message=(
                    "Say how the child is safe meanwhile, whether there is a medical, and what "
                    "the parents are told."
                ),
            ),
        ]
        indexes = [models.Index(fields=["child", "-held_on"]), models.Index(fields=["episode"])]

    def __str__(self) -> str:
        return f"Strategy discussion of {self.held_on or 'no day yet'}"


class Section47QuerySet(OfAChildQuerySet):
    def open(self) -> "Section47QuerySet":
        """Neither a conference was held nor was it decided that none is needed."""
        return self.filter(ended_on=None)

    def not_concluded(self) -> "Section47QuerySet":
        return self.filter(state__in=sorted(EDITABLE))

    def to_agree(self) -> "Section47QuerySet":
        """Concluded by its lead, and no manager has agreed or returned it yet."""
        return self.filter(state=State.COUNTERSIGNED)


@pghistory.track()
class Section47(SignedRecord):
    """An enquiry by section 47 of the Children Act 1989. Its author is the worker who leads it."""

    Part = codes.Part

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="enquiries")
    child = models.ForeignKey(Child, models.PROTECT, related_name="enquiries")
    discussion = models.OneToOneField(StrategyDiscussion, models.PROTECT, related_name="enquiry")
    started_on = models.DateField("day of the discussion that began it")
    conduct = models.CharField("single or joint", max_length=6, choices=codes.Conduct)
    child_seen_on = models.DateField("day the child was seen", null=True, blank=True)
    child_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="the registered worker who saw the child",
    )
    child_seen_alone = models.CharField("seen alone", max_length=3, choices=codes.YesNo, blank=True)
    child_not_seen_why = models.CharField("why not seen", max_length=300, blank=True)
    finding = models.CharField(max_length=20, choices=codes.Finding, blank=True)
    finding_why = models.TextField("why", max_length=5000, blank=True)
    follows = ArrayField(
        models.CharField(max_length=12, choices=codes.Follows), default=list, blank=True
    )
    concluded_on = models.DateField(null=True, blank=True)
    icpc_not_required = models.BooleanField("conference not required", null=True, blank=True)
    not_required_why = models.CharField(max_length=300, blank=True)
    not_required_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(
        "day of the conference, or of the decision that none is needed", null=True, blank=True
    )

    objects = Section47QuerySet.as_manager()

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        ordering = ["-started_on"]
        constraints = [
            *signed_constraints("casework_section47"),
            models.CheckConstraint(
                name="casework_section47_concluded_whole",
                condition=Q(state__in=sorted(EDITABLE))
                | (Q(concluded_on__gte=F("started_on")) & ~Q(finding="") & ~Q(finding_why="")),
                violation_error_message="A concluded enquiry says what it found, why, and when.",
            ),
            models.CheckConstraint(
                name="casework_section47_not_required_whole",
                condition=(
                    ~Q(icpc_not_required=True) & Q(not_required_on=None, not_required_why="")
                )
                | (
                    Q(icpc_not_required=True, not_required_on__gte=F("started_on"))
                    & ~Q(not_required_why="")
                ),
                violation_error_message="Say when and why no conference is required.",
            ),
            models.CheckConstraint(
                name="casework_section47_ended_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="The enquiry ends before it starts.",
            ),
            models.CheckConstraint(
                name="casework_section47_ends_by_a_signature",
                condition=Q(ended_on=None) | Q(state=State.AUTHORISED),
                violation_error_message="A manager agrees the conclusion before the enquiry ends.",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                name="casework_section47_one_open",
                condition=Q(ended_on=None),
                violation_error_message="An enquiry is open for this child already.",
            ),
            ExclusionConstraint(
                name="casework_section47_no_overlap",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "started_on",
                            "ended_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This overlaps another enquiry about the same child.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-started_on"]),
            models.Index(
                fields=["started_on"],
                name="casework_section47_open",
                condition=Q(ended_on=None),
            ),
        ]
        triggers = [
            locked_when_signed(still_open=AFTERWARDS),
            only_known_moves(),
            led_by_registered(),
            begun_by_its_discussion(),
        ]

    def __str__(self) -> str:
        return f"Section 47 enquiry of {self.started_on}"

    @property
    def lead(self) -> Person:
        return self.author

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def needs_conference(self) -> bool:
        return self.state == State.AUTHORISED and self.is_open


class PartQuerySet(models.QuerySet["EnquiryPart"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PartQuerySet":
        seen = visible_children(person, on)
        return self.filter(enquiry__child__in=seen)


@pghistory.track()
class EnquiryPart(Versioned):
    """One named part of an enquiry: who writes it, and whether the lead has taken it over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Section47, models.PROTECT, related_name="parts")
    name = models.CharField(max_length=10, choices=codes.Part)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=20_000, blank=True)
    accepted_text = models.TextField(max_length=20_000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "name"], name="casework_enquirypart_once"),
            models.CheckConstraint(
                name="casework_enquirypart_accepted_pair",
                condition=Q(accepted_by=None, accepted_at=None)
                | (Q(accepted_by__isnull=False, accepted_at__isnull=False) & ~Q(accepted_text="")),
                violation_error_message="A part that was taken over has a text.",
            ),
        ]
        triggers = [locked_with("enquiry")]

    def __str__(self) -> str:
        return str(self.get_name_display())

    @property
    def child(self) -> Child:
        return self.enquiry.child

    @property
    def is_accepted(self) -> bool:
        """The lead has read the text as it stands now."""
        return self.accepted_at is not None and self.text == self.accepted_text


class ConferenceQuerySet(OfAChildQuerySet):
    def held(self) -> "ConferenceQuerySet":
        return self.exclude(held_on=None)

    def reviews(self) -> "ConferenceQuerySet":
        return self.filter(kind=Kind.RCPC)


@pghistory.track()
class Conference(Checked):
    """What a child protection conference decided. A plan begins, goes on or ends there."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, primary_key=True, related_name="conference"
    )
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="conferences")
    child = models.ForeignKey(Child, models.PROTECT, related_name="conferences")
    kind = models.CharField(
        max_length=12, choices=[(kind, kind.label) for kind in sorted(CONFERENCES)]
    )
    enquiry = models.ForeignKey(
        Section47, models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    notified_on = models.DateField("day we were told of the move", null=True, blank=True)
    moved_from = models.CharField("council the child moved from", max_length=120, blank=True)
    held_on = models.DateField(null=True, blank=True)
    report_shared_on = models.DateField("day the family had the report", null=True, blank=True)
    decided = models.CharField("what was decided", max_length=10, choices=codes.Decided, blank=True)
    why = models.TextField("why", max_length=5000, blank=True)
    category = models.CharField("category of abuse", max_length=3, choices=Category, blank=True)
    dissent = models.TextField("who did not agree, and why", max_length=2000, blank=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_conference_of_its_cause",
                condition=Q(kind=Kind.ICPC, enquiry__isnull=False, notified_on=None)
                | Q(kind=Kind.TRANSFER_IN, enquiry=None, notified_on__isnull=False)
                | Q(kind=Kind.RCPC, enquiry=None, notified_on=None),
                violation_error_message=(
                    "An initial conference follows an enquiry, a transfer-in the other council's "
                    "notice, a review neither."
                ),
            ),
            models.CheckConstraint(
                name="casework_conference_held_and_decided",
                condition=Q(held_on=None, decided="", plan=None)
                | (Q(held_on__isnull=False) & ~Q(decided="") & ~Q(why="")),
                violation_error_message="A conference that was held decided something, and why.",
            ),
            models.CheckConstraint(
                name="casework_conference_decides_of_its_kind",
                condition=Q(decided="")
                | Q(kind=Kind.RCPC, decided__in=list(codes.AT_REVIEW))
                | (~Q(kind=Kind.RCPC) & Q(decided__in=list(codes.AT_FIRST))),
                violation_error_message="That is not for this conference to decide.",
            ),
            models.CheckConstraint(
                name="casework_conference_plan_of_its_decision",
                condition=Q(plan=None, decided__in=["", codes.Decided.NO_PLAN])
                | (Q(plan__isnull=False) & ~Q(decided__in=["", codes.Decided.NO_PLAN])),
                violation_error_message="A plan begins, goes on or ends; without one, none does.",
            ),
            models.CheckConstraint(
                name="casework_conference_category_of_plan",
                condition=Q(
                    category="",
                    decided__in=[
                        "", codes.Decided.NO_PLAN, codes.Decided.STEP_DOWN, codes.Decided.ENDS,
                    ],
                )
                | (
                    ~Q(category="")
                    & Q(decided__in=[codes.Decided.BEGINS, codes.Decided.CONTINUES])
                ),
                violation_error_message="While there is a plan there is a category of abuse.",
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                name="casework_conference_one_an_enquiry",
                condition=Q(held_on__isnull=False),
                violation_error_message="The conference of this enquiry was held already.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "-held_on"]), models.Index(fields=["episode"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.held_on or 'no day yet'}"
