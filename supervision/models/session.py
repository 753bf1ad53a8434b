"""The header of a supervision record: who, when, how long, and how far it has come."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Person, TeamMembership
from placements.models import PracticePlacement
from records.models import Versioned
from records.triggers import locked_when_signed
from supervision import policies
from supervision.states import ANSWERED, MOVES, State


class SupervisionSessionQuerySet(models.QuerySet["SupervisionSession"]):
    def visible_to(self, person: Person, on: date | None = None) -> "SupervisionSessionQuerySet":
        """Headers this person may read; each part asks for itself who reads it."""
        return self.between(person) | self.managed_by(person, on) | self.audited_by(person, on)

    def between(self, person: Person) -> "SupervisionSessionQuerySet":
        """Sessions this person held or had."""
        return self.filter(policies.between_the_two(person.pk))

    def managed_by(self, person: Person, on: date | None = None) -> "SupervisionSessionQuerySet":
        if not policies.manages(person.role):
            return self.none()
        return self._of_teams(person, on)

    def audited_by(self, person: Person, on: date | None = None) -> "SupervisionSessionQuerySet":
        if not policies.audits(person.role):
            return self.none()
        return self._of_teams(person, on)

    def _of_teams(self, person: Person, on: date | None) -> "SupervisionSessionQuerySet":
        """Sent records of students who were in one of the person's whole teams that day."""
        memberships = TeamMembership.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=OuterRef("held_on")),
            person=OuterRef("student"),
            team__in=person.team_wide_ids(on or timezone.localdate()),
            starts_on__lte=OuterRef("held_on"),
        )
        return self.filter(policies.SENT, Exists(memberships))

    def sent(self) -> "SupervisionSessionQuerySet":
        """Written and sent to the student, held and missed ones: what counts."""
        return self.filter(policies.SENT)

    def held_in(self, placement: PracticePlacement) -> "SupervisionSessionQuerySet":
        """Sessions that took place on days of this placement and that the student answered."""
        until = Q() if placement.ends_on is None else Q(held_on__lte=placement.ends_on)
        return self.filter(
            until,
            student=placement.student_id,
            held_on__gte=placement.starts_on,
            is_missed=False,
            state__in=sorted(ANSWERED),
        )

    def without_extract(self) -> "SupervisionSessionQuerySet":
        """Of which the university reads nothing today."""
        return self.exclude(extracts__state="released")

    def with_people(self) -> "SupervisionSessionQuerySet":
        return self.select_related("student", "practice_educator")


@pghistory.track()
class SupervisionSession(Versioned):
    """One supervision of one student by one practice educator, held or missed."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        AD_HOC = "ad_hoc", "When it was needed"

    State = State

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="supervisions"
    )
    practice_educator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="supervisions_held"
    )
    held_on = models.DateField("date")
    minutes = models.PositiveSmallIntegerField("how long, in minutes", null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PLANNED)
    is_missed = models.BooleanField("it did not take place", default=False)
    missed_why = models.CharField("why it did not take place", max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    student_says = models.TextField("how the student sees it", blank=True, editable=False)

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-created_at"]
        indexes = [
            models.Index(fields=["student", "-held_on"]),
            models.Index(fields=["practice_educator", "-held_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="supervision_session_between_two",
                condition=~Q(student=F("practice_educator")),
                violation_error_message="Nobody supervises themselves.",
            ),
            models.CheckConstraint(
                name="supervision_session_missed_why",
                condition=Q(is_missed=False, missed_why="")
                | (Q(is_missed=True, minutes=None) & ~Q(missed_why="")),
                violation_error_message=(
                    "Say why it did not take place; a session that did has a length instead."
                ),
            ),
            models.CheckConstraint(
                name="supervision_session_length",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=600),
                violation_error_message="How long must be between 1 and 600 minutes.",
            ),
            models.CheckConstraint(
                name="supervision_session_sent_complete",
                condition=Q(state=State.DRAFT)
                | Q(is_missed=True, asked_at__isnull=False)
                | Q(minutes__isnull=False, asked_at__isnull=False),
                violation_error_message="Say how long the session was before you send it.",
            ),
            models.CheckConstraint(
                name="supervision_session_answered",
                condition=Q(state__in=sorted(ANSWERED), answered_at__isnull=False)
                | (~Q(state__in=sorted(ANSWERED)) & Q(answered_at=None)),
            ),
            models.CheckConstraint(
                name="supervision_session_says_how",
                condition=Q(student_says="") | Q(state=State.DIFFERENT),
            ),
            models.CheckConstraint(
                name="supervision_session_difference_said",
                condition=~Q(state=State.DIFFERENT) | ~Q(student_says=""),
                violation_error_message="Say how you see it.",
            ),
        ]
        triggers = [
            locked_when_signed(locked=ANSWERED),
            pgtrigger.FSM(
                name="only_known_moves",
                field="state",
                transitions=sorted({(str(start), str(to)) for (start, _), to in MOVES.items()}),
            ),
        ]

    def __str__(self) -> str:
        return f"Supervision on {self.held_on:%-d %B %Y}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_waiting(self) -> bool:
        return self.state == State.ASKED

    @property
    def is_answered(self) -> bool:
        return self.state in ANSWERED
