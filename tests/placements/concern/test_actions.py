"""From an informal talk to the outcome: who may move it, who is told, who reads it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts.roles import Role
from notices.models import Notice
from placements.concern import actions
from placements.concern.actions import Point
from placements.concern.models import Concern, ConcernStep
from placements.concern.states import MOVES, Move, Stage, moves_from
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db
CAST = [
    "student",
    "pe",
    "sw",
    "tm",
    "gm",
    "business_support",
    "auditor",
    "tutor",
    "dsl",
    "admin",
    "outsider",
]


@staged
def raised(placement, pe, tm, today):
    return actions.raise_concern(
        placement=placement,
        about="Records come late",
        said="We talked about three late records.",
        held_on=today,
        on=today,
        by=pe,
    )


def move(concern, to, by, today, **changes):
    asked = {"said": "We met.", "held_on": today, "on": today, "by": by}
    return actions.move_concern(concern=concern, move=to, **(asked | changes))


def point(today, what="Records within two days"):
    return Point(what, "student", today + timedelta(days=14))


def knows(cast, concern):
    seen = Concern.objects.filter(pk=concern.pk)
    return {name for name, person in vars(cast).items() if seen.visible_to(person).exists()}


def test_the_table_leads_from_talk_to_outcome():
    assert moves_from(Stage.INFORMAL) == [Move.STAGE_ONE, Move.REVIEW, Move.CLOSE]
    assert moves_from(Stage.ONE) == [Move.STAGE_TWO, Move.REVIEW, Move.CLOSE]
    assert moves_from(Stage.TWO) == [Move.REVIEW, Move.CLOSE]
    assert moves_from(Stage.CLOSED) == []
    assert {move for move, way in MOVES.items() if way.decides} == {Move.STAGE_TWO, Move.CLOSE}


def test_only_those_named_know_of_it(cast, raised, pe, today):
    assert knows(cast, raised) == {"student", "pe", "tm"}
    move(raised, Move.STAGE_ONE, pe, today, points=[point(today)])
    assert knows(cast, raised) == {"student", "pe", "tm", "tutor"}
    named = actions.name_person(
        concern=raised, person=cast.outsider, why="Second opinion", on=today, by=pe
    )
    assert "outsider" in knows(cast, raised)
    named.starts_on = named.ends_on = today - timedelta(days=1)
    named.save()
    assert "outsider" not in knows(cast, raised)


def test_who_covers_or_supervises_learns_nothing(raised, someone, team, student, today):
    from accounts import actions as accounts

    carys = someone(Role.PRACTICE_EDUCATOR, "Carys Cover", team)
    accounts.start_reporting_line(
        person=student,
        answers_to=carys,
        kind="cover",
        starts_on=today,
        ends_on=today,
        why="Leave",
        by=None,
    )
    assert not Concern.objects.visible_to(carys).exists()


def test_notices_name_nobody(raised, student, tm, tutor, pe, today):
    told = Notice.objects.filter(key__startswith="placements.concern")
    assert {one.recipient for one in told} == {student, tm}
    move(raised, Move.STAGE_ONE, pe, today, points=[point(today)])
    told = Notice.objects.filter(key__startswith="placements.concern")
    assert tutor in {one.recipient for one in told}
    raised.refresh_from_db()
    assert raised.tutor_told_on == today
    for one in told:
        assert "Sam" not in one.line
        assert "late" not in one.line


def test_stages_follow_each_other_and_the_manager_decides(raised, pe, tm, today):
    with pytest.raises(ValidationError, match="at informal now"):
        move(raised, Move.STAGE_TWO, tm, today, points=[point(today)])
    with pytest.raises(ValidationError, match="Agree at least one point"):
        move(raised, Move.STAGE_ONE, pe, today)
    move(raised, Move.STAGE_ONE, pe, today, points=[point(today)])
    with pytest.raises(PermissionDenied):
        move(raised, Move.STAGE_TWO, pe, today)
    move(raised, Move.REVIEW, pe, today)
    move(raised, Move.STAGE_TWO, tm, today)
    with pytest.raises(PermissionDenied):
        move(raised, Move.CLOSE, pe, today, outcome="resolved")
    with pytest.raises(ValidationError, match="Say how it ended"):
        move(raised, Move.CLOSE, tm, today)
    move(raised, Move.CLOSE, tm, today, outcome="resolved")
    raised.refresh_from_db()
    assert (raised.stage, raised.closed_on) == (Stage.CLOSED, today)
    with pytest.raises(ValidationError, match="at closed now"):
        move(raised, Move.REVIEW, tm, today)


def test_steps_keep_their_order(raised, pe, today):
    with pytest.raises(ValidationError, match="The step before was on"):
        move(raised, Move.REVIEW, pe, today, held_on=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="has not come yet"):
        move(raised, Move.REVIEW, pe, today, held_on=today + timedelta(days=1))


def test_the_student_speaks_at_each_step_and_has_the_last_word(
    raised, student, tutor, pe, tm, today
):
    first = raised.concern_steps.get()
    actions.say_in_own_words(step=first, text="I was ill that week.", on=today, by=student)
    move(raised, Move.CLOSE, tm, today, outcome="resolved")
    last = raised.concern_steps.get(move="close")
    actions.say_in_own_words(step=last, text="I learned to ask.", on=today, by=student)
    actions.say_in_own_words(step=last, text="We agree.", on=today, by=tutor)
    with pytest.raises(PermissionDenied):
        actions.say_in_own_words(step=last, text="So do I", on=today, by=pe)
    assert [words.by for words in last.words.all()] == [student, tutor]


def test_what_was_said_is_never_rewritten(raised):
    with pytest.raises(DatabaseError), transaction.atomic():
        ConcernStep.objects.update(said="Something else")


def test_one_is_open_at_a_time_and_raised_by_who_may(raised, placement, pe, sw, student, today):
    asked = {
        "placement": placement,
        "about": "More",
        "said": "More",
        "held_on": today,
        "on": today,
    }
    with pytest.raises(ValidationError, match="A concern is open already"):
        actions.raise_concern(**asked, by=pe)
    for by in (sw, student):
        with pytest.raises(PermissionDenied):
            actions.raise_concern(**asked, by=by)


def test_no_child_is_named(placement, student, pe, tm, sw, team, today):
    child = scene.a_child(by=tm)
    scene.an_episode(child, team=team, by=tm, opened_on=today, sw=sw, student=student)
    with pytest.raises(ValidationError, match="name of a child"):
        actions.raise_concern(
            placement=placement,
            about="Records",
            said=f"The record about {child.first_name} came late.",
            held_on=today,
            on=today,
            by=pe,
        )


def test_the_plan_has_dates_and_answers(raised, pe, student, today):
    with pytest.raises(ValidationError, match="before the one it was agreed on"):
        actions.add_point(
            concern=raised,
            point=Point("x", "student", today - timedelta(days=1)),
            on=today,
            by=pe,
        )
    made = actions.add_point(
        concern=raised, point=Point("Ask", "student", today + timedelta(days=2)), on=today, by=pe
    )
    assert made.came == ""
    actions.answer_point(point=made, came="met", on=today, by=pe, note="Twice")
    made.refresh_from_db()
    assert (made.came, made.came_on, made.note) == ("met", today, "Twice")


def test_a_review_is_told_of_once_and_then_its_day_is_over(raised, pe, student, today):
    soon = today + timedelta(days=2)
    move(raised, Move.REVIEW, pe, today, review_on=soon)
    assert actions.remind_of_reviews(on=today) == 1
    actions.remind_of_reviews(on=today)
    told = Notice.objects.filter(key=f"placements.concern.review {raised.pk} {soon}")
    assert {one.recipient for one in told} == {pe, student}
    move(raised, Move.REVIEW, pe, today)
    raised.refresh_from_db()
    assert raised.review_on == soon
    move(raised, Move.REVIEW, pe, soon, on=soon)
    raised.refresh_from_db()
    assert raised.review_on is None


def test_it_is_looked_at_again_after_the_talk_never_before(raised, placement, pe, today):
    with pytest.raises(ValidationError, match="Choose a day after") as refused:
        move(raised, Move.REVIEW, pe, today, review_on=today)
    assert list(refused.value.message_dict) == ["review_on"]
    raised.review_on = raised.raised_on
    with pytest.raises(DatabaseError), transaction.atomic():
        raised.save()
    with pytest.raises(ValidationError, match="after the one you talked"):
        raised.full_clean()


def test_without_a_tutor_stage_one_goes_on_and_the_page_says_so(raised, placement, pe, today):
    placement.tutor = None
    placement.save()
    with pytest.raises(ValidationError, match="tell the university yourself"):
        move(raised, Move.REVIEW, pe, today, tell_tutor=True)
    move(raised, Move.STAGE_ONE, pe, today, points=[point(today)])
    raised.refresh_from_db()
    assert raised.tutor_told_on is None
