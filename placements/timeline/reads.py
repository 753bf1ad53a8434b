"""Reads of a placement's steps for pages of other parts of the room."""

from uuid import UUID

from placements.subjects import PLACEMENT, TIMELINE
from placements.timeline.models import PlacementReport
from records.models import StateChange
from records.states import Move
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet


def steps_of(placement_id: UUID) -> DeadlineQuerySet:
    """The steps in the order of their days, for who may read the placement. Answers to an agreement
    stand with the agreement."""
    return (
        Deadline.objects.of_roots(PLACEMENT, [placement_id])
        .filter(subject_type=TIMELINE, cancelled_at=None)
        .exclude(code="P4")
        .select_related("owner")
        .order_by("due_on", "code", "key")
    )


def open_steps(placement_id: UUID) -> DeadlineQuerySet:
    """Those that are not done."""
    return steps_of(placement_id).open()


def returned_comment(report: PlacementReport) -> str:
    """What the student asked for when they last sent a report back."""
    changes = StateChange.objects.filter(
        record_type=report._meta.label_lower, record_id=report.pk, move=Move.RETURN
    )
    last = changes.order_by("-at").first()
    return last.comment if last is not None else ""
