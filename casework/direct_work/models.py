"""Direct-work sessions with a child, the tools they use, and how safe it feels, 0 to 10."""

import uuid
from datetime import date, datetime, time, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Checked
from casework.child.models import Child, visible_children
from casework.direct_work import policies
from casework.direct_work.tool.models import Tool
from records.models import SignedRecord, signed_constraints
from records.states import State
from records.triggers import append_only, locked_when_signed, locked_with, only_known_moves

# A draft without a start time is taken to have ended with the working day.
END_OF_WORKING_DAY = time(17, 0)


class DirectWorkSessionQuerySet(models.QuerySet["DirectWorkSession"]):
    def visible_to(self, person, on: date | None = None) -> "DirectWorkSessionQuerySet":
        return self.filter(
            policies.session_shows(person.pk), child__in=visible_children(person, on)
        )

    def unfinished(self) -> "DirectWorkSessionQuerySet":
        """Still with their author: never sent, taken back, or returned."""
        return self.filter(state__in=(State.DRAFT, State.RETURNED))

    def waiting(self) -> "DirectWorkSessionQuerySet":
        return self.filter(state=State.SUBMITTED)

    def live(self) -> "DirectWorkSessionQuerySet":
        """Not yet countersigned, so not yet on the chronology."""
        return self.filter(state__in=(State.DRAFT, State.SUBMITTED, State.RETURNED))

    def final(self) -> "DirectWorkSessionQuerySet":
        return self.filter(state=State.COUNTERSIGNED)

    def with_scale(self) -> "DirectWorkSessionQuerySet":
        """Each with `scale`, the child's number of that day, and `scale_was`, the one before it."""
        said = ScaleReading.objects.filter(said_by=ScaleReading.SaidBy.CHILD)
        before = said.counted().filter(child=OuterRef("child"), on__lt=OuterRef("happened_on"))
        return self.annotate(
            scale=Subquery(said.filter(session=OuterRef("pk")).values("value")[:1]),
            scale_was=Subquery(before.order_by("-on", "-pk").values("value")[:1]),
        )

    def counted(self) -> "DirectWorkSessionQuerySet":
        """Sent at least once and not with the author again: what figures and charts may use."""
        return self.filter(state__in=(State.SUBMITTED, State.COUNTERSIGNED))


