"""A meeting about a child, who is asked to it, how its day moved, and its minutes."""

import uuid
from collections.abc import Collection
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Person
from casework.child.models import Child, visible_children
from casework.episode.models import Episode
from casework.family.models import Relationship
from casework.meeting.codes import (
    CONFERENCES,
    ONE_AHEAD,
    PRESENT,
    Attendance,
    ChildTold,
    How,
    Kind,
    Participation,
    Quorate,
    Side,
    ViewsBy,
)
from partners.models import ContactPerson
from records.models import SignedRecord, Versioned, signed_constraints
from records.states import State
from records.triggers import append_only, locked_when_signed, only_known_moves

SATURDAY, SUNDAY = 7, 1  # as the database numbers the days of a week


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person, on: date | None = None) -> "MeetingQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def held(self) -> "MeetingQuerySet":
        return self.exclude(held_on=None)

    def ahead(self) -> "MeetingQuerySet":
        """Proposed or planned: neither held nor cancelled."""
        return self.filter(held_on=None, cancelled_on=None)

    def proposed(self) -> "MeetingQuerySet":
        """Nobody has named a day yet."""
        return self.ahead().filter(planned_for=None)

    def planned(self) -> "MeetingQuerySet":
        return self.ahead().exclude(planned_for=None)

    def of_kind(self, *kinds: str) -> "MeetingQuerySet":
        return self.filter(kind__in=kinds)


