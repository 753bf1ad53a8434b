"""Verbs about meetings: propose, plan, ask people, move, cancel, hold; what was agreed there.

Each locks the episode's row. All raise ValidationError with words for the person who asked, and
PermissionDenied where the verb is not theirs.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.chronology.actions import record
from casework.decision.actions import record_decision
from casework.decision.models import Decision
from casework.episode.models import Episode
from casework.family.models import Relationship
from casework.meeting.codes import (
    CLOCKS,
    DECIDING,
    HELD_ABOVE,
    ONE_AHEAD,
    THE_FAMILY,
    WITHOUT_FAMILY,
    Attendance,
    Side,
)
from casework.meeting.lawful import ROOT, limit_of
from casework.meeting.models import Invitee, Meeting, MeetingChange, SendListCheck
from casework.meeting.words import names_in, office_of, side_of
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from partners.models import ContactPerson
from records.conflicts import Conflict, save_next_version
from timescales.actions import refresh_of_root

SOURCE = "casework.meeting"


@dataclass(frozen=True, kw_only=True)
class Attended:
    """What is known of one invitee once the meeting is over."""

    attendance: str
    apologies_why: str = ""
    views: str = ""
    views_by: str = ""


def propose_meeting(
    *,
    episode: Episode,
    kind: str,
    by: Person,
    last_lawful_on: date | None = None,
    book_by: date | None = None,
    why: str = "",
    about: str = "",
) -> Meeting:
    """A meeting to be held by a day that the event before it set; a person names the day later.

    Where one of its kind stands ahead already, that one learns of the new limit instead.
    """
    with written_by(by):
        held = _hold_open(episode)
        meeting = Meeting(
            episode=held, child=held.child, kind=kind, about=about.strip(), proposed_by=by
        )
        if kind in ONE_AHEAD:
            ahead = Meeting.objects.select_for_update(of=("self",)).ahead().of_kind(kind)
            meeting = ahead.filter(episode=held).first() or meeting
        meeting.last_lawful_on, meeting.book_by = last_lawful_on, book_by or last_lawful_on
        meeting.proposed_why = why[:300]
        return _saved(meeting)


def plan_meeting(
    *,
    meeting: Meeting,
    planned_for: datetime,
    chair: str,
    how: str,
    by: Person,
    place: str = "",
    about: str = "",
    minutes_long: int = 90,
    family_not_invited_why: str = "",
    late_why: str = "",
    began_from: int | None = None,
) -> Meeting:
    """Name the day of a proposed meeting, or put right how a planned one is held.

    The day of a planned one is moved by `reschedule_meeting`, with its reason.
    """
    with written_by(by):
        _ask(by, Permission.MEETING_PLAN)
        meeting = _hold(meeting, began_from)
        if meeting.is_planned and planned_for != meeting.planned_for:
            raise ValidationError({"planned_for": "To move the day, say why: choose “Move it”."})
        _check_place(meeting, place)
        was_planned = meeting.is_planned
        meeting.planned_for, meeting.chair, meeting.how = planned_for, chair.strip(), how
        meeting.place, meeting.about = place.strip(), about.strip()
        meeting.minutes_long = minutes_long
        meeting.family_not_invited_why = family_not_invited_why.strip()
        meeting.late_why = _late_why(meeting, late_why)
        if was_planned:
            meeting.sequence += 1
        _saved(meeting)
        if not was_planned:
            _tell_invited(meeting, by, f"planned for {_moment(planned_for)}")
        return meeting


def new_meeting(
    *,
    episode: Episode,
    kind: str,
    planned_for: datetime,
    chair: str,
    how: str,
    by: Person,
    **details: Any,
) -> Meeting:
    """Propose and plan in one: a meeting somebody calls without an event before it."""
    with written_by(by):
        _ask(by, Permission.MEETING_PLAN)
        held = _hold_open(episode)
        if kind in ONE_AHEAD and held.meetings.ahead().of_kind(kind).exists():
            raise ValidationError(
                {"kind": "One stands ahead already: plan that one. You find it under Meetings."}
            )
        meeting = propose_meeting(episode=held, kind=kind, by=by)
        return plan_meeting(
            meeting=meeting, planned_for=planned_for, chair=chair, how=how, by=by, **details
        )


def invite(
    *,
    meeting: Meeting,
    by: Person,
    contact: ContactPerson | None = None,
    relationship: Relationship | None = None,
    person: Person | None = None,
    name: str = "",
    office: str = "",
    side: str = "",
) -> Invitee:
    """Ask one person: from the directory, of the family, of the portal, the child, or by name."""
    with written_by(by):
        _ask(by, Permission.MEETING_PLAN)
        meeting = _hold(meeting)
        if relationship is not None and relationship.child_id != meeting.child_id:
            raise ValidationError({"relationship": "That is not this child's family."})
        if side == Side.CHILD:
            name = meeting.child.full_name
        source = contact or relationship or person
        invitee = Invitee(
            meeting=meeting,
            contact=contact,
            relationship=relationship,
            person=person,
            side=side or side_of(source),
            name=(name or _name_of(source)).strip(),
            office=(office or office_of(source)).strip(),
            added_by=by,
        )
        invitee.full_clean()
        invitee.save(force_insert=True)
        if meeting.is_planned and meeting.planned_for is not None:
            _tell_invited(meeting, by, f"planned for {_moment(meeting.planned_for)}", [invitee])
        return invitee


def uninvite(*, invitee: Invitee, by: Person) -> None:
    """Take somebody off the list before the meeting."""
    with written_by(by):
        _ask(by, Permission.MEETING_PLAN)
        _hold(invitee.meeting)
        invitee.delete()


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
        _ask(by, Permission.MEETING_PLAN)
        meeting = _hold(meeting, began_from)
        if not meeting.is_planned:
            raise ValidationError("This meeting has no day yet. Plan it first.")
        if planned_for == meeting.planned_for:
            raise ValidationError({"planned_for": "That is the day and time it has already."})
        change = _changed(meeting, planned_for, reason, child_told, child_told_note, by)
        meeting.planned_for = planned_for
        meeting.late_why = _late_why(meeting, late_why)
        meeting.sequence += 1
        _saved(meeting)
        on = timezone.localdate()
        summary = f"{meeting.get_kind_display()} moved to {_moment(planned_for)}"
        _tell_chronology(meeting, "meeting_moved", on, by, summary, _details(change))
        _tell_invited(meeting, by, f"moved to {_moment(planned_for)}", number=meeting.sequence)
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
        _ask(by, Permission.MEETING_PLAN)
        meeting = _hold(meeting, began_from)
        on = on or timezone.localdate()
        change = _changed(meeting, None, reason, child_told, child_told_note, by)
        was_planned = meeting.is_planned
        meeting.cancelled_on, meeting.cancelled_why = on, reason.strip()
        meeting.sequence += 1
        _saved(meeting)
        summary = f"{meeting.get_kind_display()} cancelled"
        _tell_chronology(meeting, "meeting_cancelled", on, by, summary, _details(change))
        if was_planned:
            _tell_invited(meeting, by, "cancelled", number=meeting.sequence)
        return meeting


def call_off(*, episode: Episode, kinds: Collection[str], why: str, by: Person, on: date) -> None:
    """Meetings that stand ahead are not needed any more: an event took away what they were for."""
    with written_by(by):
        held = _hold_open(episode)
        rows = Meeting.objects.select_for_update(of=("self",)).ahead().of_kind(*kinds)
        for meeting in rows.filter(episode=held).select_related("child", "episode"):
            was_planned = meeting.is_planned
            meeting.cancelled_on, meeting.cancelled_why = on, why
            meeting.sequence += 1
            _saved(meeting)
            if was_planned:
                _tell_invited(meeting, by, "not needed any more", number=meeting.sequence)


def check_send_list(
    *, meeting: Meeting, sent_to: Collection[UUID], by: Person, left_out_why: str = ""
) -> SendListCheck:
    """Who gets the papers and who does not, looked at name by name before anything goes out."""
    with written_by(by):
        _ask(by, Permission.MEETING_PLAN)
        everyone = set(meeting.invitees.values_list("pk", flat=True))
        chosen = everyone & set(sent_to)
        check = SendListCheck(
            meeting=meeting,
            sent_to=sorted(map(str, chosen)),
            left_out=sorted(map(str, everyone - chosen)),
            left_out_why=left_out_why.strip(),
            by=by,
        )
        check.full_clean(exclude=["sent_to", "left_out"])
        if check.left_out and not check.left_out_why:
            raise ValidationError({"left_out_why": "Say why somebody gets no papers."})
        check.save(force_insert=True)
        return check


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
        _ask(by, Permission.MEETING_HOLD)
        meeting = _hold(meeting, began_from)
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
        _saved(meeting)
        if meeting.kind not in DECIDING:
            _tell_chronology(
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


def path_of(meeting: Meeting) -> str:
    return reverse("casework:meeting-detail", args=[meeting.pk])


def _ask(by: Person, verb: Permission) -> None:
    if not by.may(verb):
        raise PermissionDenied


def _hold_open(episode: Episode) -> Episode:
    held = (
        Episode.objects.select_for_update(of=("self",)).select_related("child").get(pk=episode.pk)
    )
    if not held.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    return held


def _hold(meeting: Meeting, began_from: int | None = None) -> Meeting:
    """The meeting's row, its episode locked first. Raises Conflict, ValidationError."""
    _hold_open(meeting.episode)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("child", "episode")
    held = rows.get(pk=meeting.pk)
    if began_from is not None and held.lock_version != began_from:
        raise Conflict(held)
    if not held.is_ahead:
        raise ValidationError("This meeting was held or cancelled already.")
    return held


