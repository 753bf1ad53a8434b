"""What the door itself writes: links to set a password, and refusals."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from allauth.usersessions.models import UserSession
from celery import current_app
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.actions.dated import written_by
from accounts.models import PasswordLink, Person, Refusal

logger = logging.getLogger(__name__)

SENDER = "accounts.tasks.send_password_links"
# Somebody who waited longer than this has asked again or given up.
LINK_WAITS = timedelta(hours=6)
INVITATION_WAITS = timedelta(days=2)


def ask_password_link(*, email: str, at: datetime) -> PasswordLink | None:
    """Somebody forgot their password. An unknown address does nothing, and nobody can tell."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or (person.access_until and person.access_until < timezone.localdate(at)):
        return None
    with written_by(person):
        link = PasswordLink.objects.create(person=person, kind=PasswordLink.Kind.RESET, asked_at=at)
        _nudge_sender()
        return link


def invite(*, person: Person, at: datetime, by: Person | None) -> PasswordLink:
    """Send somebody who was just added the link with which they set their first password."""
    with written_by(by):
        link = PasswordLink.objects.create(
            person=person, kind=PasswordLink.Kind.INVITATION, asked_at=at
        )
        _nudge_sender()
        return link


def _nudge_sender() -> None:
    """Wake the sender after commit. A lost nudge costs a minute: beat asks too."""
    # A function with a name: Django asks for it when a robust hook fails.
    transaction.on_commit(lambda: current_app.send_task(SENDER, retry=False), robust=True)


def send_password_links(*, now: datetime, send: Callable[[PasswordLink], None]) -> int:
    """Send every link that waits, one commit each; a mail that failed is tried again next time."""
    sent = 0
    waiting = PasswordLink.objects.filter(sent_at=None, asked_at__gte=now - INVITATION_WAITS)
    for key in waiting.order_by("asked_at").values_list("pk", flat=True):
        with transaction.atomic(), _tried_again_later(key):
            link = (
                PasswordLink.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("person")
                .filter(pk=key, sent_at=None)
                .first()
            )
            if link is None or _waited_too_long(link, now):
                continue
            send(link)
            link.sent_at = now
            link.save(update_fields=["sent_at"])
            sent += 1
    return sent


@contextmanager
def _tried_again_later(key: int) -> Iterator[None]:
    """A mail server that does not answer holds up no other link, and loses none."""
    try:
        yield
    except (SMTPException, OSError) as failure:
        logger.warning("password link %s was not sent: %s", key, type(failure).__name__)


def _waited_too_long(link: PasswordLink, now: datetime) -> bool:
    return link.kind == PasswordLink.Kind.RESET and now - link.asked_at > LINK_WAITS


def log_refusal(
    *,
    person: Person | None,
    route: str,
    method: str,
    status: int,
    at: datetime,
    request_id: UUID | None = None,
) -> Refusal:
    with transaction.atomic():
        return Refusal.objects.create(
            person=person,
            route=route[:100],
            method=method[:10],
            status=status,
            at=at,
            request_id=request_id,
        )


def end_other_sessions(*, person: Person, kept: str, by: Person) -> int:
    """Sign somebody out everywhere but in the session `kept`; returns how many ended."""
    with written_by(by):
        others = UserSession.objects.filter(user=person).exclude(session_key=kept)
        keys = list(others.values_list("session_key", flat=True))
        ended, _ = Session.objects.filter(session_key__in=keys).delete()
        others.delete()
        return ended
