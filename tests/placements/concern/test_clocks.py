"""A plan's points have clocks: whose they are, what meets them, and who sees that there are any."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from notices.models import Notice
from placements.concern import actions
from placements.concern.actions import Point
from placements.concern.models import ConcernNamed
from placements.concern.states import Move
from tests.stage import staged
from timescales.actions import sweep
from timescales.models import Deadline
from timescales.rights import still_allowed

pytestmark = pytest.mark.django_db


@staged
def concern(placement, pe, today):
    return actions.raise_concern(
        placement=placement,
        about="Records come late",
        said="We talked about three late records.",
        held_on=today,
        on=today,
        by=pe,
    )


def agree(concern, pe, today, owner="student", days=3, what="Records within two days"):
    return actions.add_point(
        concern=concern,
        point=Point(what, owner, today + timedelta(days=days)),
        on=today,
        by=pe,
    )


def clock_of(point) -> Deadline:
    return Deadline.objects.get(key=f"point {point.pk}")


def noon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.mark.parametrize(
    ("owner", "whose"),
    [("student", "student"), ("educator", "pe"), ("university", "pe"), ("manager", "tm")],
)
def test_a_point_is_due_on_its_day_from_who_does_it(cast, concern, pe, today, owner, whose):
    clock = clock_of(agree(concern, pe, today, owner))
    assert clock.due_on == today + timedelta(days=3)
    assert clock.owner == getattr(cast, whose)
    assert clock.path == reverse("placements:concern-detail", args=[concern.pk])


def test_the_university_s_points_are_the_tutor_s_while_they_are_named(concern, pe, tutor, today):
    point = agree(concern, pe, today, "university")
    named = actions.name_person(concern=concern, person=tutor, why="Told", on=today, by=pe)
    assert clock_of(point).owner == tutor
    ConcernNamed.objects.filter(pk=named.pk).update(
        starts_on=today - timedelta(days=1), ends_on=today - timedelta(days=1)
    )
    agree(concern, pe, today)
    assert clock_of(point).owner == pe


def test_it_is_met_once_it_was_looked_at_whatever_came_of_it(concern, pe, today):
    point = agree(concern, pe, today)
    actions.answer_point(point=point, came="not_met", on=today, by=pe)
    assert clock_of(point).met_on == today
    later = today + timedelta(days=9)
    actions.answer_point(point=point, came="met", on=later, by=pe)
    assert clock_of(point).met_on == today


def test_a_closed_concern_owes_nothing_more(concern, pe, tm, today):
    point = agree(concern, pe, today)
    actions.move_concern(
        concern=concern,
        move=Move.CLOSE,
        said="All is well.",
        outcome="resolved",
        held_on=today,
        on=today,
        by=tm,
    )
    clock = clock_of(point)
    assert clock.cancelled_at is not None
    assert clock.met_on is None


def test_only_who_knows_of_the_concern_sees_its_clocks(cast, client, concern, pe, today):
    clock = clock_of(agree(concern, pe, today, what="Records within two days"))
    seen = {
        name
        for name, person in vars(cast).items()
        if Deadline.objects.visible_to(person).filter(pk=clock.pk).exists()
    }
    assert seen == {"student", "pe", "tm"}
    client.force_login(cast.tm)
    assert "Something you agreed" in client.get(reverse("timescales:deadline-board")).text
    client.force_login(cast.sw)
    assert "Something you agreed" not in client.get(reverse("timescales:deadline-board")).text


def test_neither_its_words_nor_whose_placement_it_is_stand_on_a_clock(concern, pe, student, today):
    clock = clock_of(agree(concern, pe, today))
    told = f"{clock} {clock.explanation} {clock.path}"
    assert "Records" not in told
    assert student.name not in told
    assert "concern" not in f"{clock.reference} {clock.title} {clock.rule.title}".lower()


def test_it_climbs_from_the_student_to_the_educator_to_the_manager(
    cast, concern, pe, student, tm, team, someone, today
):
    from accounts import actions as accounts

    carys = someone(Role.PRACTICE_EDUCATOR, "Carys Cover", team)
    accounts.start_reporting_line(
        person=student,
        answers_to=carys,
        kind="cover",
        starts_on=today,
        ends_on=today + timedelta(days=60),
        why="Leave",
        by=None,
    )
    clock = clock_of(agree(concern, pe, today))

    def told(day):
        sweep(noon(day))
        rows = list(Notice.objects.filter(about_id=clock.pk))
        allowed = still_allowed(rows)
        return {one.recipient for one in rows if one.pk in allowed}

    assert told(clock.due_on) == {student}
    assert told(clock.due_on + timedelta(days=2)) == {student, pe}
    assert told(clock.due_on + timedelta(days=9)) == {student, pe, tm}
    lines = Notice.objects.filter(about_id=clock.pk).values_list("line", flat=True)
    assert not any(student.name in line or "Records" in line for line in lines)


def test_the_night_follows_who_is_named_and_finds_a_point_without_a_clock(
    concern, pe, tutor, today
):
    point = agree(concern, pe, today, "university")
    named = actions.name_person(concern=concern, person=tutor, why="Told", on=today, by=pe)
    days_ago = today - timedelta(days=2)
    ConcernNamed.objects.filter(pk=named.pk).update(starts_on=days_ago, ends_on=days_ago)
    other = agree(concern, pe, today)
    Deadline.objects.filter(key=f"point {other.pk}").delete()
    actions.refresh_plans()
    assert clock_of(point).owner == pe
    assert clock_of(other).is_open


def test_eight_points_cost_four_questions(django_assert_max_num_queries, concern, pe, today):
    from placements.concern import clocks

    for n in range(8):
        agree(concern, pe, today, what=f"Point {n}")
    with django_assert_max_num_queries(4):
        found = clocks.facts([concern.pk])
    assert len(clocks.deadlines(found[concern.pk])) == 8
