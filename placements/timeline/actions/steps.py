"""Steps that are done on a day, and what the three say of the placement at its end."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import written_by
from accounts.models import Person
from accounts.roles import Role
from placements.days import may_confirm
from placements.holding import hold, not_to_come
from placements.models.placement import PracticePlacement
from placements.subjects import TIMELINE
from placements.timeline import policies
from placements.timeline.actions.guards import did_not_stop, may_record, names_no_child
from placements.timeline.models import PlacementFeedback, PlacementStep
from timescales.actions import refresh

# What the student collects and hands in, and may write down as well.
BY_STUDENT = frozenset(
    {PlacementStep.Kind.PEOPLE, PlacementStep.Kind.COLLEAGUE, PlacementStep.Kind.PORTFOLIO}
)


def record_step(
    *,
    placement: PracticePlacement,
    kind: PlacementStep.Kind | str,
    on: date,
    by: Person,
    today: date,
    who: str = "",
    outcome: str = "",
    note: str = "",
) -> PlacementStep:
    """It was done on `on`. The next one of its kind is then the one that is waited for."""
    with written_by(by):
        held = hold(placement)
        did_not_stop(held)
        _may_record_step(held, kind, by, today)
        not_to_come(on, today, "on")
        if on < held.starts_on:
            first = f"{held.starts_on:%-d %B %Y}"
            raise ValidationError({"on": f"The placement began on {first}."})
        names_no_child(held, {"who": who, "note": note})
        step = PlacementStep(
            placement=held,
            kind=kind,
            on=on,
            who=who.strip(),
            outcome=outcome,
            note=note.strip(),
            recorded_by=by,
        )
        step.full_clean()
        step.save(force_insert=True)
        refresh(TIMELINE, [held.pk])
        return step


def remove_step(*, step: PlacementStep, by: Person, on: date) -> None:
    """It was recorded by mistake; row history keeps that it was."""
    with written_by(by):
        held = hold(step.placement)
        did_not_stop(held)
        _may_record_step(held, step.kind, by, on)
        step.delete()
        refresh(TIMELINE, [held.pk])


def give_feedback(
    *,
    placement: PracticePlacement,
    worked_well: str,
    to_change: str,
    again: str,
    by: Person,
    on: date,
) -> PlacementFeedback:
    """What one of the three says of the placement itself. Whom they speak for follows from them."""
    with written_by(by):
        held = hold(placement)
        did_not_stop(held)
        names_no_child(held, {"worked_well": worked_well, "to_change": to_change})
        feedback = PlacementFeedback(
            placement=held,
            giver=giver_of(held, by, on),
            on=on,
            worked_well=worked_well.strip(),
            to_change=to_change.strip(),
            again=again,
            given_by=by,
        )
        feedback.full_clean()
        feedback.save(force_insert=True)
        refresh(TIMELINE, [held.pk])
        return feedback


def giver_of(placement: PracticePlacement, by: Person, on: date) -> PlacementFeedback.Giver:
    """Raises PermissionDenied for whoever is none of the three."""
    if by.pk == placement.student_id:
        return PlacementFeedback.Giver.STUDENT
    if by.role == Role.UNIVERSITY_TUTOR and placement.tutor and placement.tutor.person_id == by.pk:
        return PlacementFeedback.Giver.UNIVERSITY
    if policies.may_write_report(by, placement, may_confirm(by, placement, on)):
        return PlacementFeedback.Giver.EDUCATOR
    raise PermissionDenied("The student, the practice educator and the university are asked.")


def _may_record_step(placement: PracticePlacement, kind: str, by: Person, on: date) -> None:
    if by.pk == placement.student_id and kind in BY_STUDENT:
        return
    may_record(placement, by, on)
