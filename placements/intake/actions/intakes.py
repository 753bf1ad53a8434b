"""An intake is planned, and moved; its tasks and its list come and move with it."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person, Team
from placements.checks.actions import copy_standard_list
from placements.intake.actions.wheel import create_tasks, move_tasks
from placements.intake.clocks import SUBJECT
from placements.intake.models import Intake
from timescales.actions import refresh


def plan_intake(
    *,
    team: Team,
    name: str,
    starts_on: date,
    ends_on: date,
    on: date,
    by: Person | None,
    expected_work: int | None = None,
    expected_work_why: str = "",
) -> Intake:
    """A new intake, with a copy of the standard list and a task for each step of the year wheel."""
    with written_by(by):
        intake = Intake(
            team=team,
            name=name.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            expected_work=expected_work,
            expected_work_why=expected_work_why.strip(),
        )
        intake.full_clean()
        intake.save(force_insert=True)
        copy_standard_list(intake_id=intake.pk, by=by)
        create_tasks(intake=intake, on=on, by=by)
        return intake


def change_intake(
    *,
    intake: Intake,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    expected_work: int | None = None,
    expected_work_why: str = "",
) -> Intake:
    """Another name, other days. Open tasks of the wheel move with the first day; what was done
    stays. An intake whose students have placements keeps its first day: those have their own.
    """
    with written_by(by):
        held = hold_intake(intake)
        moved = starts_on != held.starts_on
        if moved and held.placements.exists():
            raise ValidationError(
                {"starts_on": "Its students have placements, each with its own first day."}
            )
        held.name, held.starts_on, held.ends_on = name.strip(), starts_on, ends_on
        held.expected_work, held.expected_work_why = expected_work, expected_work_why.strip()
        held.full_clean()
        held.save()
        if moved:
            move_tasks(intake=held)
        refresh(SUBJECT, [held.pk])
        return held


def hold_intake(intake: Intake) -> Intake:
    """The intake's row, locked until commit: offers and names take turns."""
    return Intake.objects.select_for_update(of=("self",)).select_related("team").get(pk=intake.pk)
