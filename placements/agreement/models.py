"""The practice learning agreement by version, each party's answer, and the part that is private."""

import uuid
from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Checked, Person
from placements.agreement import policies
from placements.agreement.states import Party, State
from placements.models.placement import PracticePlacement, visible_placements
from records.models import Versioned


class LearningAgreementQuerySet(models.QuerySet["LearningAgreement"]):
    def visible_to(self, person: Person, on: date | None = None) -> "LearningAgreementQuerySet":
        seen = visible_placements(person, on)
        return self.filter(policies.agreements(person, seen))

    def in_force(self) -> "LearningAgreementQuerySet":
        return self.filter(state=State.IN_FORCE)

    def sent(self) -> "LearningAgreementQuerySet":
        return self.filter(state=State.SENT)

    def unfinished(self) -> "LearningAgreementQuerySet":
        """Being written, or sent and not agreed by everybody yet."""
        return self.filter(state__in=[State.DRAFT, State.SENT])

    def with_answers(self) -> "LearningAgreementQuerySet":
        return self.select_related(
            "placement__student",
            "placement__practice_educator",
            "placement__tutor__person",
            "placement__university",
        ).prefetch_related("answers")


@pghistory.track()
class LearningAgreement(Versioned):
    """One version of a placement's agreement. One at most is in force, and one is being written.

    `round` counts how often it was sent: an answer belongs to the text it was given to.
    """

    class Every(models.TextChoices):
        WEEK = "week", "Every week"
        FORTNIGHT = "fortnight", "Every two weeks"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField(editable=False)
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    learning_needs = models.TextField("what the student needs to learn", blank=True)
    opportunities = models.TextField("where they will learn it", blank=True)
    roles = models.TextField("who does what", blank=True)
    supervision_every = models.CharField(
        "supervision", max_length=10, choices=Every, default=Every.WEEK
    )
    supervision_hours_per_five_days = models.DecimalField(
        "hours of supervision for five days on placement",
        max_digits=3,
        decimal_places=1,
        default=Decimal("1.5"),
    )
    working_pattern = models.TextField("days, hours and study time", blank=True)
    absence = models.TextField("when the student is ill or away", blank=True)
    lone_working = models.TextField("safety and lone working", blank=True)
    escalation = models.TextField("when something goes wrong", blank=True)
    workload_cap = models.DecimalField(
        "most work at one time", max_digits=4, decimal_places=1, default=Decimal("4")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    started_on = models.DateField(editable=False)
    sent_on = models.DateField(null=True, editable=False)
    in_force_on = models.DateField(null=True, editable=False)
    replaced_on = models.DateField(null=True, editable=False)

    objects = LearningAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="placements_agreement_version_once",
                fields=["placement", "version"],
                violation_error_message="Somebody began this version just now.",
            ),
            models.UniqueConstraint(
                name="placements_agreement_one_in_force",
                fields=["placement"],
                condition=Q(state="in_force"),
                violation_error_message="An agreement of this placement is in force already.",
            ),
            models.UniqueConstraint(
                name="placements_agreement_one_unfinished",
                fields=["placement"],
                condition=Q(state__in=["draft", "sent"]),
                violation_error_message="A version is being written already. Go on with that one.",
            ),
            models.CheckConstraint(
                name="placements_agreement_sent_day",
                condition=Q(state="draft") | Q(sent_on__isnull=False, round__gte=1),
            ),
            models.CheckConstraint(
                name="placements_agreement_in_force_day",
                condition=Q(state__in=["draft", "sent"], in_force_on=None, replaced_on=None)
                | Q(state="in_force", in_force_on__isnull=False, replaced_on=None)
                | Q(state="replaced", in_force_on__isnull=False, replaced_on__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_agreement_cap_not_negative",
                condition=Q(workload_cap__gte=0),
                violation_error_message="The most work is not less than none.",
            ),
            models.CheckConstraint(
                name="placements_agreement_supervision_hours",
                condition=Q(supervision_hours_per_five_days__gt=0),
                violation_error_message="Supervision is more than no time.",
            ),
        ]

    def __str__(self) -> str:
        return f"Learning agreement, version {self.version}"


@pghistory.track()
class AgreementAnswer(Checked):
    """What one party said to one sending: agreed, or what should change. Given once, and read with
    its agreement.
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", "Agreed"
        CHANGE = "change", "Asks for a change"

    agreement = models.ForeignKey(LearningAgreement, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=10, choices=Party)
    answer = models.CharField(max_length=10, choices=Answer)
    comment = models.TextField(blank=True)
    on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    how = models.CharField("how they told us", max_length=200, blank=True)

    class Meta:
        ordering = ["round", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="placements_agreement_answered_once",
                fields=["agreement", "round", "party"],
                violation_error_message="This has been answered already.",
            ),
            models.CheckConstraint(
                name="placements_agreement_change_said",
                condition=~Q(answer="change", comment=""),
                violation_error_message="Say what should change.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.get_answer_display()}"


class AgreementAdjustmentsQuerySet(models.QuerySet["AgreementAdjustments"]):
    def visible_to(self, person: Person, on: date | None = None) -> "AgreementAdjustmentsQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.adjustments(person, person.reach(on)))


@pghistory.track()
class AgreementAdjustments(Versioned):
    """What we do about the student's adjustments, in a table of its own: no other page shows it."""

    agreement = models.OneToOneField(
        LearningAgreement, models.CASCADE, related_name="private_part", primary_key=True
    )
    text = models.TextField("what we do, and who knows", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_on = models.DateField()

    objects = AgreementAdjustmentsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agreement adjustments"

    def __str__(self) -> str:
        return f"Adjustments with {self.agreement}"
