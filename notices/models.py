"""The outbox: what is told to whom (`Notice`), and the mails that carry it (`Mail`)."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from notices.policies import own


class Urgency(models.TextChoices):
    DIGEST = "digest", "In the morning's digest"
    URGENT = "urgent", "At once"


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self, now: datetime) -> "MailQuerySet":
        """Mails that may be tried now, oldest first."""
        return self.filter(
            Q(try_after=None) | Q(try_after__lte=now), sent_at=None, dropped_at=None
        ).order_by("made_at", "pk")

    def visible_to(self, person) -> "MailQuerySet":
        """A mail's fate is for everybody who may open the operations pages; it has no content."""
        return self.all()

    def undelivered(self) -> "MailQuerySet":
        """Mails the server refused for good, or has not taken after several tries."""
        refused = Q(dropped_at__isnull=False) & ~Q(last_error="")
        stuck = Q(attempts__gte=5, sent_at=None, dropped_at=None)
        return self.filter(refused | stuck).order_by("-made_at", "pk")


class Mail(Checked):
    """One message to one person. Its Message-ID comes from its own id, so a repeat is the same
    mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails")
    urgency = models.CharField(max_length=10, choices=Urgency)
    day = models.DateField("local day it belongs to")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notices_one_digest_a_day",
                fields=["person", "day"],
                condition=Q(urgency="digest"),
            ),
            models.CheckConstraint(
                name="notices_mail_sent_or_dropped",
                condition=Q(sent_at=None) | Q(dropped_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="notices_mail_waiting",
                fields=["made_at"],
                condition=Q(sent_at=None, dropped_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()} for {self.day:%Y-%m-%d}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> "NoticeQuerySet":
        """Still true and not yet acknowledged."""
        return self.filter(acknowledged_at=None, withdrawn_at=None)

    def open(self, on: date) -> "NoticeQuerySet":
        """Standing, and not put off beyond the day `on`."""
        return self.standing().exclude(snoozed_until__gt=on)

    def snoozed(self, on: date) -> "NoticeQuerySet":
        return self.standing().filter(snoozed_until__gt=on)

    def due_by(self, now: datetime) -> "NoticeQuerySet":
        return self.filter(not_before__lte=now)

    def visible_to(self, person) -> "NoticeQuerySet":
        """What a person was told is theirs alone."""
        return self.filter(own(person))

    def open_count(self, on: date) -> int:
        """How many are open: one aggregate over a partial index, cheap enough for every page."""
        return self.open(on).aggregate(open=models.Count("pk"))["open"]


class Notice(Checked):
    """One thing told to one person. `line` holds references only, never a name."""

    class Withdrawn(models.TextChoices):
        SETTLED = "settled", "Done in the meantime"
        NO_RIGHT = "no_right", "The right to the record had ended"
        LEFT = "left", "The person's access had ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The unique constraint and a partial index begin with it.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False
    )
    key = models.CharField(max_length=200)
    line = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.DIGEST)
    root_type = models.CharField(max_length=40, blank=True)
    root_id = models.UUIDField(null=True, blank=True)
    about_id = models.UUIDField("the row it is about", null=True, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=20, choices=Withdrawn, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="notices_told_once", fields=["recipient", "key"]),
            models.CheckConstraint(
                name="notices_acknowledged_pair",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="notices_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
            ),
            models.CheckConstraint(
                name="notices_root_pair",
                condition=Q(root_type="", root_id=None)
                | (~Q(root_type="") & Q(root_id__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                name="notices_to_mail",
                fields=["not_before"],
                condition=Q(mail=None, withdrawn_at=None, acknowledged_at=None),
            ),
            models.Index(
                name="notices_standing",
                fields=["recipient", "-created_at"],
                condition=Q(withdrawn_at=None, acknowledged_at=None),
            ),
            models.Index(name="notices_mailed", fields=["mail"], condition=Q(mail__isnull=False)),
            models.Index(
                name="notices_about",
                fields=["about_id"],
                condition=Q(withdrawn_at=None, acknowledged_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.key
