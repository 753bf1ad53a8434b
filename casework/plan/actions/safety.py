"""The family's safety plan: written with them, countersigned, kept by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.episode.models import Episode
from casework.plan import reads
from casework.plan.actions import signing
from casework.plan.actions.signing import held, held_for_writing, may_write
from casework.plan.completeness import SAFETY_FIELDS, missing_in_safety_plan
from casework.plan.models import SafetyPlan, SafetyStep
from records.actions import move
from records.states import Move, State

SOURCE = "casework.safety_plan"


@dataclass(frozen=True)
class Step:
    who: str
    does_what: str
    phone: str = ""


def start_safety_plan(
    *, episode: Episode, fields: dict[str, Any], steps: Sequence[Step], by: Person
) -> SafetyPlan:
    """A draft of its author's. Raises PermissionDenied, ValidationError."""
    with written_by(by):
        may_write(by)
        episode = signing.hold_episode(episode.pk)
        before = SafetyPlan.objects.filter(child=episode.child_id)
        if before.in_the_making().exists():
            raise ValidationError("Another safety plan is being written for this child.")
        paper = SafetyPlan(
            child=episode.child, episode=episode, number=before.count() + 1, author=by
        )
        return _write(paper, fields, steps)


def save_safety_plan(
    *,
    safety_plan: SafetyPlan,
    began_from: int,
    fields: dict[str, Any],
    steps: Sequence[Step],
    by: Person,
) -> SafetyPlan:
    """What the author wrote next. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        return _write(held_for_writing(safety_plan, by, began_from), fields, steps)


def submit_safety_plan(
    *, safety_plan: SafetyPlan, by: Person, began_from: int | None = None
) -> SafetyPlan:
    """Sent to be countersigned. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        paper = held(safety_plan, began_from)
        asked = signing.may(paper, by)
        if by.registration_number and asked(Move.SIGN) and not missing(paper):
            _make_room(paper, by)
        if signing.send(paper, by, missing(paper)):
            _tell_chronology(paper)
        return paper


def missing(safety_plan: SafetyPlan) -> dict[str, str]:
    agreed = [
        row
        for row in reads.standing_agreements(safety_plan.agreements.all())
        if row.answer == row.Answer.YES
    ]
    return missing_in_safety_plan(safety_plan, safety_plan.steps.count(), len(agreed))


def withdraw_safety_plan(*, safety_plan: SafetyPlan, by: Person) -> SafetyPlan:
    with written_by(by):
        return signing.take_back(safety_plan, by)


def return_safety_plan(
    *, safety_plan: SafetyPlan, comment: str, by: Person, began_from: int | None = None
) -> SafetyPlan:
    with written_by(by):
        return signing.give_back(safety_plan, by, comment, began_from)


def countersign_safety_plan(
    *, safety_plan: SafetyPlan, by: Person, began_from: int | None = None
) -> SafetyPlan:
    """From here on it is the one the family keeps; the one before it is replaced."""
    with written_by(by):
        paper = held(safety_plan, began_from)
        if signing.may(paper, by)(Move.COUNTERSIGN):
            _make_room(paper, by)
        paper = signing.countersign(paper, by, began_from)
        _tell_chronology(paper)
        return paper


def _make_room(paper: SafetyPlan, by: Person) -> None:
    before = SafetyPlan.objects.filter(child=paper.child_id, state=State.COUNTERSIGNED)
    for row in before.exclude(pk=paper.pk):
        move(record=row, move=Move.SUPERSEDE, by=by, may=lambda _: True)


def _write(paper: SafetyPlan, fields: dict[str, Any], steps: Sequence[Step]) -> SafetyPlan:
    signing.write(paper, fields, SAFETY_FIELDS)
    paper.steps.all().delete()
    SafetyStep.objects.bulk_create(
        SafetyStep(safety_plan=paper, position=number, **vars(one))
        for number, one in enumerate(steps)
    )
    return paper


def _tell_chronology(paper: SafetyPlan) -> None:
    """Told the moment it is signed."""
    record(
        kind="casework.safety_plan_signed",
        child=paper.child,
        happened_on=timezone.localdate(),
        by=paper.author,
        summary="The family's safety plan",
        details={
            "who": [row.who for row in paper.steps.all()],
            "signed_by": paper.signed_by.name if paper.signed_by else "",
        },
        source_type=SOURCE,
        source_id=paper.pk,
    )
