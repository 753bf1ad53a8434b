"""What every action about a step asks first."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Person
from placements.days import may_confirm
from placements.models.placement import PracticePlacement
from placements.naming import refuse_names
from placements.timeline import policies


def may_record(placement: PracticePlacement, by: Person, on: date) -> None:
    """Raises PermissionDenied."""
    if not policies.may_record(by, placement, _answers(placement, by, on)):
        raise PermissionDenied("Steps are recorded by the practice educator or the team manager.")


def may_write_report(placement: PracticePlacement, by: Person, on: date) -> None:
    """Raises PermissionDenied."""
    if not policies.may_write_report(by, placement, _answers(placement, by, on)):
        raise PermissionDenied("Reports are written by the practice educator.")


def did_not_stop(placement: PracticePlacement) -> None:
    """A placement whose days are completed still has its portfolio and its panel ahead.

    Raises ValidationError for one that ended early.
    """
    if placement.has_ended and placement.outcome != PracticePlacement.Outcome.COMPLETED:
        raise ValidationError(f"This placement ended early, on {placement.ends_on:%-d %B %Y}.")


def names_no_child(placement: PracticePlacement, texts: Mapping[str, str]) -> None:
    """Raises ValidationError beside the text that names one."""
    known = [placement.student.name, placement.practice_educator.name]
    if placement.tutor is not None:
        known.append(placement.tutor.name)
    refuse_names(placement.student_id, texts, known=known)


def _answers(placement: PracticePlacement, by: Person, on: date) -> bool:
    return by.pk != placement.student_id and may_confirm(by, placement, on)
