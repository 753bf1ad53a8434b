"""The year wheel and the tasks it makes."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person, in_force
from placements.intake.clocks import SUBJECT
from placements.intake.models import Intake, IntakeTask, WheelStep
from timescales.actions import refresh
from timescales.calendars import load_calendar
from timescales.clock import working_days_before


def save_step(*, step: WheelStep, by: Person | None, **facts: Any) -> WheelStep:
    """A new or changed step. Intakes that are planned already keep the tasks they have."""
    with written_by(by):
        for name, value in facts.items():
            setattr(step, name, value)
        step.full_clean()
        step.save()
        return step


def create_tasks(*, intake: Intake, on: date, by: Person | None) -> list[IntakeTask]:
    """A task for every step that turns: due on its working day, owned by whoever has that role."""
    with written_by(by):
        owners = _owners(intake, on, by)
        tasks = [
            IntakeTask(
                intake=intake,
                step=step,
                title=step.title,
                due_on=_day_of(step, intake),
                owner=owners[step.owner],
                created_on=on,
            )
            for step in WheelStep.objects.turning()
        ]
        made = IntakeTask.objects.bulk_create(tasks)
        refresh(SUBJECT, [intake.pk])
        return made


def move_tasks(*, intake: Intake) -> None:
    """The wheel's open tasks of an intake whose first day has moved."""
    for task in intake.tasks.open().exclude(step=None).select_related("step"):
        task.due_on = _day_of(task.step, intake)
        task.save(update_fields=["due_on"])


def add_task(
    *, intake: Intake, title: str, due_on: date, owner: Person, on: date, by: Person
) -> IntakeTask:
    """A task of this intake alone."""
    with written_by(by):
        if not Intake.objects.visible_to(owner, on).filter(pk=intake.pk).exists():
            raise ValidationError({"owner": f"{owner} cannot open this intake."})
        task = IntakeTask(
            intake=intake, title=title.strip(), due_on=due_on, owner=owner, created_on=on
        )
        return _save(task)


def do_task(*, task: IntakeTask, on: date, by: Person, note: str = "") -> IntakeTask:
    with written_by(by):
        held = _held(task)
        held.done_on, held.done_by, held.note = on, by, note.strip()
        return _save(held)


def drop_task(*, task: IntakeTask, why: str, by: Person) -> IntakeTask:
    """Not needed for this intake; the reason stays."""
    with written_by(by):
        held = _held(task)
        if not why.strip():
            raise ValidationError({"why": "Say why it is not needed."})
        held.dropped_why = why.strip()
        return _save(held)


def reopen_task(*, task: IntakeTask, by: Person) -> IntakeTask:
    """It was ticked too early, or is needed after all."""
    with written_by(by):
        held = _held(task, is_open=False)
        held.done_on = held.done_by = None
        held.dropped_why = held.note = ""
        return _save(held)


def pass_task(*, task: IntakeTask, owner: Person, due_on: date, on: date, by: Person) -> IntakeTask:
    """Somebody else does it, or on another day."""
    with written_by(by):
        held = _held(task)
        if not Intake.objects.visible_to(owner, on).filter(pk=held.intake_id).exists():
            raise ValidationError({"owner": f"{owner} cannot open this intake."})
        held.owner, held.due_on = owner, due_on
        return _save(held)


# What the actions are made of


def _save(task: IntakeTask) -> IntakeTask:
    task.full_clean()
    task.save()
    refresh(SUBJECT, [task.intake_id])
    return task


def _held(task: IntakeTask, *, is_open: bool = True) -> IntakeTask:
    held = IntakeTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if held.is_open != is_open:
        raise ValidationError(
            "Somebody has settled this already." if is_open else "This task is open."
        )
    return held


def _day_of(step: WheelStep, intake: Intake) -> date:
    """The step's day, or the last working day before it."""
    day = intake.starts_on + timedelta(weeks=step.weeks)
    return working_days_before(day, 0, load_calendar())


def _owners(intake: Intake, on: date, by: Person | None) -> dict[str, Person]:
    """Who has each role in the team on that day; where nobody has it, whoever plans the intake."""
    members = intake.team.memberships.filter(in_force(on), person__is_active=True)
    rows = members.select_related("person").order_by("-starts_on", "-pk")
    found = {row.person.role: row.person for row in rows}
    fallback = found.get(WheelStep.Owner.TEAM_MANAGER) or by or next(iter(found.values()), None)
    if fallback is None:
        raise ValidationError({"team": "Nobody is in this team who could own the tasks."})
    return {owner: found.get(owner, fallback) for owner in WheelStep.Owner.values}
