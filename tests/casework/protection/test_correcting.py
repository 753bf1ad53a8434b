"""A conference recorded on the wrong day: what stands on it follows when the day is put right."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from casework.chronology.models import ChronologyEntry
from casework.closure.actions import record_death
from casework.episode.actions import allocate_accountable
from casework.meeting.actions import plan_meeting
from casework.plan.actions import correct_dates, start_plan
from casework.plan.models import Plan
from casework.protection import actions
from casework.protection.models import Conference
from tests.casework.protection import scene
from tests.casework.protection.scene import on
from tests.casework.protection.test_pages import boxes, posted
from tests.stage import staged
from timescales.models import Deadline

HELD, RIGHT = date(2026, 4, 14), date(2026, 4, 13)
TODAY = date(2026, 4, 20)


def at_once():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def deadline(episode, code):
    return Deadline.objects.filter(root_id=episode.pk, code=code).order_by("starts_on").last()


@staged
def agreed(enquiry, sw, tm):
    with on(date(2026, 4, 1)):
        concluded = scene.conclude(enquiry, by=sw, day=date(2026, 4, 1))
        return actions.agree_conclusion(enquiry=concluded, by=tm)


@staged
def before_it(agreed, sw):
    """A child in need plan that the conference steps up from."""
    with on(date(2026, 3, 10)):
        return start_plan(
            episode=agreed.episode, kind="child_in_need", starts_on=date(2026, 3, 10), by=sw
        )


@staged
def conference(agreed, sw):
    return held(agreed, sw)


def held(agreed, by):
    with on(HELD):
        return scene.confer(agreed.episode.meetings.get(kind="icpc"), by=by, day=HELD)


def correct(conference, by, day=RIGHT, why="The minutes say Monday"):
    with on(TODAY):
        corrected = actions.correct_conference(conference=conference, held_on=day, why=why, by=by)
        at_once()
        return corrected


class TestTheDay:
    @pytest.mark.parametrize("day", [RIGHT, date(2026, 4, 15)])
    def test_plan_enquiry_and_clocks_follow(self, conference, agreed, sw, day):
        correct(conference, sw, day)
        plan = Plan.objects.get()
        agreed.refresh_from_db()
        assert (plan.starts_on, plan.conference_held_on) == (day, day)
        assert plan.categories.get().starts_on == day
        assert agreed.ended_on == day
        assert deadline(agreed.episode, "C5").met_on == day
        assert deadline(agreed.episode, "C7").starts_on == day
        assert deadline(agreed.episode, "C9").starts_on == day
        review = agreed.episode.meetings.get(kind="rcpc")
        assert review.last_lawful_on == deadline(agreed.episode, "C9").due_on
        entry = ChronologyEntry.objects.get(kind="casework.conference_corrected")
        assert entry.details["was"] == HELD.isoformat()

    @pytest.mark.parametrize("day", [RIGHT, date(2026, 4, 15)])
    def test_the_plan_that_handed_over_follows_too(self, before_it, agreed, sw, day):
        correct(held(agreed, sw), sw, day)
        before_it.refresh_from_db()
        assert before_it.ends_on == day

    @pytest.mark.parametrize("day", [date(2026, 4, 16), date(2026, 4, 20)])
    def test_a_step_down_moves_both_plans(self, conference, agreed, sw, day):
        first = date(2026, 4, 17)
        with on(first):
            review = agreed.episode.meetings.get(kind="rcpc")
            stepped = scene.confer(review, by=sw, day=first, decided="step_down")
        correct(stepped, sw, day)
        ended, begun = Plan.objects.order_by("starts_on")
        assert (ended.ends_on, ended.end_conference_held_on) == (day, day)
        assert (begun.kind, begun.starts_on) == ("child_in_need", day)

    def test_the_end_of_a_plan_moves_with_its_conference_alone(self, conference, agreed, sw):
        that_day = date(2026, 4, 17)
        with on(that_day):
            review = agreed.episode.meetings.get(kind="rcpc")
            plan = scene.confer(review, by=sw, day=that_day, decided="ends").plan
        with on(TODAY), pytest.raises(ValidationError, match="correct the conference first"):
            correct_dates(
                plan=plan, starts_on=plan.starts_on, ends_on=TODAY, why="Typed wrongly", by=sw
            )

    def test_not_without_a_reason_nor_before_the_enquiry(self, conference, sw):
        with pytest.raises(ValidationError, match="Say why"):
            correct(conference, sw, why=" ")
        with pytest.raises(ValidationError, match="before the enquiry"):
            correct(conference, sw, day=date(2026, 3, 20))
        with pytest.raises(ValidationError, match="Monday to Friday"):
            correct(conference, sw, day=date(2026, 4, 11))

    def test_a_student_corrects_none(self, conference, student):
        with pytest.raises(PermissionDenied):
            correct(conference, student)


def test_the_page_asks_once_more_and_then_does_it(sign_in, conference, sw):
    with on(TODAY):
        client = sign_in(sw)
        page = reverse("casework:conference-correct", args=[conference.pk])
        given = boxes("held_on", RIGHT) | {"why": "Typed wrongly"}
        asked = posted(client, page, given).content.decode()
        assert "every clock that runs" in asked
        assert "First core group: due" in asked
        assert "instead of" in asked
        early = posted(client, page, given | boxes("held_on", RIGHT - timedelta(days=400)))
        assert "held_on" in early.context["form"].errors
        assert Conference.objects.get().held_on == HELD
        assert posted(client, page, given | {"confirmed": "1"}).status_code == 302
        assert Conference.objects.get().held_on == RIGHT


def test_clocks_go_to_a_new_accountable_worker_at_once(conference, agreed, tm, someone, team):
    """Those of plan and protection too, and not first in the night."""
    with on(TODAY):
        other_sw = someone(Role.SOCIAL_WORKER, "Wes Worker", team=team, registration_number="SW9")
        allocate_accountable(
            episode=agreed.episode, person=other_sw, starts_on=TODAY, why="Leaves", by=tm
        )
        running = Deadline.objects.open().filter(root_id=agreed.episode_id)
        codes = {"C7", "C9", "C11"}
        owners = {row.code: row.owner for row in running if row.code in codes}
    assert owners == dict.fromkeys(codes, other_sw)


def test_a_death_calls_off_what_was_planned(conference, agreed, tm, sw):
    with on(TODAY):
        review = agreed.episode.meetings.get(kind="rcpc")
        plan_meeting(
            meeting=review,
            planned_for=scene.datetime.combine(date(2026, 6, 9), scene.time(10), scene.LONDON),
            chair="Ines Chair",
            how="in_person",
            by=sw,
        )
        record_death(child=agreed.child, died_on=TODAY, told_by="The hospital", by=tm)
    review.refresh_from_db()
    assert (review.cancelled_on, review.cancelled_why) == (TODAY, "The child has died.")
    assert not agreed.episode.meetings.ahead().exists()
