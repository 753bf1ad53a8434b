"""What lies about: unsent text nobody came back to, and tokens of forms sent long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.reporting import practice_educator_of
from notices.actions import NewNotice, notify_many
from records.models import OnceToken, UnsentText

ONCE_TOKENS_KEPT = timedelta(days=30)


@transaction.atomic
def raise_idle_unsent(*, now: datetime) -> int:
    """Tell each author's practice educator, once, of text left unsent.

    An author without one is told themselves. Nothing is deleted, nothing of the text is told.
    Says how many were raised.
    """
    idle_since = now - timedelta(days=settings.UNSENT_IDLE_DAYS)
    rows = list(
        UnsentText.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(raised_at=None, saved_at__lt=idle_since)
        .exclude(path="")
        .select_related("person")
    )
    on = timezone.localdate(now)
    told = {person.pk: practice_educator_of(person, on) for person in {row.person for row in rows}}
    notify_many(_notice(row, told[row.person_id], on) for row in rows)
    UnsentText.objects.filter(pk__in=[row.pk for row in rows]).update(raised_at=now)
    return len(rows)


def _notice(row: UnsentText, educator: Person | None, on) -> NewNotice:
    days = (on - timezone.localdate(row.saved_at)).days
    begun = f"{row.title or 'A form'}: begun, not sent, last typed {days} days ago"
    return NewNotice(
        recipient_id=(educator or row.person).pk,
        key=f"records.unsent:{row.pk}:{row.saved_at:%Y%m%d%H%M%S}",
        line=f"{row.person.name}: {begun}" if educator else begun,
        path=reverse("home") if educator else row.path,
    )


def forget_once_tokens(*, now: datetime) -> int:
    """Forget forms sent so long ago that nobody goes back to them. Says how many."""
    forgotten, _ = OnceToken.objects.filter(at__lt=now - ONCE_TOKENS_KEPT).delete()
    return forgotten
