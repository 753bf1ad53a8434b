"""What the university reads of a supervision: the learning, without a child."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Checked, Person
from placements.models import PracticePlacement
from records.triggers import append_only, locked_when_signed
from supervision import policies
from supervision.models.session import SupervisionSession


class SupervisionExtractQuerySet(models.QuerySet["SupervisionExtract"]):
    def visible_to(self, person: Person, on: date | None = None) -> "SupervisionExtractQuerySet":
        return self.filter(policies.extracts(person, person.reach(on or timezone.localdate())))

    def released(self) -> "SupervisionExtractQuerySet":
        """What the tutor reads today."""
        return self.filter(state=SupervisionExtract.State.RELEASED)

    def with_people(self) -> "SupervisionExtractQuerySet":
        return self.select_related(
            "session__student",
            "session__practice_educator",
            "placement__tutor",
            "released_by",
            "ended_by",
        )


@pghistory.track()
class SupervisionExtract(Checked):
    """The learning of one session, released to the tutor of its placement. Its text is locked at
    once; it can be taken back, or a later one takes its place."""

    class State(models.TextChoices):
        RELEASED = "released", "Released"
        WITHDRAWN = "withdrawn", "Taken back"
        REPLACED = "replaced", "Replaced by a newer one"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupervisionSession, models.PROTECT, related_name="extracts")
    placement = models.ForeignKey(PracticePlacement, models.PROTECT, related_name="+")
    learning = models.TextField("learning")
    reflection = models.TextField("reflection on one piece of practice", blank=True)
    agreed = models.TextField("what was agreed to do", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RELEASED, editable=False)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True, editable=False)

    objects = SupervisionExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-session__held_on", "-released_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                name="supervision_extract_released_once",
                condition=Q(state="released"),
                violation_error_message="An extract of this session is released already.",
            ),
            models.CheckConstraint(
                name="supervision_extract_says_something",
                condition=~Q(learning=""),
                violation_error_message="Write what was learned.",
            ),
            models.CheckConstraint(
                name="supervision_extract_ended",
                condition=Q(state="released", ended_at=None, ended_by=None)
                | (
                    Q(state__in=["withdrawn", "replaced"], ended_by__isnull=False)
                    & Q(ended_at__gte=F("released_at"))
                ),
            ),
            models.CheckConstraint(
                name="supervision_extract_withdrawn_why",
                condition=Q(state="withdrawn") & ~Q(withdrawn_why="")
                | ~Q(state="withdrawn") & Q(withdrawn_why=""),
                violation_error_message="Say why you take it back.",
            ),
        ]
        triggers = [
            locked_when_signed(
                still_open=("ended_at", "ended_by", "withdrawn_why"),
                locked=("released", "withdrawn", "replaced"),
            ),
            pgtrigger.FSM(
                name="only_known_moves",
                field="state",
                transitions=[("released", "replaced"), ("released", "withdrawn")],
            ),
        ]

    def __str__(self) -> str:
        return f"Extract of the supervision on {self.session.held_on:%-d %B %Y}"

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED


@pghistory.track()
class ExtractWord(models.Model):
    """A word of an extract that is also a name the portal knows, and why it names nobody here."""

    append_only = True

    extract = models.ForeignKey(SupervisionExtract, models.PROTECT, related_name="explained")
    word = models.CharField(max_length=300)
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["extract", "word"], name="supervision_word_once"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.word
