"""A worker who is silent past the grace time is somebody's to ring, whoever may open the child."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions import start_reporting_line
from accounts.models import ReportingLine
from accounts.roles import Role
from casework.child.actions import restrict_child
from casework.direct_work.idle import raise_idle_drafts
from casework.direct_work.visit.actions import check_in, check_out
from casework.direct_work.visit.reads import missing_outcomes
from casework.direct_work.visit.watch import raise_overdue
from notices.models import Notice, Urgency
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.usefixtures("episode")
GRACE = settings.VISIT_GRACE


@staged
def began():
    return timezone.now() - timedelta(hours=1)


@staged
def visit(child, student, began):
    return scene.a_planned_visit(child, by=student, at=began, minutes=60)


def told():
    return {
        (notice.recipient, notice.urgency)
        for notice in Notice.objects.filter(key__startswith="visit.overdue.", withdrawn_at=None)
    }


def test_nobody_is_told_within_the_grace_time(visit, student, began):
    assert raise_overdue(now=began + GRACE - timedelta(minutes=1)) == 0
    check_in(visit=visit, by=student, at=began)
    out = began + timedelta(minutes=60)
    assert raise_overdue(now=out + GRACE - timedelta(minutes=1)) == 0
    assert told() == set()


def test_who_did_not_go_in_is_their_educators_to_ring(visit, pe, began):
    assert raise_overdue(now=began + GRACE) == 1
    assert told() == {(pe, Urgency.URGENT)}
    raise_overdue(now=began + GRACE + timedelta(minutes=1))
    assert Notice.objects.filter(key__startswith="visit.overdue.").count() == 1


def test_the_time_counts_from_going_in(visit, student, pe, began):
    late = began + timedelta(minutes=20)
    check_in(visit=visit, by=student, at=late)
    should_be_out = late + timedelta(minutes=60)
    assert raise_overdue(now=should_be_out + GRACE - timedelta(minutes=1)) == 0
    raise_overdue(now=should_be_out + GRACE)
    assert told() == {(pe, Urgency.URGENT)}


def test_the_manager_too_after_as_long_again(visit, pe, tm, began):
    raise_overdue(now=began + 2 * GRACE)
    assert told() == {(pe, Urgency.URGENT), (tm, Urgency.URGENT)}


def test_where_the_educator_is_away_the_cover_and_the_manager_are_told_at_once(
    visit, student, someone, team, tm, began, today
):
    cover = someone(Role.PRACTICE_EDUCATOR, "Carla Cover", team)
    start_reporting_line(
        person=student, answers_to=cover, kind=ReportingLine.Kind.COVER, starts_on=today,
        ends_on=today, why="Leave", by=None,
    )  # fmt: skip
    raise_overdue(now=began + GRACE)
    assert told() == {(cover, Urgency.URGENT), (tm, Urgency.URGENT)}


def test_a_social_workers_manager_is_told(child, sw, tm, began):
    scene.a_planned_visit(child, by=sw, at=began)
    raise_overdue(now=began + GRACE)
    assert told() == {(tm, Urgency.URGENT)}


def test_it_is_taken_back_once_the_worker_is_out(visit, student, began):
    check_in(visit=visit, by=student, at=began)
    raise_overdue(now=began + timedelta(minutes=60) + GRACE)
    check_out(visit=visit, by=student)
    assert told() == set()


def test_a_restricted_child_keeps_nobody_from_being_rung(
    visit, child, student, tm, pe, sw, began, today
):
    restrict_child(child=child, named=[student, sw], why="Police", starts_on=today, by=tm)
    raise_overdue(now=began + GRACE)
    (notice,) = Notice.objects.filter(key__startswith="visit.overdue.")
    assert notice.recipient == pe
    assert child.reference not in notice.line
    assert notice.root_type == ""


def test_the_page_says_who_is_out_and_nothing_of_the_child(sign_in, visit, student, pe, child):
    check_in(visit=visit, by=student, at=timezone.now() - timedelta(hours=3))
    shown = sign_in(pe).get(reverse("casework:visits-out")).content.decode()
    assert "Sam Student" in shown
    assert "Overdue" in shown
    assert child.first_name not in shown
    assert child.reference not in shown


def test_missing_outcomes_head_the_agenda_of_who_may_read_the_child(visit, student, pe, outsider):
    now = timezone.now() + timedelta(minutes=5)
    assert list(missing_outcomes([student.pk], pe, now)) == [visit]
    assert list(missing_outcomes([student.pk], outsider, now)) == []


def test_drafts_that_lie_are_raised_with_the_educator_once_a_week(child, student, pe, today):
    scene.a_visit(child, by=student, on=today)
    scene.a_session(child, by=student, on=today)
    assert raise_idle_drafts(now=timezone.now()) == 0
    with time_machine.travel(timezone.now() + timedelta(days=settings.UNSENT_IDLE_DAYS + 1)):
        for _ in range(2):
            assert raise_idle_drafts(now=timezone.now()) == 2
    raised = Notice.objects.filter(key__startswith="direct_work.idle.")
    assert [notice.recipient for notice in raised] == [pe, pe]
    assert not any("Tomasz" in notice.line for notice in raised)
