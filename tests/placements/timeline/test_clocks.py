"""The steps P1 to P14, by days counted by hand, over a Christmas and over an Easter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from accounts.roles import Role
from placements.actions import end_placement
from placements.ledger.actions import record_day
from placements.models import PlacementDay, PlacementFeedback, PracticePlacement
from placements.timeline import actions, clocks
from tests.placements import scene
from timescales.models import Deadline

pytestmark = pytest.mark.django_db

WEEK, MONDAY_TO_THURSDAY = [0, 1, 2, 3, 4], [0, 1, 2, 3]
AUTUMN, SPRING = date(2026, 9, 21), date(2027, 2, 1)


def steps(placement, on):
    with time_machine.travel(scene.noon(on)):
        found = clocks.facts([placement.pk])[placement.pk]
        return {(one.rule, one.key): one for one in clocks.steps(found)}


def days(placement, on):
    return {key: one.on for key, one in steps(placement, on).items()}


@pytest.fixture
def autumn(start):
    with time_machine.travel(scene.noon(AUTUMN)):
        return start(days_total=100, weekdays=WEEK, starts_on=AUTUMN)


@pytest.fixture
def spring(start, someone):
    return start(
        student=someone(Role.STUDENT, "Sita Spring"),
        days_total=70,
        weekdays=MONDAY_TO_THURSDAY,
        starts_on=SPRING,
    )


# 25 and 28 December and 1 January are no days: day 50 is Fri 27 November, day 91 Thu 28 January,
# day 100 Wed 10 February.
OVER_CHRISTMAS = {
    ("P1", "informal"): date(2026, 9, 20),
    ("P2", "agreement"): date(2026, 10, 2),
    ("P3", "in force"): date(2026, 10, 2),
    ("P5", "observation 1"): date(2026, 11, 27),
    ("P5", "observation 2"): date(2027, 2, 10),
    ("P5", "observation 3"): date(2027, 2, 10),
    ("P6", "people 1"): date(2026, 11, 27),
    ("P6", "people 2"): date(2027, 2, 10),
    ("P6", "people 3"): date(2027, 2, 10),
    ("P7", "colleague"): date(2027, 2, 10),
    ("P8", "interim"): date(2026, 11, 27),
    ("P9", "interim"): date(2026, 11, 27),
    ("P10", "final"): date(2027, 2, 10),
    ("P11", "final"): date(2027, 2, 10),
    ("P12", "portfolio"): date(2027, 2, 24),
    ("P13", "panel"): date(2027, 3, 24),
    ("P14", "feedback student"): date(2027, 2, 10),
    ("P14", "feedback educator"): date(2027, 2, 10),
    ("P14", "feedback university"): date(2027, 2, 10),
}
# Good Friday is no day of this pattern, Easter Monday 29 March, 3 May and 31 May are none either:
# day 10 is Tue 16 February, day 35 Thu 1 April, day 70 Mon 7 June.
OVER_EASTER = {
    ("P1", "informal"): date(2027, 1, 31),
    ("P2", "agreement"): date(2027, 2, 16),
    ("P3", "in force"): date(2027, 2, 16),
    ("P5", "observation 1"): date(2027, 4, 1),
    ("P5", "observation 2"): date(2027, 6, 7),
    ("P6", "people 1"): date(2027, 4, 1),
    ("P6", "people 2"): date(2027, 6, 7),
    ("P6", "people 3"): date(2027, 6, 7),
    ("P7", "colleague"): date(2027, 6, 7),
    ("P8", "interim"): date(2027, 4, 1),
    ("P9", "interim"): date(2027, 4, 1),
    ("P10", "final"): date(2027, 6, 7),
    ("P11", "final"): date(2027, 6, 7),
    ("P12", "portfolio"): date(2027, 6, 21),
    ("P13", "panel"): date(2027, 7, 19),
    ("P14", "feedback student"): date(2027, 6, 7),
    ("P14", "feedback educator"): date(2027, 6, 7),
    ("P14", "feedback university"): date(2027, 6, 7),
}


def test_a_hundred_days_over_christmas(autumn):
    assert days(autumn, AUTUMN) == OVER_CHRISTMAS


def test_seventy_days_over_easter(spring):
    assert days(spring, SPRING) == OVER_EASTER


def test_the_final_meeting_may_be_held_in_the_last_ten_days(autumn, spring):
    for placement, on, first in (
        (autumn, AUTUMN, date(2027, 1, 28)),
        (spring, SPRING, date(2027, 5, 19)),
    ):
        with time_machine.travel(scene.noon(on)):
            found = clocks.facts([placement.pk])[placement.pk]
        assert found.course.final_from == first


def ill(placement, first, number):
    for n in range(number):
        on = first + timedelta(days=n)
        record_day(placement=placement, on=on, kind="sick", by=placement.student, today=on)


def test_four_days_of_illness_move_every_step_after_them_and_none_before(autumn):
    """Ill Mon 5 to Thu 8 October: day 10 stays, day 50 becomes Thu 3 December, day 100 Tue 16
    February."""
    with time_machine.travel(scene.noon(date(2026, 10, 8))):
        for day in (AUTUMN + timedelta(days=n) for n in (*range(5), *range(7, 12))):
            record_day(placement=autumn, on=day, kind="attended", by=autumn.student, today=day)
        ill(autumn, date(2026, 10, 5), 4)
    now = days(autumn, date(2026, 10, 8))
    assert now["P2", "agreement"] == date(2026, 10, 2)
    assert now["P8", "interim"] == now["P9", "interim"] == date(2026, 12, 3)
    assert now["P10", "final"] == now["P11", "final"] == date(2027, 2, 16)
    assert now["P12", "portfolio"] == date(2027, 3, 2)
    assert now["P13", "panel"] == date(2027, 3, 30)


def test_a_lost_day_moves_the_stored_deadlines_at_once(autumn):
    before = Deadline.objects.get(subject_id=autumn.pk, code="P11")
    assert before.due_on == date(2027, 2, 10)
    with time_machine.travel(scene.noon(AUTUMN)):
        ill(autumn, AUTUMN, 1)
    before.refresh_from_db()
    assert before.due_on == date(2027, 2, 11)


def test_the_university_sets_days_for_one_length_and_not_for_the_other(autumn, spring, tm):
    dates = {
        ("interim_report", 100): date(2026, 12, 4),
        ("final_report", 100): date(2027, 2, 5),
        ("portfolio", 100): date(2027, 3, 1),
        ("panel", 100): date(2027, 4, 12),
        # A day before this placement began belongs to another one.
        ("portfolio", 70): date(2026, 12, 1),
    }
    scene.a_rule(autumn.university, by=tm, starts_on=date(2026, 9, 1), on=AUTUMN, dates=dates)
    scene.a_rule(spring.university, by=tm, starts_on=date(2026, 9, 1), on=AUTUMN, dates=dates)
    fixed = days(autumn, AUTUMN)
    assert fixed["P8", "interim"] == date(2026, 11, 27)
    assert fixed["P9", "interim"] == date(2026, 12, 4)
    assert fixed["P10", "final"] == date(2027, 2, 10)
    assert fixed["P11", "final"] == date(2027, 2, 5)
    assert fixed["P12", "portfolio"] == date(2027, 3, 1)
    assert fixed["P13", "panel"] == date(2027, 4, 12)
    assert days(spring, SPRING) == OVER_EASTER


@pytest.mark.parametrize(
    ("first", "sent_on", "due_on"),
    [
        # 23, 24, 29, 30, 31 December: 25 and 28 are bank holidays.
        (AUTUMN, date(2026, 12, 22), date(2026, 12, 31)),
        # 25, 30, 31 March, 1, 2 April: Good Friday is 26, Easter Monday 29 March.
        (SPRING, date(2027, 3, 24), date(2027, 4, 2)),
    ],
)
def test_an_answer_is_due_on_the_fifth_working_day(start, first, sent_on, due_on):
    placement = start(starts_on=first)
    with time_machine.travel(scene.noon(sent_on)):
        scene.a_sent_agreement(placement, by=placement.practice_educator, on=sent_on)
    answers = Deadline.objects.filter(subject_id=placement.pk, code="P4")
    assert {one.key: (one.due_on, one.met_on) for one in answers} == {
        "answer 1.1 student": (due_on, None),
        "answer 1.1 educator": (due_on, sent_on),
        "answer 1.1 tutor": (due_on, None),
    }


def test_a_text_taken_back_owes_no_answer(start, pe):
    placement, on = start(starts_on=AUTUMN), date(2026, 10, 1)
    with time_machine.travel(scene.noon(on)):
        sent = scene.a_sent_agreement(placement, by=pe, on=on)
        scene.agreements.take_back_agreement(agreement=sent, by=pe, on=on)
    waiting = Deadline.objects.filter(subject_id=placement.pk, code="P4").open()
    assert not waiting.exists()


def test_whose_each_step_is(autumn, pe):
    student = autumn.student_id
    whose = {key: one.owner_id for key, one in steps(autumn, AUTUMN).items()}
    of_the_student = {key for key, owner in whose.items() if owner == student}
    assert of_the_student == {
        ("P6", "people 1"),
        ("P6", "people 2"),
        ("P6", "people 3"),
        ("P7", "colleague"),
        ("P12", "portfolio"),
        ("P14", "feedback student"),
    }
    assert {owner for key, owner in whose.items() if key not in of_the_student} == {pe.pk}


def test_each_step_is_met_by_its_own_record(autumn, pe):
    on = date(2026, 11, 20)
    with time_machine.travel(scene.noon(on)):
        for kind in ("informal", "agreement", "interim", "final"):
            scene.a_held_meeting(autumn, kind, on=on)
        scene.an_agreement_in_force(autumn, on=on)
        for kind in ("observation", "people", "colleague", "portfolio"):
            scene.a_step(autumn, kind, on=on)
        scene.a_step(autumn, "panel", on=on, outcome="pass")
        for kind in ("interim", "final"):
            report = scene.a_report(autumn, kind, on=on)
            actions.sign_report(report=report, by=autumn.student, comment="I agree.")
        for person in (autumn.student, pe):
            actions.give_feedback(
                placement=autumn, by=person, on=on, worked_well="The team.", to_change="",
                again=PlacementFeedback.Again.YES,
            )  # fmt: skip
    met = {key for key, one in steps(autumn, on).items() if one.met == on}
    assert set(OVER_CHRISTMAS) - met == {
        ("P5", "observation 2"),
        ("P5", "observation 3"),
        ("P6", "people 2"),
        ("P6", "people 3"),
        ("P14", "feedback university"),
    }


def test_who_ended_early_owes_nothing_more(autumn, tm):
    on = date(2026, 10, 9)
    with time_machine.travel(scene.noon(on)):
        scene.a_held_meeting(autumn, "agreement", on=on)
        end_placement(placement=autumn, on=on, outcome=PracticePlacement.Outcome.WITHDRAWN, by=tm)
    rows = Deadline.objects.filter(subject_id=autumn.pk, subject_type=clocks.SUBJECT)
    assert not rows.open().exists()
    assert rows.get(code="P2").met_on == on


def test_who_completed_still_has_portfolio_and_panel_ahead(start, tm):
    placement = start(starts_on=AUTUMN, days_total=70, weekdays=WEEK)
    placement.days.bulk_create(
        PlacementDay(
            placement=placement,
            on=AUTUMN + timedelta(days=n),
            kind="attended",
            counts=Decimal(1),
            entered_by=placement.student,
            entered_at=scene.noon(AUTUMN),
        )
        for n in range(70)
    )
    last = AUTUMN + timedelta(days=69)
    with time_machine.travel(scene.noon(last)):
        end_placement(
            placement=placement, on=last, outcome=PracticePlacement.Outcome.COMPLETED, by=tm
        )
    open_ones = Deadline.objects.filter(subject_id=placement.pk, subject_type=clocks.SUBJECT).open()
    assert {"P12", "P13"} <= set(open_ones.values_list("code", flat=True))


def test_facts_ask_as_much_for_many(start, someone, django_assert_num_queries):
    ids = [start().pk]
    with django_assert_num_queries(12):
        clocks.facts(ids)
    ids += [start(student=someone(Role.STUDENT, f"Student {n}")).pk for n in range(4)]
    with django_assert_num_queries(12):
        clocks.facts(ids)
