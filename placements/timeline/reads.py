"""Reads of a placement's steps for pages of other parts of the room."""

from uuid import UUID

from placements.subjects import PLACEMENT, TIMELINE
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
