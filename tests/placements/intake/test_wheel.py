"""The year wheel makes each intake's tasks; they remind, move, and are done by somebody."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from placements.checks.models import ChecklistItem
from placements.intake import actions
from placements.models import IntakeTask, WheelStep
from tests.placements.factories import PlacementFactory
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
START = date(2027, 2, 1)


@pytest.fixture
def plan(team, tm, business_support):
    def make(**changes):
        chosen = {
            "team": team,
            "name": "Spring 2027",
            "starts_on": START,
            "ends_on": date(2027, 7, 30),
            "on": ON,
            "by": tm,
        }
        return actions.plan_intake(**(chosen | changes))

    return make


def clock(task):
    return Deadline.objects.get(code="I5", key=f"task {task.pk}")


def test_an_intake_begins_with_a_list_and_a_task_for_every_step(plan, tm, business_support):
    intake = plan()
    assert ChecklistItem.objects.of_intake(intake.pk).count() > 0
    steps = WheelStep.objects.turning()
    assert intake.tasks.count() == steps.count() > 0
    owners = {task.step.owner: task.owner for task in intake.tasks.select_related("step", "owner")}
    assert owners == {"team_manager": tm, "business_support": business_support}


def test_a_task_is_due_on_its_working_day_and_reminds(plan):
    intake = plan()
    names = intake.tasks.get(title="Have the students' names")  # twelve weeks before
    assert names.due_on == date(2026, 11, 9)
    assert clock(names).due_on == names.due_on
    assert clock(names).warn_from.date() == date(2026, 11, 2)
    step = WheelStep.objects.get(title="Verify every critical check")
    WheelStep.objects.filter(pk=step.pk).update(weeks=-4)
    holiday = plan(name="Later", starts_on=date(2027, 4, 23), ends_on=date(2027, 9, 1))
    # 26 March 2027 is Good Friday: the task is due the day before.
    assert holiday.tasks.get(step=step).due_on == date(2027, 3, 25)


def test_a_step_that_is_not_used_makes_no_task(plan, tm):
    step = WheelStep.objects.first()
    actions.save_step(step=step, by=tm, is_used=False)
    assert not plan().tasks.filter(step=step).exists()


def test_open_tasks_move_with_the_first_day_and_done_ones_stay(plan, tm):
    intake = plan()
    done, open_one, *_ = intake.tasks.order_by("due_on")
    actions.do_task(task=done, on=ON, by=tm)
    before = open_one.due_on
    actions.change_intake(
        intake=intake,
        name=intake.name,
        starts_on=START + timedelta(weeks=2),
        ends_on=intake.ends_on,
        by=tm,
    )
    open_one.refresh_from_db()
    # Two weeks later is the August bank holiday: the working day before it.
    assert (before, open_one.due_on) == (date(2026, 8, 17), date(2026, 8, 28))
    assert clock(open_one).due_on == open_one.due_on
    moved = IntakeTask.objects.get(pk=done.pk)
    assert moved.due_on == done.due_on


def test_an_intake_whose_students_have_begun_keeps_its_first_day(plan, tm, team):
    intake = plan()
    PlacementFactory(team=team, intake=intake)
    facts = {"intake": intake, "name": "New", "ends_on": intake.ends_on, "by": tm}
    with pytest.raises(ValidationError, match="own first day"):
        actions.change_intake(starts_on=START + timedelta(days=7), **facts)
    assert actions.change_intake(starts_on=START, **facts).name == "New"


def test_a_task_is_done_dropped_and_opened_again(plan, tm):
    task = plan().tasks.first()
    actions.do_task(task=task, on=ON, note="All answered", by=tm)
    assert clock(task).met_on == ON
    with pytest.raises(ValidationError, match="settled this already"):
        actions.drop_task(task=task, why="No need", by=tm)
    actions.reopen_task(task=task, by=tm)
    assert clock(task).met_on is None
    with pytest.raises(ValidationError, match="Say why"):
        actions.drop_task(task=task, why=" ", by=tm)
    actions.drop_task(task=task, why="The university does it", by=tm)
    assert clock(task).cancelled_at is not None


def test_a_task_is_passed_on_to_somebody_who_can_open_it(plan, tm, business_support, sw, pe):
    task = plan().tasks.filter(owner=tm).first()
    later = task.due_on + timedelta(days=7)
    with pytest.raises(ValidationError, match="cannot open this intake"):
        actions.pass_task(task=task, owner=sw, due_on=later, on=ON, by=tm)
    actions.pass_task(task=task, owner=pe, due_on=later, on=ON, by=tm)
    assert (clock(task).owner, clock(task).due_on) == (pe, later)


def test_dates_and_reasons_are_kept_by_the_database(plan):
    with pytest.raises(ValidationError, match="The last day is not after the first"):
        plan(ends_on=START)
    with pytest.raises(ValidationError, match="belong together"):
        plan(expected_work=4)
    plan()
    with pytest.raises(ValidationError, match="has an intake of that name"):
        plan()