def _saved(meeting: Meeting) -> Meeting:
    meeting.full_clean(exclude=["episode", "child", "proposed_by"])
    if meeting._state.adding:
        meeting.save(force_insert=True)
        return meeting
    return save_next_version(meeting)


def _check_place(meeting: Meeting, place: str) -> None:
    """The place stands in calendars outside: it names nobody."""
    if found := names_in(place, meeting.child):
        raise ValidationError(
            {"place": f"Leave out the name “{found}”: the place is shown in calendars."}
        )


def _late_why(meeting: Meeting, late_why: str) -> str:
    """The reason to meet after the last lawful day, where one is needed; nothing otherwise."""
    limit = limit_of(meeting)
    if limit is None or timezone.localtime(meeting.planned_for).date() <= limit:
        return ""
    if not late_why.strip():
        raise ValidationError(
            {
                "late_why": f"The clock ends on {limit:%A %-d %B %Y}. Choose an earlier day, or "
                "say why it must be later."
            }
        )
    return late_why.strip()


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


def _tell_chronology(
    meeting: Meeting, event: str, on: date, by: Person, summary: str, details: dict[str, Any]
) -> None:
    record(
        kind=f"casework.{event}",
        child=meeting.child,
        happened_on=on,
        by=by,
        summary=summary,
        details=details,
        source_type=SOURCE,
        source_id=meeting.pk,
    )


def _tell_invited(
    meeting: Meeting,
    by: Person,
    what: str,
    invitees: Iterable[Invitee] | None = None,
    number: int = 0,
) -> None:
    """Those of the list who sign in here learn of it; a change reaches them at once."""
    rows = meeting.invitees.exclude(person=None) if invitees is None else invitees
    kind = meeting.get_kind_display().lower()
    notify_many(
        NewNotice(
            recipient_id=row.person_id,
            key=f"meeting.{meeting.pk}.{number}",
            line=f"{meeting.child.reference}: {kind} {what}.",
            path=path_of(meeting),
            urgency=Urgency.URGENT if number else Urgency.DIGEST,
            root_type="casework.child",
            root_id=meeting.child_id,
            about_id=meeting.pk,
        )
        for row in rows
        if row.person_id and row.person_id != by.pk
    )


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y at %H:%M}"


def _name_of(source: ContactPerson | Relationship | Person | None) -> str:
    if isinstance(source, Relationship):
        return source.member.full_name
    return source.name if source else ""


def _in_words(row: Invitee) -> str:
    return f"{row.name}, {row.office}" if row.office else row.name
