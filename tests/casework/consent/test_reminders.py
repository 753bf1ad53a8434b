"""Before a yes runs out, who works with the child is reminded once to ask again."""

from datetime import timedelta

import pytest

from casework.consent.actions import withdraw_consent
from casework.consent.models import ConsentEntry
from casework.consent.reminders import remind_of_endings
from notices.models import Notice
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db


def reminders():
    return Notice.objects.filter(key__startswith="consent.ending")


@staged
def ends_soon(episode, child, sw, today):
    scene.agree(
        child, by=sw, given_on=today - timedelta(days=30), expires_on=today + timedelta(days=14)
    )
    return child


def test_both_workers_are_reminded_of_each_answer_once(ends_soon, child, sw, student, today):
    remind_of_endings(today)
    remind_of_endings(today)
    assert {notice.recipient for notice in reminders()} == {sw, student}
    assert reminders().count() == 4  # a parent's yes and the child's own, to two people
    assert all("Tomasz" not in notice.line for notice in reminders())


def test_fifteen_days_before_nobody_is(ends_soon, today):
    assert remind_of_endings(today - timedelta(days=1)) == 0


def test_not_of_what_was_withdrawn(ends_soon, sw, today):
    for entry in ConsentEntry.objects.all():
        withdraw_consent(entry=entry, on=today, by=sw)
    assert remind_of_endings(today) == 0


def test_not_when_the_same_people_answered_again(ends_soon, child, sw, today):
    scene.agree(child, by=sw, given_on=today)
    assert remind_of_endings(today) == 0


def test_not_after_the_work_has_closed(ends_soon, episode, today):
    episode.allocations.update(ends_on=today)
    type(episode).objects.update(closed_on=today, closure_reason="EH1")
    assert remind_of_endings(today) == 0


def test_any_number_costs_the_same(ends_soon, team, tm, sw, today, queries_for):
    few = queries_for(lambda: remind_of_endings(today))
    for _ in range(4):
        other = scene.a_child(by=tm)
        scene.an_episode(other, team=team, by=tm, opened_on=today, sw=sw)
        scene.agree(other, by=sw, given_on=today, expires_on=today + timedelta(days=3))
    assert queries_for(lambda: remind_of_endings(today)) == few
