"""Reads of a placement's steps for pages of other parts of the room."""

from collections.abc import Sequence
from uuid import UUID

from accounts.prepared import prepared
from placements.subjects import PLACEMENT, TIMELINE
from placements.timeline.models import PlacementReport
from records.models import StateChange
from records.states import Move
from timescales.calendars import load_calendar
from timescales.clock import Calendar
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet


@prepared
def steps_of(placement_id: UUID) -> DeadlineQuerySet:
    """The steps in the order of their days, for who may read the placement, each with the calendar.
    Answers to an agreement stand with the agreement."""
    return (
        Deadline.objects.of_roots(PLACEMENT, [placement_id])
        .filter(subject_type=TIMELINE, cancelled_at=None)
        .exclude(code="P4")
        .with_rule()
        .order_by("due_on", "code", "key")
    )


def calendar_of(steps: Sequence[Deadline]) -> Calendar:
    """The calendar that came with the steps; one query where there are none."""
    return steps[0].lazy_calendar.calendar if steps else load_calendar()


def returned_comment(report: PlacementReport) -> str:
    """What the student asked for when they last sent a report back."""
    changes = StateChange.objects.filter(
        record_type=report._meta.label_lower, record_id=report.pk, move=Move.RETURN
    )
    last = changes.order_by("-at").first()
    return last.comment if last is not None else ""
