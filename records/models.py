"""What every record carries: identity, state, version, attachments, and who read what."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from records.states import EDITABLE, LOCKED, Move, State, moves_from
from records.storage import attachment_storage
from records.triggers import append_only


class Versioned(Checked):
    """A row two people may edit: `lock_version` counts its saves; a form carries its first one."""

    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class SignedRecord(Versioned):
    """A record that is drafted, sent, countersigned and perhaps authorised, never by its author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    countersigned_at = models.DateTimeField(null=True, editable=False)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    authorised_at = models.DateTimeField(null=True, editable=False)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_locked(self) -> bool:
        return self.state in LOCKED

    @property
    def open_moves(self) -> dict[Move, State]:
        return moves_from(State(self.state))

    @property
    def signed_by(self):
        """Whose name stands under it: the countersigner, or the registered author who signed."""
        if not self.is_locked:
            return None
        return self.countersigned_by if self.countersigned_by_id else self.author


def signed_constraints(model: str) -> list[models.CheckConstraint]:
    """Constraints every signed record's Meta lists: signatures come in pairs, never by the author,
    and only on a record that has come so far."""
    return [
        models.CheckConstraint(
            name=f"{model}_countersigned_pair",
            condition=Q(countersigned_at=None, countersigned_by=None)
            | Q(countersigned_at__isnull=False, countersigned_by__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{model}_authorised_pair",
            condition=Q(authorised_at=None, authorised_by=None)
            | Q(authorised_at__isnull=False, authorised_by__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{model}_not_authorised_by_author",
            condition=Q(authorised_by=None) | ~Q(authorised_by=models.F("author")),
            violation_error_message="Nobody authorises their own record.",
        ),
        models.CheckConstraint(
            name=f"{model}_not_countersigned_by_author",
            condition=Q(countersigned_by=None) | ~Q(countersigned_by=models.F("author")),
            violation_error_message="Nobody countersigns their own record.",
        ),
        models.CheckConstraint(
            name=f"{model}_unsigned_bears_no_signature",
            condition=Q(state__in=sorted(LOCKED)) | Q(countersigned_by=None, authorised_by=None),
            violation_error_message="A record that is not signed bears no signature.",
        ),
        models.CheckConstraint(
            name=f"{model}_authorised_bears_signature",
            condition=~Q(state=State.AUTHORISED) | Q(authorised_by__isnull=False),
            violation_error_message="An authorised record says who authorised it.",
        ),
    ]


@pghistory.track()
class StateChange(models.Model):
    """One move of one signed record: who, when, and the comment that came with it."""

    append_only = True

    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    move = models.CharField(max_length=20, choices=Move)
    from_state = models.CharField(max_length=20, choices=State)
    to_state = models.CharField(max_length=20, choices=State)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["record_type", "record_id", "at"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_move_display()} at {self.at:%Y-%m-%d %H:%M}"


@pghistory.track()
class Addendum(Checked):
    """What somebody added to a record after it was locked; the signed text itself stays."""

    append_only = True

    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addenda"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["record_type", "record_id", "at"])]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="records_addendum_says_something",
                condition=~Q(text=""),
                violation_error_message="Write what you want to add.",
            )
        ]

    def __str__(self) -> str:
        return f"Addendum of {self.at:%Y-%m-%d %H:%M}"


class ReadEntry(models.Model):
    """Somebody was shown a part of a child's record."""

    append_only = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    child_id = models.UUIDField()
    section = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    request_id = models.UUIDField()
    route = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "read entries"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["child_id", "-at"]),
            models.Index(fields=["person", "-at"]),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.section} at {self.at:%Y-%m-%d %H:%M}"


class UnsentText(models.Model):
    """What somebody typed into a form and has not sent. Never a record, never counted.

    `fields` is the form's raw input, name to list of values. Where the same form stood open in two
    places, `others` keeps the text of each other place beside it, so that neither is lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=200)
    title = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=dict)
    tab = models.CharField(max_length=40, blank=True)
    others = models.JSONField(default=dict)
    began_from = models.PositiveIntegerField(null=True)
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_key"], name="records_unsenttext_one_per_form"
            )
        ]
        indexes = [
            models.Index(
                fields=["saved_at"], name="records_unsent_not_raised", condition=Q(raised_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.title or self.form_key


class OnceToken(models.Model):
    """A form that was sent, and where that led; the same form sent again is led there too."""

    token = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return str(self.token)


def opaque_name(attachment: "Attachment", filename: str) -> str:
    """Where an attachment lies: its own number, so that no name of anybody stands on the disk."""
    number = attachment.pk.hex
    return f"{number[:2]}/{number[2:4]}/{number}"


@pghistory.track()
class Attachment(models.Model):
    """A file that belongs to a record; its content never changes."""

    class State(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        CLEAN = "clean", "Scanned, nothing found"
        QUARANTINED = "quarantined", "Held back: the virus scan found something"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    child_id = models.UUIDField(null=True)
    file = models.FileField(storage=attachment_storage, upload_to=opaque_name, max_length=120)
    original_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State, default=State.NOT_SCANNED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["record_type", "record_id", "at"])]
        triggers = [
            pgtrigger.ReadOnly(name="content_stays", exclude=["state"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.extension.upper()} of {self.at:%Y-%m-%d %H:%M}"

    @property
    def neutral_name(self) -> str:
        """The file name a browser is told: it says nothing about anybody."""
        return f"attachment-{self.pk.hex[:8]}.{self.extension}"
