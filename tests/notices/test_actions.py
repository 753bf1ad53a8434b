"""Putting into the outbox, acknowledging, putting off, taking back."""

import uuid
from datetime import date, timedelta

import pytest

from notices.actions import acknowledge, notify, notify_many, snooze, withdraw_about
from notices.models import Notice, Urgency
from tests.notices.factories import tell

pytestmark = pytest.mark.django_db


def test_a_thing_is_told_once_however_often_it_is_said(sw, tm):
    for line in ("first", "second"):
        notify(recipient=sw, key="deadline:1", line=line, path="/x/")
        notify(recipient=tm, key="deadline:1", line=line, path="/x/")
    assert [notice.line for notice in Notice.objects.all()] == ["first", "first"]


def test_any_number_is_put_in_with_one_insert(sw, queries_for):
    def many(number):
        from notices.actions import NewNotice

        rows = [
            NewNotice(recipient_id=sw.pk, key=str(uuid.uuid4()), line="l", path="/")
            for _ in range(number)
        ]
        return queries_for(lambda: notify_many(rows))

    assert many(2) == many(20)


def test_an_urgent_one_wakes_the_sender_after_the_commit(sw, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as nudges:
        tell(sw, key="calm")
        assert nudges == []
    with django_capture_on_commit_callbacks() as nudges:
        tell(sw, key="now", urgency=Urgency.URGENT)
    assert len(nudges) == 1


def test_only_ones_own_notices_are_acknowledged(sw, tm):
    mine, theirs = tell(sw), tell(tm)
    assert acknowledge(notices=[mine.pk, theirs.pk], by=sw) == 1
    mine.refresh_from_db()
    assert mine.acknowledged_by == sw
    assert mine.acknowledged_at is not None
    assert acknowledge(notices=[mine.pk], by=sw) == 0


def test_what_is_put_off_comes_back_on_its_day(sw):
    today = date(2026, 5, 4)
    notice = tell(sw)
    assert snooze(notices=[notice.pk], until=today + timedelta(days=2), by=sw) == 1
    own = Notice.objects.visible_to(sw)
    assert own.open_count(today) == 0
    assert own.snoozed(today).count() == 1
    assert own.open_count(today + timedelta(days=2)) == 1


def test_what_is_settled_is_taken_back_and_says_why(sw, tm):
    about = uuid.uuid4()
    tell(sw, about_id=about)
    seen = tell(tm, about_id=about)
    acknowledge(notices=[seen.pk], by=tm)
    assert withdraw_about(about=[about], why=Notice.Withdrawn.SETTLED) == 1
    assert Notice.objects.get(recipient=sw).withdrawn_why == "settled"
    seen.refresh_from_db()
    assert seen.withdrawn_at is None


def test_the_figure_in_the_header_is_one_query(sw, django_assert_num_queries):
    for number in range(3):
        tell(sw, key=str(number))
    with django_assert_num_queries(1):
        assert Notice.objects.visible_to(sw).open_count(date(2026, 5, 4)) == 3
