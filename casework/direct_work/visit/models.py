"""A visit to one child: what was planned, what happened, and what was written of it."""

import uuid
from datetime import date, datetime, time, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casework.child.models import Child, visible_children
from casework.direct_work.visit import codes, policies
from records.models import SignedRecord, Versioned, signed_constraints
from records.states import LOCKED, State
from records.triggers import append_only, locked_when_signed, only_known_moves

# A visit without a start time is taken to have ended with the working day.
END_OF_WORKING_DAY = time(17, 0)
_COUNTED = (State.SUBMITTED, State.COUNTERSIGNED)


class JointVisitQuerySet(models.QuerySet["JointVisit"]):
    def visible_to(self, person, on: date | None = None) -> "JointVisitQuerySet":
        """Those to a child this person may see; of the other children they learn nothing."""
        children = visible_children(person, on)
        return self.filter(
            models.Exists(Visit.objects.filter(together=models.OuterRef("pk"), child__in=children))
        )


@pghistory.track()
class JointVisit(Versioned):
    """One visit to siblings: the text they share, written once. Each child has a visit of its own.

    The shared text stands in every one of their records, so it is locked with the first of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shared_text = models.TextField("what you saw and did with all of them", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JointVisitQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_the_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'UPDATE' AND OLD.shared_text IS NOT DISTINCT FROM NEW.shared_text
                    THEN
                        RETURN NEW;
                    END IF;
                    PERFORM 1 FROM casework_visit WHERE together_id = OLD.id
                        AND state IN ({", ".join(f"'{state}'" for state in sorted(LOCKED))})
                        FOR SHARE;
                    IF FOUND THEN
                        RAISE EXCEPTION 'The text of a signed visit is locked';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Joint visit of {self.created_at:%Y-%m-%d}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, person, on: date | None = None) -> "VisitQuerySet":
        """That a visit is planned or was held; what it says, see `readable_by`."""
        return self.filter(child__in=visible_children(person, on))

    def readable_by(self, person, on: date | None = None) -> "VisitQuerySet":
        """Those whose text this person may read too."""
        return self.visible_to(person, on).filter(policies.text_shows(person.pk))

    def shown_to(self, person, on: date | None = None) -> "VisitQuerySet":
        """For lists: planned, called off, unseen, and those whose text this person may read."""
        return self.visible_to(person, on).filter(policies.shows(person.pk))

    def planned(self) -> "VisitQuerySet":
        """Nobody has said yet how it went."""
        return self.filter(outcome="", planned_for__isnull=False)

    def missing_outcome(self, now: datetime) -> "VisitQuerySet":
        """Planned for a time that is past, and nobody has said how it went. Oldest first."""
        return self.planned().filter(planned_until__lte=now).order_by("planned_for", "pk")

    def coming(self, now: datetime) -> "VisitQuerySet":
        return self.planned().filter(planned_until__gt=now).order_by("planned_for", "pk")

    def happened(self) -> "VisitQuerySet":
        """The worker went, whether the child was seen or not."""
        return self.filter(happened_on__isnull=False)

    def seen(self) -> "VisitQuerySet":
        return self.filter(outcome=codes.Outcome.SEEN)

    def unfinished(self) -> "VisitQuerySet":
        """Held, and its record is still with its author."""
        return self.happened().filter(state__in=(State.DRAFT, State.RETURNED))

    def waiting(self) -> "VisitQuerySet":
        return self.filter(state=State.SUBMITTED)

    def live(self) -> "VisitQuerySet":
        """Held and not countersigned, so not yet on the chronology."""
        return self.happened().filter(state__in=(State.DRAFT, State.SUBMITTED, State.RETURNED))

    def final(self) -> "VisitQuerySet":
        return self.filter(state=State.COUNTERSIGNED)

    def counting_for_cin(self) -> "VisitQuerySet":
        """The child was seen and the record is sent, and not with its author again."""
        return self.seen().filter(kind__in=codes.COUNTS_FOR_CIN, state__in=_COUNTED)

    def counting_for_cp(self) -> "VisitQuerySet":
        """As for a child in need; and a registered worker was there."""
        return self.seen().filter(
            kind__in=codes.COUNTS_FOR_CP, state__in=_COUNTED, registered_worker_present=True
        )


@pghistory.track()
class Visit(SignedRecord):
    """One worker's visit to one child, from planning to signature.

    A planned visit is a draft without an outcome; one that was never planned begins with its
    outcome. The worker who goes is the author.
    """

    Kind, Place, Outcome = codes.Kind, codes.Place, codes.Outcome
    Alone, BedroomSeen, NextStep = codes.Alone, codes.BedroomSeen, codes.NextStep

    child = models.ForeignKey(Child, models.PROTECT, related_name="visits")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, related_name="visits")
    together = models.ForeignKey(
        JointVisit, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    kind = models.CharField("what kind of visit", max_length=20, choices=Kind)
    place = models.CharField("where", max_length=20, choices=Place, blank=True)
    place_other = models.CharField("where that is", max_length=120, blank=True)

    # What was planned.
    planned_for = models.DateTimeField("planned for", null=True, blank=True)
    planned_until = models.DateTimeField("planned to end", null=True, blank=True)
    purpose = models.CharField("what it is for", max_length=300, blank=True)
    moved_why = models.CharField("why it was moved", max_length=300, blank=True)
    times_moved = models.PositiveSmallIntegerField(default=0, editable=False)
    checks_in = models.BooleanField("say when you go in and when you are out", default=False)
    safety_plan = models.CharField("how you keep safe", max_length=300, blank=True)
    arrived_at = models.DateTimeField("went in", null=True, blank=True)
    left_at = models.DateTimeField("out again", null=True, blank=True)

    # What happened.
    outcome = models.CharField("child seen", max_length=10, choices=Outcome, blank=True)
    not_held_why = models.CharField("why it did not take place", max_length=300, blank=True)
    child_told = models.BooleanField("the child has been told", null=True, blank=True)
    happened_on = models.DateField("date", null=True, blank=True)
    started_at = models.TimeField("start time", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("how long, in minutes", null=True, blank=True)
    who_was_there = models.CharField("who was there", max_length=300, blank=True)
    registered_worker_present = models.BooleanField(
        "a registered social worker was there", null=True, blank=True
    )
    registered_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_alone = models.CharField("seen alone", max_length=10, choices=Alone, blank=True)
    not_alone_why = models.CharField("why not alone", max_length=300, blank=True)
    bedroom_seen = models.CharField("bedroom seen", max_length=10, choices=BedroomSeen, blank=True)
    not_seen_why = models.CharField("why the child was not seen", max_length=300, blank=True)
    next_step = models.CharField(
        "what you do about it", max_length=20, choices=NextStep, blank=True
    )
    next_try_on = models.DateField("by when", null=True, blank=True)
    not_seen_told_at = models.DateTimeField(null=True, editable=False)

    # What was written.
    childs_words = models.TextField("the child's own words", blank=True)
    what_happened = models.TextField("what you saw and did", blank=True)
    analysis = models.TextField("what you make of it", blank=True)
    worry = models.BooleanField("anything that worries you", null=True, blank=True)
    worry_text = models.TextField("the worry", blank=True)
    worry_told_at = models.DateTimeField(null=True, editable=False)
    what_next = models.TextField("what happens next", blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = [F("happened_on").desc(nulls_first=True), "-planned_for", "-created_at"]
        constraints = [
            *signed_constraints("casework_visit"),
            models.CheckConstraint(
                name="casework_visit_planned_or_happened",
                condition=Q(planned_for__isnull=False) | Q(happened_on__isnull=False),
                violation_error_message="Say when the visit is planned for, or when it was.",
            ),
            models.CheckConstraint(
                name="casework_visit_happened_with_outcome",
                condition=Q(outcome__in=["seen", "not_seen"], happened_on__isnull=False)
                | Q(outcome__in=["", "not_held"], happened_on=None),
                violation_error_message=(
                    "A visit that took place has a date, and says whether the child was seen."
                ),
            ),
            models.CheckConstraint(
                name="casework_visit_not_held_says_why",
                condition=~Q(outcome="not_held") | ~Q(not_held_why=""),
                violation_error_message="Say why the visit did not take place.",
            ),
            models.CheckConstraint(
                name="casework_visit_planned_from_to",
                condition=Q(planned_for=None, planned_until=None)
                | Q(planned_for__isnull=False, planned_until__gt=F("planned_for")),
                violation_error_message="The visit ends before it begins.",
            ),
            models.CheckConstraint(
                name="casework_visit_minutes",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=720),
                violation_error_message="How long must be between 1 and 720 minutes.",
            ),
            models.CheckConstraint(
                name="casework_visit_out_after_in",
                condition=Q(left_at=None)
                | Q(arrived_at__isnull=False, left_at__gte=F("arrived_at")),
                violation_error_message="The time out comes after the time in.",
            ),
            models.CheckConstraint(
                name="casework_visit_registered_named",
                condition=Q(registered_worker_present=True, registered_worker__isnull=False)
                | (
                    Q(registered_worker=None)
                    & (Q(registered_worker_present=None) | Q(registered_worker_present=False))
                ),
                violation_error_message="Say which registered social worker was there.",
            ),
            models.CheckConstraint(
                name="casework_visit_alone_if_seen",
                condition=Q(seen_alone="", bedroom_seen="") | Q(outcome="seen"),
                violation_error_message="Only a child who was seen was seen alone.",
            ),
            models.CheckConstraint(
                name="casework_visit_worry_said",
                condition=~Q(worry=True) | ~Q(worry_text=""),
                violation_error_message="Say what worries you.",
            ),
            models.CheckConstraint(
                name="casework_visit_not_seen_next_step",
                condition=~Q(outcome="not_seen")
                | (~Q(not_seen_why="") & ~Q(next_step="") & Q(next_try_on__isnull=False)),
                violation_error_message=(
                    "Say why the child was not seen, what you do about it, and by when."
                ),
            ),
            models.CheckConstraint(
                name="casework_visit_sent_complete",
                condition=Q(state__in=[State.DRAFT, State.RETURNED])
                | (
                    Q(happened_on__isnull=False, started_at__isnull=False, minutes__isnull=False)
                    & Q(registered_worker_present__isnull=False, worry__isnull=False)
                    & ~Q(place="")
                    & ~Q(what_next="")
                    & (Q(outcome="not_seen") | ~Q(seen_alone=""))
                ),
                violation_error_message="The visit is not complete enough to be sent.",
            ),
            models.UniqueConstraint(
                fields=["together", "child"],
                name="casework_visit_child_once_together",
                violation_error_message="This child is in the visit already.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-happened_on"]),
            models.Index(fields=["episode", "kind", "-happened_on"]),
            models.Index(fields=["author", "state"]),
            models.Index(
                fields=["planned_until"], name="casework_visit_no_outcome", condition=Q(outcome="")
            ),
            models.Index(
                fields=["submitted_at"],
                name="casework_visit_waiting",
                condition=Q(state=State.SUBMITTED),
            ),
        ]
        triggers = [locked_when_signed(), only_known_moves()]

    def __str__(self) -> str:
        return f"Visit of {self.happened_on or self.planned_for}"

    @property
    def is_planned(self) -> bool:
        """Still to come, or nobody has said how it went."""
        return self.outcome == ""

    @property
    def was_held(self) -> bool:
        return self.happened_on is not None

    @property
    def day(self) -> date:
        """The day it was held. Raises ValueError for a visit that was not."""
        if self.happened_on is None:
            raise ValueError("this visit was not held")
        return self.happened_on

    @property
    def ended_at(self) -> datetime | None:
        """When it was over, or is planned to be: the moment its recording clock starts."""
        if self.happened_on is None:
            return self.planned_until
        zone = timezone.get_default_timezone()
        if self.started_at is None:
            return datetime.combine(self.happened_on, END_OF_WORKING_DAY, zone)
        began = datetime.combine(self.happened_on, self.started_at, zone)
        # Added as an instant: a visit across the change of clocks lasts what it lasted.
        return began.astimezone(timezone.get_fixed_timezone(0)) + timedelta(
            minutes=self.minutes or 0
        )


@pghistory.track()
class VisitSubmission(models.Model):
    """The record as it was sent, kept so that a reader sees what changed since the last time."""

    append_only = True

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="casework_visit_submission_numbered_once"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Sent for the {self.number}. time"
