"""Sending: one digest a day, urgent at once, rights asked again, nothing lost without mail."""

import smtplib
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.locmem import EmailBackend

from accounts.actions import end_access
from notices.actions import acknowledge, send_due, snooze
from notices.models import Mail, Notice, Urgency
from tests.notices.factories import tell

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 5, 5, 8, 0, tzinfo=LONDON)


def everything(notices):
    return {notice.pk for notice in notices}


def send(now: datetime = TUESDAY, allowed=everything) -> int:
    return send_due(now=now, still_allowed=allowed)


def before(moment: datetime = TUESDAY) -> datetime:
    return moment - timedelta(hours=1)


def test_one_digest_a_day_holds_all_that_waits(sw, mailoutbox):
    for number in range(3):
        tell(sw, key=str(number), at=before())
    assert send() == 1
    assert send(TUESDAY + timedelta(hours=2)) == 0
    (mail,) = mailoutbox
    assert mail.subject == "POP Portal: you have 3 due items"
    assert mail.to == [sw.email]
    assert mail.body.count("TS-1108") == 3
    assert "http://localhost:8000/things/1/" in mail.body
    assert "http://localhost:8000/notices/" in mail.body


def test_later_notices_wait_for_the_next_morning(sw, mailoutbox):
    tell(sw, key="a", at=before())
    send()
    tell(sw, key="b", at=TUESDAY)
    assert send(TUESDAY + timedelta(hours=3)) == 0
    assert send(TUESDAY + timedelta(days=1)) == 1
    assert [mail.subject for mail in mailoutbox] == ["POP Portal: you have 1 due item"] * 2


def test_no_digest_before_the_morning_and_none_with_nothing_in_it(sw, mailoutbox):
    tell(sw, at=before() - timedelta(hours=8))
    assert send(TUESDAY.replace(hour=7, minute=29)) == 0
    assert send(TUESDAY.replace(hour=7, minute=30)) == 1
    assert send(TUESDAY + timedelta(days=1)) == 0


def test_mondays_digest_for_a_manager_is_the_week(tm, sw, mailoutbox):
    monday = TUESDAY - timedelta(days=1)
    tell(tm, at=before(monday))
    tell(sw, at=before(monday))
    send(monday)
    assert {mail.subject for mail in mailoutbox} == {
        "POP Portal: the week, 1 due item",
        "POP Portal: you have 1 due item",
    }


def test_an_urgent_one_goes_at_once_and_alone(sw, mailoutbox):
    night = TUESDAY.replace(hour=2)
    tell(sw, key="calm", at=before(night))
    tell(sw, key="now", at=before(night), urgency=Urgency.URGENT, line="TS-1: a worry was raised")
    assert send(night) == 1
    (mail,) = mailoutbox
    assert mail.subject == "POP Portal: something needs you now"
    assert "TS-1: a worry was raised" in mail.body


def test_nothing_is_sent_before_its_time(sw, mailoutbox):
    tell(sw, urgency=Urgency.URGENT, at=TUESDAY + timedelta(minutes=1))
    assert send() == 0
    assert send(TUESDAY + timedelta(minutes=1)) == 1


def test_who_lost_the_right_is_not_told_and_it_says_why(sw, mailoutbox):
    kept = tell(sw, key="a", at=before(), root_type="r", root_id=uuid.uuid4())
    lost = tell(sw, key="b", at=before(), root_type="r", root_id=uuid.uuid4(), line="TS-2: gone")
    assert send(allowed=lambda notices: {kept.pk}) == 1
    lost.refresh_from_db()
    assert lost.withdrawn_why == Notice.Withdrawn.NO_RIGHT
    assert "TS-2" not in mailoutbox[0].body


def test_when_no_right_is_left_no_mail_goes(sw, mailoutbox):
    tell(sw, at=before())
    assert send(allowed=lambda notices: set()) == 0
    assert mailoutbox == []
    assert Mail.objects.get().dropped_at is not None


def test_who_has_left_is_not_written_to(sw, tm, mailoutbox):
    tell(sw, at=before())
    end_access(person=sw, on=date(2026, 5, 4), by=tm)
    assert send() == 0
    assert Notice.objects.get().withdrawn_why == Notice.Withdrawn.LEFT


