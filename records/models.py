"""What every record carries: identity, state, version, and the log of who read what."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from records.states import EDITABLE, LOCKED, Move, State, moves_from


class Versioned(models.Model):
    """A row two people may edit: `lock_version` counts its saves, and a form carries the one it began from."""

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


def signed_constraints(model: str) -> list[models.CheckConstraint]:
    """Constraints every signed record's Meta lists: signatures come in pairs, and never by the author."""
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
    ]


@pghistory.track()
class StateChange(models.Model):
    """One move of one signed record: who, when, and the comment that came with it."""

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

    def __str__(self) -> str:
        return f"{self.get_move_display()} at {self.at:%Y-%m-%d %H:%M}"
