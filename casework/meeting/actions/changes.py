"""A meeting moves, is cancelled, or is not needed any more."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.episode.models import Episode
from casework.meeting.actions.base import (
    ask,
    hold,
    hold_open,
    moment_in_words,
    saved,
    tell_chronology,
    tell_invited,
)
from casework.meeting.actions.planning import late_reason
from casework.meeting.models import Meeting, MeetingChange


def reschedule_meeting(
    *,
    meeting: Meeting,
    planned_for: datetime,
    reason: str,
    child_told: str,
    by: Person,
    child_told_note: str = "",
    late_why: str = "",
    began_from: int | None = None,
) -> Meeting:
    """Move a planned meeting to another day or hour, and say whether the child has been told."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        meeting = hold(meeting, began_from)
        if not meeting.is_planned:
            raise ValidationError("This meeting has no day yet. Plan it first.")
        if planned_for == meeting.planned_for:
            raise ValidationError({"planned_for": "That is the day and time it has already."})
        change = _changed(meeting, planned_for, reason, child_told, child_told_note, by)
        meeting.planned_for = planned_for
        meeting.late_why = late_reason(meeting, late_why)
        meeting.sequence += 1
        saved(meeting)
        on = timezone.localdate()
        summary = f"{meeting.get_kind_display()} moved to {moment_in_words(planned_for)}"
        tell_chronology(meeting, "meeting_moved", on, by, summary, _details(change))
        tell_invited(
            meeting, by, f"moved to {moment_in_words(planned_for)}", number=meeting.sequence
        )
        return meeting


def cancel_meeting(
    *,
    meeting: Meeting,
    reason: str,
    by: Person,
    child_told: str,
    child_told_note: str = "",
    on: date | None = None,
    began_from: int | None = None,
) -> Meeting:
    """It will not be held. Its clock goes on running."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        meeting = hold(meeting, began_from)
        on = on or timezone.localdate()
        change = _changed(meeting, None, reason, child_told, child_told_note, by)
        was_planned = meeting.is_planned
        meeting.cancelled_on, meeting.cancelled_why = on, reason.strip()
        meeting.sequence += 1
        saved(meeting)
        summary = f"{meeting.get_kind_display()} cancelled"
        tell_chronology(meeting, "meeting_cancelled", on, by, summary, _details(change))
        if was_planned:
            tell_invited(meeting, by, "cancelled", number=meeting.sequence)
        return meeting


def call_off(
    *,
    episode: Episode,
    kinds: Collection[str],
    why: str,
    by: Person,
    on: date,
    only_proposed: bool = False,
) -> None:
    """Meetings that stand ahead are not needed any more: an event took away what they were for.

    `only_proposed` leaves those that have a day to the person who named it.
    """
    with written_by(by):
        held = hold_open(episode)
        rows = Meeting.objects.select_for_update(of=("self",)).ahead().of_kind(*kinds)
        if only_proposed:
            rows = rows.proposed()
        for meeting in rows.filter(episode=held).select_related("child", "episode"):
            was_planned = meeting.is_planned
            meeting.cancelled_on, meeting.cancelled_why = on, why
            meeting.sequence += 1
            saved(meeting)
            if was_planned:
                tell_invited(meeting, by, "not needed any more", number=meeting.sequence)


def _changed(
    meeting: Meeting,
    now_for: datetime | None,
    reason: str,
    child_told: str,
    note: str,
    by: Person,
) -> MeetingChange:
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    change = MeetingChange(
        meeting=meeting,
        was_for=meeting.planned_for,
        now_for=now_for,
        why=reason.strip(),
        child_told=child_told,
        child_told_note=note.strip(),
        by=by,
    )
    try:
        change.full_clean()
    except ValidationError as refused:
        if not change.child_told_note and "__all__" in getattr(refused, "message_dict", {}):
            raise ValidationError(
                {"child_told_note": "Say by when the child will know, or why not."}
            ) from refused
        raise
    change.save(force_insert=True)
    return change


def _details(change: MeetingChange) -> dict[str, Any]:
    return {
        "why": change.why,
        "child_told": change.get_child_told_display(),
        "child_told_note": change.child_told_note,
        "was_for": change.was_for.isoformat() if change.was_for else "",
    }
