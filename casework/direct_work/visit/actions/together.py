"""One recording for siblings: the shared text once, and a line of its own for each child.

Every child keeps a visit, with its own state and signature. Once the first of them is signed the
shared text stands; what came back for another child is put right in that child's own line.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.visit.actions.held import may_record, own_visit
from casework.direct_work.visit.actions.planning import plan_visit
from casework.direct_work.visit.actions.signing import submit_visit
from casework.direct_work.visit.actions.writing import record_visit, write
from casework.direct_work.visit.completeness import OWN, SHARED
from casework.direct_work.visit.models import JointVisit, Visit
from records.actions import NotAllowed
from records.conflicts import lock_for_edit, save_next_version

Lines = Mapping[UUID, Mapping[str, Any]]


class LineRefused(ValidationError):
    """What one child's line was refused for; `child_id` says whose it was."""

    def __init__(self, child_id: UUID, refused: ValidationError) -> None:
        super().__init__(refused.error_dict if hasattr(refused, "error_dict") else refused)
        self.child_id = child_id


def plan_together(
    *,
    children: Sequence[Child],
    planned_for: datetime,
    minutes: int,
    by: Person,
    fields: Mapping[str, Any],
) -> list[Visit]:
    """One visit to several children; to one child it is a visit as any other."""
    with written_by(by):
        _may_see(children, by)
        joint = JointVisit.objects.create(author=by) if len(children) > 1 else None
        return [
            plan_visit(
                child=child,
                planned_for=planned_for,
                minutes=minutes,
                by=by,
                fields=fields,
                together=joint,
            )
            for child in children
        ]


def start_together(
    *,
    children: Sequence[Child],
    by: Person,
    shared: Mapping[str, Any],
    shared_text: str,
    lines: Lines,
    on: date | None = None,
) -> JointVisit:
    """Siblings who were seen together, never planned. `lines`: child's id to that child's own."""
    with written_by(by):
        may_record(by)
        _may_see(children, by)
        if len(children) < 2:
            raise ValidationError("Choose at least two children, or record an ordinary visit.")
        joint = JointVisit.objects.create(author=by, shared_text=shared_text)
        for child in children:
            with _line_of(child.pk):
                record_visit(
                    child=child,
                    by=by,
                    fields=_fields(shared, lines[child.pk]),
                    together=joint,
                    on=on,
                )
        return joint


def save_together(
    *,
    joint: JointVisit,
    began_from: int,
    by: Person,
    shared: Mapping[str, Any],
    shared_text: str,
    lines: Lines,
    on: date | None = None,
) -> JointVisit:
    """What the author writes next, for those children whose records are still with them.

    A child the author may not see any more is left as it is. Raises Conflict, NotAllowed.
    """
    with written_by(by):
        joint = lock_for_edit(JointVisit.objects.all(), pk=joint.pk, began_from=began_from)
        if joint.author_id != by.pk:
            raise NotAllowed("Only the worker whose visit it is can change it.")
        rows = list(Visit.objects.visible_to(by).filter(together=joint).order_by("pk"))
        if shared_text != joint.shared_text and joint.visits.final().exists():
            raise NotAllowed(
                "One of these records is signed, so the shared text stands. Use the child's line."
            )
        joint.shared_text = shared_text
        save_next_version(joint)
        for row in rows:
            if row.is_editable and row.child_id in lines:
                visit = own_visit(row, by, None)
                visit.together = joint
                with _line_of(row.child_id):
                    write(
                        visit, _fields(shared, lines[row.child_id]), by, on or timezone.localdate()
                    )
        return joint


def submit_together(*, joint: JointVisit, by: Person) -> list[Visit]:
    """Send each child's record that is still with its author. All are sent, or none."""
    with written_by(by):
        rows = Visit.objects.visible_to(by).unfinished().filter(together=joint, author=by)
        sent = []
        for row in rows.order_by("pk"):
            with _line_of(row.child_id):
                sent.append(submit_visit(visit=row, by=by))
        return sent


@contextmanager
def _line_of(child_id: UUID) -> Iterator[None]:
    """Names the child whose line a ValidationError is about."""
    try:
        yield
    except ValidationError as refused:
        raise LineRefused(child_id, refused) from refused


def _may_see(children: Collection[Child], by: Person) -> None:
    """Each child is one the worker may see: being somebody's sibling opens no record."""
    ids = {child.pk for child in children}
    if Child.objects.visible_to(by).filter(pk__in=ids).count() != len(ids):
        raise NotAllowed("One of these children is not open to you.")


def _fields(shared: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := (set(shared) - set(SHARED)) | (set(line) - set(OWN)):
        raise TypeError(f"not an author's to set: {sorted(unknown)}")
    return {**shared, **line}
