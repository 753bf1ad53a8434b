"""Telling people: put into the outbox, acknowledge, put off, withdraw; `send_due` is in
`notices.mail`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from notices.mail import send_due
from notices.models import Notice, Urgency

__all__ = [
    "NewNotice",
    "acknowledge",
    "notify",
    "notify_many",
    "nudge",
    "nudge_sender",
    "send_due",
    "snooze",
    "withdraw_about",
    "withdraw_rooted",
]


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """What `notify_many` takes; told once to each recipient per `key`.

    `line` is plain words with references only; `path` starts with "/". `root_type` and `root_id`
    name what the recipient must still be allowed to see when it is sent; `about_id` is the row
    that, once settled, takes the notice back.
    """

    recipient_id: UUID
    key: str
    line: str
    path: str
    urgency: Urgency = Urgency.DIGEST
    root_type: str = ""
    root_id: UUID | None = None
    about_id: UUID | None = None
    not_before: datetime | None = None


def notify_many(rows: Iterable[NewNotice]) -> None:
    """Put all of `rows` into the outbox in one statement; what was told before stays as it is."""
    now = timezone.now()
    notices = [
        Notice(
            recipient_id=row.recipient_id,
            key=row.key,
            line=row.line,
            path=row.path,
            urgency=row.urgency,
            root_type=row.root_type,
            root_id=row.root_id,
            about_id=row.about_id,
            created_at=now,
            not_before=row.not_before or now,
        )
        for row in rows
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)
    if any(notice.urgency == Urgency.URGENT for notice in notices):
        nudge_sender()


def notify(
    *,
    recipient: Person,
    key: str,
    line: str,
    path: str,
    urgency: Urgency = Urgency.DIGEST,
    root_type: str = "",
    root_id: UUID | None = None,
    about_id: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """Tell one person one thing, once: see `NewNotice`."""
    notify_many(
        [
            NewNotice(
                recipient_id=recipient.pk,
                key=key,
                line=line,
                path=path,
                urgency=urgency,
                root_type=root_type,
                root_id=root_id,
                about_id=about_id,
                not_before=not_before,
            )
        ]
    )


def nudge_sender() -> None:
    """Wake the sender once this transaction has committed. A lost nudge costs a minute: beat asks
    too.
    """
    nudge(settings.NOTICE_SENDING_TASK)


def nudge(task: str) -> None:
    """Ask for the task of this name once this transaction has committed.

    It may be lost, and may fail without harm where the broker is down: whatever a task does, beat
    asks for it again.
    """
    # A function with a name: Django asks for it when a robust hook fails.
    transaction.on_commit(lambda: current_app.send_task(task, retry=False), robust=True)


@transaction.atomic
def acknowledge(*, notices: Collection[UUID], by: Person) -> int:
    """Mark those of `notices` that stand and are the person's own as seen; says how many."""
    return (
        Notice.objects.visible_to(by)
        .standing()
        .filter(pk__in=notices)
        .update(acknowledged_at=timezone.now(), acknowledged_by=by)
    )


@transaction.atomic
def snooze(*, notices: Collection[UUID], until: date, by: Person) -> int:
    """Put those of `notices` that stand and are the person's own off until a day; says how many.

    On that day they come back: in the list, and once more in the digest.
    """
    return (
        Notice.objects.visible_to(by)
        .standing()
        .filter(pk__in=notices)
        .update(snoozed_until=until, mail=None, urgency=Urgency.DIGEST)
    )


@transaction.atomic
def withdraw_about(*, about: Collection[UUID], why: Notice.Withdrawn) -> int:
    """Take back what still stands about settled rows: nobody is reminded of what is done."""
    return (
        Notice.objects.standing()
        .filter(about_id__in=about)
        .update(withdrawn_at=timezone.now(), withdrawn_why=why)
    )


@transaction.atomic
def withdraw_rooted(*, root_ids: Collection[UUID], why: Notice.Withdrawn) -> int:
    """Take back everything that still stands about these roots, and is not in a mail yet sent."""
    return (
        Notice.objects.standing()
        .filter(root_id__in=root_ids)
        .update(withdrawn_at=timezone.now(), withdrawn_why=why)
    )
