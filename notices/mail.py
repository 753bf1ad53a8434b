"""The way from outbox to mail server: compose, ask the right again, send, commit; one mail at a
time.

Composing is committed before anything is sent, so a repeat after a crash is the same mail with the
same Message-ID. The only moment in which a mail can double lies between the server's yes and our
commit.
"""

import contextlib
import logging
import smtplib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Person
from accounts.roles import Role
from notices.models import Mail, Notice, Urgency

logger = logging.getLogger(__name__)

StillAllowed = Callable[[Sequence[Notice]], set[UUID]]

MAILS_A_RUN = 500
LONGEST_WAIT = timedelta(minutes=30)
READS_THE_WEEK = {Role.TEAM_MANAGER, Role.GROUP_MANAGER}


def send_due(*, now: datetime, still_allowed: StillAllowed) -> int:
    """Compose and send every mail that is due; returns how many the server took.

    `still_allowed` gets the notices of one mail and answers the ids that may still go out. Safe to
    run twice at the same time and after any crash.
    """
    compose(now=now)
    waiting = list(Mail.objects.waiting(now).values_list("pk", flat=True)[:MAILS_A_RUN])
    if not waiting:
        return 0
    sent = 0
    backend = get_connection()
    try:
        for pk in waiting:
            try:
                sent += _send(pk, backend=backend, now=now, still_allowed=still_allowed)
            except smtplib.SMTPRecipientsRefused as refusal:
                _drop_or_postpone(pk, refusal, now=now)
                _hang_up(backend)
            except (smtplib.SMTPException, OSError) as failure:
                _postpone(pk, failure, now=now)
                logger.warning("mail server did not take a mail: %s", type(failure).__name__)
                # A dead server would cost every waiting mail its own timeout: the next run goes on.
                break
            except Exception as failure:
                # One bad mail holds up no other; it stands in the operations list with its error.
                _postpone(pk, failure, now=now)
                logger.exception("mail %s could not be made", pk)
    finally:
        _hang_up(backend)
    return sent


def _hang_up(backend: BaseEmailBackend) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        backend.close()


@transaction.atomic
def compose(*, now: datetime) -> None:
    """Bind waiting notices to mails: an urgent one has its own, others share the digest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('notices.compose'))")
        if not cursor.fetchone()[0]:
            return
    day = timezone.localdate(now)
    free = Notice.objects.open(day).due_by(now).filter(mail=None)
    urgent = list(free.filter(urgency=Urgency.URGENT).order_by("created_at"))
    mails = [
        Mail(person_id=notice.recipient_id, urgency=Urgency.URGENT, day=day, made_at=now)
        for notice in urgent
    ]
    for notice, mail in zip(urgent, mails, strict=True):
        notice.mail = mail
    Mail.objects.bulk_create(mails, batch_size=500)
    Notice.objects.bulk_update(urgent, ["mail"], batch_size=500)
    if timezone.localtime(now).time() >= settings.DIGEST_TIME:
        _compose_digests(free.filter(urgency=Urgency.DIGEST), day=day, now=now)


def _compose_digests(free, *, day: date, now: datetime) -> None:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    digests = Mail.objects.filter(urgency=Urgency.DIGEST, person=OuterRef("recipient"))
    had_todays = digests.filter(day=day)
    # Yesterday's that is still waiting, or went out only this morning, is this day's one digest.
    had_late = digests.filter(dropped_at=None, sent_at=None) | digests.filter(sent_at__gte=midnight)
    recipients = (
        free.filter(~Exists(had_todays), ~Exists(had_late))
        .order_by()
        .values_list("recipient", flat=True)
        .distinct()
    )
    mails = [
        Mail(person_id=person, urgency=Urgency.DIGEST, day=day, made_at=now)
        for person in recipients
    ]
    Mail.objects.bulk_create(mails, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE notices_notice n SET mail_id = m.id FROM notices_mail m
            WHERE m.id = ANY(%s) AND n.recipient_id = m.person_id AND n.mail_id IS NULL
              AND n.urgency = 'digest' AND n.not_before <= %s AND n.withdrawn_at IS NULL
              AND n.acknowledged_at IS NULL AND (n.snoozed_until IS NULL OR n.snoozed_until <= %s)
            """,
            [[mail.pk for mail in mails], now, day],
        )


@transaction.atomic
def _send(
    pk: UUID, *, backend: BaseEmailBackend, now: datetime, still_allowed: StillAllowed
) -> bool:
    """Send one mail that nobody else holds; committed on return. False when there was nothing to
    send.
    """
    mail = (
        Mail.objects.waiting(now)
        .select_related("person")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk)
        .first()
    )
    if mail is None:
        return False
    day = timezone.localdate(now)
    lines = list(mail.notices.open(day).order_by("created_at", "key"))
    lines = _withhold(lines, person=mail.person, day=day, now=now, still_allowed=still_allowed)
    if not lines:
        mail.dropped_at = now
        mail.save(update_fields=["dropped_at"])
        return False
    backend.open()
    backend.send_messages([message_of(mail, lines)])
    mail.sent_at = now
    mail.save(update_fields=["sent_at"])
    return True


def _withhold(
    lines: list[Notice], *, person: Person, day: date, now: datetime, still_allowed: StillAllowed
) -> list[Notice]:
    """What may still be told; the rest is marked withdrawn, with why."""
    if not person.may_sign_in(day):
        allowed, why = set(), Notice.Withdrawn.LEFT
    else:
        allowed, why = still_allowed(lines) if lines else set(), Notice.Withdrawn.NO_RIGHT
    refused = [notice.pk for notice in lines if notice.pk not in allowed]
    if refused:
        Notice.objects.filter(pk__in=refused).update(withdrawn_at=now, withdrawn_why=why)
    return [notice for notice in lines if notice.pk in allowed]


def message_of(mail: Mail, lines: Sequence[Notice]) -> EmailMessage:
    """The message itself: references and links, no name of a child and no word from a record."""
    context = {
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL.rstrip("/"),
        "notices": lines,
        "is_week": mail.day.weekday() == 0 and mail.person.role in READS_THE_WEEK,
    }
    template = f"notices/email/{mail.urgency}"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        subject=render_to_string(f"{template}_subject.txt", context).strip(),
        body=render_to_string(f"{template}_body.txt", context),
        to=[mail.person.email],
        headers={"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _drop_or_postpone(pk: UUID, refusal: smtplib.SMTPRecipientsRefused, *, now: datetime) -> None:
    codes = [code for code, _ in refusal.recipients.values()]
    if codes and all(code >= 500 for code in codes):
        # The address does not exist; the notice stays in the portal's own list.
        Mail.objects.filter(pk=pk, sent_at=None).update(
            dropped_at=now, attempts=F("attempts") + 1, last_error=f"refused with {codes[0]}"
        )
    else:
        _postpone(pk, refusal, now=now)


def _postpone(pk: UUID, failure: Exception, *, now: datetime) -> None:
    mail = Mail.objects.filter(pk=pk, sent_at=None).first()
    if mail is not None:
        wait = min(timedelta(minutes=2 ** min(mail.attempts, 10)), LONGEST_WAIT)
        Mail.objects.filter(pk=pk).update(
            attempts=F("attempts") + 1,
            try_after=now + wait,
            # Only the kind of failure: a server's answer may repeat an address.
            last_error=type(failure).__name__,
        )
