"""A meeting was held: who was there, what each said, and what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.decision.actions import record_decision
from casework.decision.models import Decision
from casework.episode.models import Episode
from casework.meeting.actions.base import SOURCE, ask, hold, saved, tell_chronology
from casework.meeting.codes import (
    CLOCKS,
    DECIDING,
    HELD_ABOVE,
    THE_FAMILY,
    WITHOUT_FAMILY,
    Attendance,
)
from casework.meeting.lawful import ROOT
from casework.meeting.models import Invitee, Meeting
from timescales.actions import refresh_of_root


@dataclass(frozen=True, kw_only=True)
class Attended:
    """What is known of one invitee once the meeting is over."""

    attendance: str
    apologies_why: str = ""
    views: str = ""
    views_by: str = ""


def hold_meeting(
    *,
    meeting: Meeting,
    held_on: date,
    by: Person,
    chair: str = "",
    attended: Mapping[UUID, Attended] | None = None,
    quorate: str = "",
    quorum_note: str = "",
    participation: str = "",
    family_not_invited_why: str = "",
    began_from: int | None = None,
    on: date | None = None,
    from_above: bool = False,
) -> Meeting:
    """It was held on that day: who was there, and what each said. Every clock it stops is stopped.

    Those that change a child's status, and core groups, are held by the protection wing, which
    passes `from_above` and words those that decide on the chronology itself.
    """
    with written_by(by):
        ask(by, Permission.MEETING_HOLD)
        meeting = hold(meeting, began_from)
        if meeting.kind in HELD_ABOVE and not from_above:
            raise ValidationError("What follows from it is recorded with it, under Protection.")
        _check_day(meeting.episode, held_on, on or timezone.localdate())
        meeting.held_on = held_on
        meeting.chair = chair.strip() or meeting.chair
        meeting.quorate, meeting.quorum_note = quorate, quorum_note.strip()
        meeting.participation = participation
        meeting.family_not_invited_why = (
            family_not_invited_why.strip() or meeting.family_not_invited_why
        )
        _write_attendance(meeting, attended or {})
        _check_family(meeting)
        saved(meeting)
        if meeting.kind not in DECIDING:
            tell_chronology(
                meeting,
                "meeting_held",
                held_on,
                by,
                meeting.get_kind_display(),
                attendance_details(meeting),
            )
        refresh_of_root(ROOT, meeting.episode_id, rules=CLOCKS.get(meeting.kind, ()))
        return meeting


def agree_action(
    *,
    meeting: Meeting,
    what: str,
    why: str,
    owner: Person,
    due_on: date,
    by: Person,
    on: date | None = None,
) -> Decision:
    """What was agreed there goes onto the one action list, and says where it comes from."""
    return record_decision(
        child=meeting.child,
        what=what,
        why=why,
        owner=owner,
        due_on=due_on,
        by=by,
        source_type=SOURCE,
        source_id=meeting.pk,
        on=on,
    )


def attendance_details(meeting: Meeting) -> dict[str, Any]:
    """Who was there and who was not, in the words a chronology entry keeps."""
    rows = list(meeting.invitees.all())
    return {
        "chair": meeting.chair,
        "present": [_in_words(row) for row in rows if row.was_there],
        "apologies": [_in_words(row) for row in rows if row.attendance and not row.was_there],
        "participation": meeting.get_participation_display() if meeting.participation else "",
    }


def _check_day(episode: Episode, held_on: date, on: date) -> None:
    if held_on > on:
        raise ValidationError({"held_on": "It cannot have been held in the future."})
    if held_on < episode.opened_on:
        raise ValidationError(
            {
                "held_on": f"The episode opened on {episode.opened_on:%-d %B %Y}. A meeting "
                "before that does not belong to it."
            }
        )


def _check_family(meeting: Meeting) -> None:
    """The family is there, or it is said why not."""
    if meeting.kind in WITHOUT_FAMILY or meeting.family_not_invited_why:
        return
    if not meeting.invitees.filter(side__in=sorted(THE_FAMILY)).exists():
        raise ValidationError(
            {"family_not_invited_why": "Nobody of the family is on the list. Say why."}
        )


def _write_attendance(meeting: Meeting, attended: Mapping[UUID, Attended]) -> None:
    """Of each invitee it is known whether they came."""
    for invitee in meeting.invitees.all():
        told = attended.get(invitee.pk)
        if told is None or not told.attendance:
            raise ValidationError(
                {f"attendance_{invitee.pk}": f"Say whether {invitee.name} was there."}
            )
        invitee.attendance = told.attendance
        is_away = told.attendance == Attendance.APOLOGIES
        invitee.apologies_why = told.apologies_why.strip() if is_away else ""
        invitee.views, invitee.views_by = told.views.strip(), told.views_by
        invitee.full_clean(exclude=["meeting"])
        invitee.save()


def _in_words(row: Invitee) -> str:
    return f"{row.name}, {row.office}" if row.office else row.name