def test_what_was_seen_or_put_off_is_not_mailed(sw, mailoutbox):
    seen, later = tell(sw, key="a", at=before()), tell(sw, key="b", at=before())
    acknowledge(notices=[seen.pk], by=sw)
    snooze(notices=[later.pk], until=date(2026, 5, 7), by=sw)
    assert send() == 0
    assert send(TUESDAY + timedelta(days=2)) == 1


def test_a_mail_has_one_message_id_for_ever(sw, monkeypatch):
    tell(sw, at=before())
    seen = []

    class LostAfterYes(EmailBackend):
        def send_messages(self, messages):
            seen.extend(message.extra_headers["Message-ID"] for message in messages)
            if len(seen) == 1:
                raise ConnectionResetError
            return len(messages)

    monkeypatch.setattr("notices.mail.get_connection", LostAfterYes)
    assert send() == 0
    assert send(TUESDAY + timedelta(minutes=1)) == 1
    mail = Mail.objects.get()
    assert seen == [f"<{mail.pk}@localhost>"] * 2
    assert mail.attempts == 1


def test_a_dead_server_ends_the_run_and_is_tried_again_with_growing_waits(sw, tm, monkeypatch):
    tries = []

    class Dead(EmailBackend):
        def open(self):
            tries.append(1)
            raise ConnectionRefusedError

    tell(sw, at=before())
    tell(tm, at=before())
    monkeypatch.setattr("notices.mail.get_connection", Dead)
    assert send() == 0
    assert len(tries) == 1
    waits = []
    for _ in range(3):
        mail = Mail.objects.exclude(try_after=None).order_by("-attempts").first()
        waits.append(mail.try_after)
        Mail.objects.exclude(pk=mail.pk).update(try_after=mail.try_after + timedelta(days=1))
        send(mail.try_after)
    gaps = [later - earlier for earlier, later in zip(waits, waits[1:], strict=False)]
    assert gaps == [timedelta(minutes=2), timedelta(minutes=4)]


def test_an_address_the_server_refuses_for_good_is_given_up(sw, tm, monkeypatch, mailoutbox):
    class Picky(EmailBackend):
        def send_messages(self, messages):
            if messages[0].to == [sw.email]:
                raise smtplib.SMTPRecipientsRefused({sw.email: (550, b"no such user")})
            return super().send_messages(messages)

    tell(sw, at=before())
    tell(tm, at=before())
    monkeypatch.setattr("notices.mail.get_connection", Picky)
    assert send() == 1
    refused = Mail.objects.get(person=sw)
    assert refused.dropped_at is not None
    assert refused.last_error == "refused with 550"
    assert Mail.objects.undelivered().get() == refused
    assert Notice.objects.get(recipient=sw).withdrawn_at is None


def test_one_broken_mail_holds_up_no_other(sw, tm, mailoutbox):
    tell(sw, at=before())
    tell(tm, at=before())

    def falls_over_for_one(notices):
        if notices[0].recipient_id == sw.pk:
            raise RuntimeError("policy is broken")
        return everything(notices)

    assert send(allowed=falls_over_for_one) == 1
    assert mailoutbox[0].to == [tm.email]
    assert Mail.objects.get(person=sw).last_error == "RuntimeError"


def test_yesterdays_late_digest_is_todays(sw, monkeypatch, mailoutbox):
    tell(sw, key="a", at=before())

    class Dead(EmailBackend):
        def open(self):
            raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("notices.mail.get_connection", Dead)
        send()
    wednesday = TUESDAY + timedelta(days=1)
    tell(sw, key="b", at=TUESDAY)
    assert send(wednesday) == 1
    assert send(wednesday + timedelta(hours=1)) == 0
    assert send(wednesday + timedelta(days=1)) == 1
    assert len(mailoutbox) == 2


def test_composing_costs_the_same_for_two_people_as_for_twenty(someone, queries_for):
    from accounts.roles import Role
    from notices.mail import compose

    def several(number, hour):
        for index in range(number):
            tell(someone(Role.SOCIAL_WORKER, f"Sue {hour} {index}"), at=before())
        return queries_for(lambda: compose(now=TUESDAY.replace(hour=hour)))

    assert several(2, 9) == several(20, 10)


def test_mail_holds_no_name_and_no_word_of_a_record(sw, student, mailoutbox):
    tell(sw, at=before())
    tell(student, at=before(), urgency=Urgency.URGENT)
    send()
    for mail in mailoutbox:
        text = f"{mail.subject}\n{mail.body}"
        assert sw.name not in text
        assert student.name not in text
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