@pghistory.track()
class DirectWorkSession(SignedRecord):
    """One meeting of a worker and a child: the child's words first, then what was done and seen."""

    class Place(models.TextChoices):
        SCHOOL = "school", "School"
        HOME = "home", "Home"
        OFFICE = "office", "Our office"
        COMMUNITY = "community", "Out and about"
        ONLINE = "online", "Online or by phone"
        OTHER = "other", "Somewhere else"

    class SeenAlone(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No, others were there"
        NOT_SEEN = "not_seen", "I did not see the child"

    class TellSchool(models.TextChoices):
        YES = "yes", "Yes, I will ring them today"
        KNOWS = "knows", "They already know"
        NO = "no", "No"

    # Only on rows of `with_scale`.
    scale: int | None
    scale_was: int | None

    child = models.ForeignKey(Child, models.PROTECT, related_name="direct_work")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, related_name="direct_work")
    happened_on = models.DateField("date")
    started_at = models.TimeField("start time", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("how long, in minutes", null=True, blank=True)
    place = models.CharField(max_length=20, choices=Place, blank=True)
    place_other = models.CharField("where", max_length=120, blank=True)
    who_was_there = models.CharField("who else was there", max_length=300, blank=True)
    tool = models.ForeignKey(
        Tool, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tool"
    )
    purpose = models.CharField("what the session was for", max_length=300, blank=True)
    childs_words = models.TextField("the child's own words", blank=True)
    words_language = models.CharField("language the child used", max_length=60, blank=True)
    what_happened = models.TextField("what you saw and did", blank=True)
    analysis = models.TextField("what you make of it", blank=True)
    seen_alone = models.CharField(
        "seen alone", max_length=20, choices=SeenAlone, default="", blank=True
    )
    not_alone_why = models.CharField("why not alone", max_length=300, blank=True)
    worry = models.BooleanField("anything that worries you", null=True, blank=True)
    worry_text = models.TextField("the worry", blank=True)
    worry_told_at = models.DateTimeField(null=True, editable=False)
    tell_school = models.CharField(
        "tell the school's safeguarding lead", max_length=20, choices=TellSchool, blank=True
    )
    what_next = models.TextField("what happens next", blank=True)

    objects = DirectWorkSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-created_at"]
        constraints = [
            *signed_constraints("casework_directwork"),
            models.CheckConstraint(
                name="casework_directwork_minutes",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=720),
                violation_error_message="How long must be between 1 and 720 minutes.",
            ),
            models.CheckConstraint(
                name="casework_directwork_worry_said",
                condition=~Q(worry=True) | ~Q(worry_text=""),
                violation_error_message="Say what worries you.",
            ),
            models.CheckConstraint(
                name="casework_directwork_sent_complete",
                condition=Q(state__in=[State.DRAFT, State.RETURNED])
                | (
                    Q(minutes__isnull=False, started_at__isnull=False, worry__isnull=False)
                    & ~Q(place="")
                    & ~Q(seen_alone="")
                    & ~Q(purpose="")
                    & ~Q(what_happened="")
                ),
                violation_error_message="The session is not complete enough to be sent.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-happened_on", "-created_at"]),
            models.Index(fields=["author", "state"]),
            models.Index(
                fields=["submitted_at"],
                name="casework_directwork_waiting",
                condition=Q(state=State.SUBMITTED),
            ),
        ]
        triggers = [locked_when_signed(), only_known_moves()]

    def __str__(self) -> str:
        return f"Session of {self.happened_on}"

    @property
    def title(self) -> str:
        return self.tool.name if self.tool else "Direct work"

    @property
    def ended_at(self) -> datetime:
        """When the session was over, the moment its recording clock starts."""
        if self.started_at is None:
            return datetime.combine(self.happened_on, END_OF_WORKING_DAY, self._zone())
        began = datetime.combine(self.happened_on, self.started_at, self._zone())
        # Added as an instant: a session across the change of clocks lasts what it lasted.
        return began.astimezone(timezone.get_fixed_timezone(0)) + timedelta(
            minutes=self.minutes or 0
        )

    @staticmethod
    def _zone():
        return timezone.get_default_timezone()


@pghistory.track()
class Submission(models.Model):
    """The text as it was sent, kept so that a reader sees what changed since the last time."""

    append_only = True

    session = models.ForeignKey(DirectWorkSession, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="casework_submission_numbered_once"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Sent for the {self.number}. time"


class ScaleReadingQuerySet(models.QuerySet["ScaleReading"]):
    def visible_to(self, person, on: date | None = None) -> "ScaleReadingQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def counted(self) -> "ScaleReadingQuerySet":
        """How safe it feels: readings on their own, and those of sessions that have been sent."""
        return self.filter(
            Q(session=None)
            | Q(session__state__in=(State.SUBMITTED, State.RETURNED, State.COUNTERSIGNED)),
            about=None,
        )

    def near(self, about: uuid.UUID) -> "ScaleReadingQuerySet":
        """How near it feels to one aim, oldest first."""
        return self.filter(about=about)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ScaleReading(Checked):
    """How safe it feels: 0 is worst, 10 is safe enough for us to stop worrying.

    With `about`, how near it feels to one aim instead: 0 is not begun, 10 is reached.
    """

    class SaidBy(models.TextChoices):
        CHILD = "child", "Child"
        PARENT = "parent", "Parent or carer"
        WORKER = "worker", "Worker"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="scale_readings")
    session = models.ForeignKey(
        DirectWorkSession, models.PROTECT, null=True, blank=True, related_name="scale_readings"
    )
    said_by = models.CharField(max_length=10, choices=SaidBy)
    who = models.CharField("which parent, carer or worker", max_length=80, blank=True)
    value = models.PositiveSmallIntegerField()
    about = models.UUIDField(
        null=True,
        blank=True,
        db_index=True,
        help_text="The aim that is scaled, where it is not how safe it feels.",
    )
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScaleReadingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_scale_zero_to_ten",
                condition=Q(value__lte=10),
                violation_error_message="The scale goes from 0 to 10.",
            ),
            models.UniqueConstraint(
                fields=["session", "said_by"],
                name="casework_scale_once_a_session",
                condition=Q(session__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["child", "on"])]
        triggers = [locked_with("session")]

    def __str__(self) -> str:
        return f"{self.get_said_by_display()} on {self.on}"