@pghistory.track()
class Meeting(Versioned):
    """Proposed by the event before it, planned for a day, then held or cancelled."""

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="meetings")
    child = models.ForeignKey(Child, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=20, choices=Kind)
    about = models.CharField("what it is for", max_length=300, blank=True)
    last_lawful_on = models.DateField("last lawful day", null=True, blank=True)
    book_by = models.DateField("last working day to hold it", null=True, blank=True)
    proposed_why = models.CharField("why by then", max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    planned_for = models.DateTimeField("day and time", null=True, blank=True)
    minutes_long = models.PositiveSmallIntegerField("how long, in minutes", default=90)
    how = models.CharField(max_length=12, choices=How, blank=True)
    place = models.CharField(max_length=120, blank=True)
    chair = models.CharField(max_length=120, blank=True)
    family_not_invited_why = models.CharField(
        "why nobody of the family is asked", max_length=300, blank=True
    )
    late_why = models.CharField("why it is later than the clock allows", max_length=300, blank=True)
    held_on = models.DateField("day it was held", null=True, blank=True)
    quorate = models.CharField("quorate", max_length=3, choices=Quorate, blank=True)
    quorum_note = models.CharField(max_length=300, blank=True)
    participation = models.CharField(
        "how the child took part", max_length=3, choices=Participation, blank=True
    )
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_why = models.CharField("why it was cancelled", max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(
        default=0, help_text="How often an invitation that was given out has changed."
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "planned_for", "book_by", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_meeting_book_by_within",
                condition=Q(last_lawful_on=None, book_by=None)
                | Q(last_lawful_on__isnull=False, book_by__lte=F("last_lawful_on")),
                violation_error_message="The day to hold it by is after the last lawful one.",
            ),
            models.CheckConstraint(
                name="casework_meeting_planned_with_chair",
                condition=Q(planned_for=None) | (~Q(chair="") & ~Q(how="")),
                violation_error_message="A planned meeting has a chair, and a way to take part.",
            ),
            models.CheckConstraint(
                name="casework_meeting_held_or_cancelled",
                condition=Q(held_on=None) | Q(cancelled_on=None),
                violation_error_message="A cancelled meeting was not held.",
            ),
            models.CheckConstraint(
                name="casework_meeting_held_with_chair",
                condition=Q(held_on=None) | ~Q(chair=""),
                violation_error_message="Say who chaired it.",
            ),
            models.CheckConstraint(
                name="casework_meeting_cancelled_with_reason",
                condition=Q(cancelled_on=None, cancelled_why="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancelled_why="")),
                violation_error_message="Say why it is cancelled.",
            ),
            models.CheckConstraint(
                name="casework_meeting_conference_quorum",
                condition=Q(held_on=None)
                | ~Q(kind__in=sorted(CONFERENCES))
                | Q(quorate=Quorate.YES)
                | (Q(quorate=Quorate.NO) & ~Q(quorum_note="")),
                violation_error_message=(
                    "Say whether the conference was quorate and, if not, why it went on."
                ),
            ),
            models.CheckConstraint(
                name="casework_meeting_conference_on_weekday",
                condition=Q(held_on=None)
                | ~Q(kind__in=sorted(CONFERENCES))
                | ~Q(held_on__week_day__in=[SUNDAY, SATURDAY]),
                violation_error_message=(
                    "A conference is held from Monday to Friday; the national return refuses a "
                    "weekend. Check the day."
                ),
            ),
            models.UniqueConstraint(
                fields=["episode", "kind"],
                name="casework_meeting_one_ahead",
                condition=Q(held_on=None, cancelled_on=None, kind__in=sorted(ONE_AHEAD)),
                violation_error_message="A meeting of this kind stands ahead already.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-held_on"]),
            models.Index(fields=["episode", "kind", "held_on"]),
            models.Index(
                fields=["planned_for"],
                name="casework_meeting_ahead",
                condition=Q(held_on=None, cancelled_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.held_on or self.planned_for or 'no day yet'}"

    @property
    def is_ahead(self) -> bool:
        return self.held_on is None and self.cancelled_on is None

    @property
    def is_planned(self) -> bool:
        return self.is_ahead and self.planned_for is not None

    @property
    def is_proposed(self) -> bool:
        return self.is_ahead and self.planned_for is None

    @property
    def is_conference(self) -> bool:
        return self.kind in CONFERENCES


class OfAMeetingQuerySet(models.QuerySet):
    def visible_to(self, person: Person, on: date | None = None):
        """Rows of meetings about children whose record you may open."""
        return self.filter(meeting__child__in=visible_children(person, on))


class InviteeQuerySet(OfAMeetingQuerySet):
    def present(self) -> "InviteeQuerySet":
        return self.filter(attendance__in=sorted(PRESENT))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Invitee(Checked):
    """One person asked to one meeting; name and office stand as they were that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitees")
    side = models.CharField("for whom", max_length=12, choices=Side)
    name = models.CharField(max_length=120)
    office = models.CharField("who they are", max_length=200, blank=True)
    contact = models.ForeignKey(
        ContactPerson, models.PROTECT, null=True, blank=True, related_name="+"
    )
    relationship = models.ForeignKey(
        Relationship, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invited_to"
    )
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True)
    apologies_why = models.CharField(max_length=300, blank=True)
    views = models.TextField("their views", max_length=5000, blank=True)
    views_by = models.CharField("how we know", max_length=8, choices=ViewsBy, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InviteeQuerySet.as_manager()

    class Meta:
        ordering = ["side", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_invitee_named",
                condition=~Q(name=""),
                violation_error_message="Say who is asked.",
            ),
            models.CheckConstraint(
                name="casework_invitee_known_once",
                condition=Q(contact=None, relationship=None)
                | Q(contact=None, person=None)
                | Q(relationship=None, person=None),
                violation_error_message="Somebody is known from one place only.",
            ),
            *[
                models.UniqueConstraint(
                    fields=["meeting", source],
                    name=f"casework_invitee_once_as_{source}",
                    condition=Q(**{f"{source}__isnull": False}),
                    violation_error_message="They are on the list already.",
                )
                for source in ("contact", "relationship", "person")
            ],
            models.UniqueConstraint(
                fields=["meeting"],
                name="casework_invitee_one_child",
                condition=Q(side=Side.CHILD),
                violation_error_message="The child is on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} at a meeting"

    @property
    def was_there(self) -> bool:
        return self.attendance in PRESENT


@pghistory.track()
class MeetingChange(Checked):
    """The day moved, or it was cancelled: why, and whether the child has been told."""

    append_only = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="changes")
    was_for = models.DateTimeField(null=True, blank=True)
    now_for = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300)
    child_told = models.CharField(max_length=4, choices=ChildTold)
    child_told_note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_meetingchange_explained",
                condition=~Q(why=""),
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                name="casework_meetingchange_child_told",
                condition=Q(child_told=ChildTold.YES) | ~Q(child_told_note=""),
                violation_error_message="Say by when the child will know, or why not.",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Changed at {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_cancelling(self) -> bool:
        return self.now_for is None


@pghistory.track()
class SendListCheck(Checked):
    """Somebody looked at who gets the papers before they went out, line by line."""

    append_only = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="send_list_checks")
    sent_to = models.JSONField(help_text="Invitees by id who get the papers.")
    left_out = models.JSONField(help_text="Invitees by id who do not.")
    left_out_why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_sendlist_left_out_explained",
                condition=Q(left_out=[]) | ~Q(left_out_why=""),
                violation_error_message="Say why somebody gets no papers.",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Checked at {self.at:%Y-%m-%d %H:%M}"


class MinutesQuerySet(OfAMeetingQuerySet):
    def waiting(self) -> "MinutesQuerySet":
        return self.filter(state=State.SUBMITTED)

    def of_children(self, child_ids: Collection) -> "MinutesQuerySet":
        return self.filter(meeting__child__in=child_ids)


@pghistory.track()
class Minutes(SignedRecord):
    """What was said and agreed, as written down; signed here, or attested by the chair."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.TextField("what was said and agreed", max_length=20_000)
    attested_by = models.CharField("the chair who agreed them", max_length=120, blank=True)
    attested_on = models.DateField("day the chair agreed them", null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            *signed_constraints("casework_minutes"),
            models.CheckConstraint(
                name="casework_minutes_attested_pair",
                condition=Q(attested_by="", attested_on=None)
                | (~Q(attested_by="") & Q(attested_on__isnull=False)),
                violation_error_message="Say who agreed the minutes, and on which day.",
            ),
            models.CheckConstraint(
                name="casework_minutes_say_something",
                condition=~Q(text=""),
                violation_error_message="Write what was said and agreed.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                name="casework_minutes_waiting",
                condition=Q(state=State.SUBMITTED),
            )
        ]
        triggers = [
            locked_when_signed(still_open=("attested_by", "attested_on")),
            only_known_moves(),
        ]

    def __str__(self) -> str:
        return f"Minutes, {self.get_state_display()}"

    @property
    def child(self) -> Child:
        return self.meeting.child
