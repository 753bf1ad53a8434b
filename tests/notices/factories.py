"""Notices as rooms put them into the outbox."""

from datetime import datetime

from notices.actions import NewNotice, notify_many
from notices.models import Notice


def tell(person, *, key: str = "k", at: datetime | None = None, **fields) -> Notice:
    """One notice for `person`, due since `at` (or since now)."""
    row = NewNotice(
        **{
            "recipient_id": person.pk,
            "key": key,
            "line": "TS-1108: Child and family assessment, due Thu 7 May 2026",
            "path": "/things/1/",
            "not_before": at,
        }
        | fields
    )
    notify_many([row])
    return Notice.objects.get(recipient=person, key=key)
