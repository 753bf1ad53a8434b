"""A conference was recorded on the wrong day: it is put right, and what stands on it follows."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import answers_for_child
from casework.consent.actions import end_with_enquiry
from casework.episode.models import Episode
from casework.meeting.models import Meeting
from casework.plan.actions import correct_dates
from casework.plan.models import Plan
from casework.protection.actions.episode import (
    ask,
    check_day,
    hold_in_need,
    read_clocks,
    tell_chronology,
)
from casework.protection.actions.proposing import propose_due
from casework.protection.codes import Decided
from casework.protection.models import Conference, Section47
from records.conflicts import save_next_version

SOURCE = "casework.conference"
SATURDAY = 5


def correct_conference(
    *, conference: Conference, held_on: date, why: str, by: Person, on: date | None = None
) -> Conference:
    """Another day for a conference that was held. The enquiry it ended, the plans that begin or end
    with it and every clock follow. Raises PermissionDenied, ValidationError.
    """
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        on = on or timezone.localdate()
        episode = hold_in_need(conference.episode)
        if not answers_for_child(by, episode.child_id, on):
            raise PermissionDenied
        rows = Conference.objects.select_for_update(of=("self",)).select_related("plan", "enquiry")
        row = rows.get(pk=conference.pk)
        was = row.held_on
        if was is None:
            raise ValidationError("This conference was not held yet.")
        _check(row, episode, was, held_on, why, on)
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=row.meeting_id)
        meeting.held_on = held_on
        meeting.full_clean(exclude=["episode", "child", "proposed_by"])
        save_next_version(meeting)
        row.held_on = held_on
        row.full_clean(exclude=["meeting", "plan"])
        row.save()
        if row.enquiry_id is not None:
            _move_end_of_enquiry(row.enquiry_id, was, held_on)
        _move_plans(row, was, held_on, why, by, on)
        tell_chronology(
            event="conference_corrected",
            episode=episode,
            on=on,
            by=by,
            summary=f"{row.get_kind_display()}: day corrected",
            details={"why": why.strip(), "was": was.isoformat(), "is": held_on.isoformat()},
            source_type=SOURCE,
            source_id=row.pk,
        )
        read_clocks(episode)
        propose_due(episode=episode, by=by)
        return row


def _check(
    conference: Conference, episode: Episode, was: date, held_on: date, why: str, on: date
) -> None:
    if not why.strip():
        raise ValidationError({"why": "Say why the day was wrong."})
    if held_on == was:
        raise ValidationError({"held_on": "That is the day it has already."})
    check_day(episode, "held_on", held_on, on)
    if held_on.weekday() >= SATURDAY:
        raise ValidationError(
            {"held_on": "A conference is held from Monday to Friday. Check the day."}
        )
    if conference.enquiry is not None and held_on < conference.enquiry.started_on:
        raise ValidationError({"held_on": "That is before the enquiry began."})
    plan = conference.plan
    if plan is None or conference.decided == Decided.BEGINS:
        return
    if held_on <= plan.starts_on:
        raise ValidationError({"held_on": "A review comes after the day the plan started."})
    if conference.decided == Decided.CONTINUES and plan.ends_on and held_on >= plan.ends_on:
        raise ValidationError({"held_on": "The plan had ended by then."})


def _move_end_of_enquiry(enquiry_id: UUID, was: date, held_on: date) -> None:
    rows = Section47.objects.select_for_update(of=("self",)).select_related("child")
    enquiry = rows.get(pk=enquiry_id)
    if enquiry.ended_on == was:
        enquiry.ended_on = held_on
        enquiry.full_clean(exclude=["author"])
        save_next_version(enquiry)
        end_with_enquiry(child=enquiry.child, on=held_on, was=was)


def _move_plans(
    conference: Conference, was: date, held_on: date, why: str, by: Person, on: date
) -> None:
    """The plan that begins, changes or ends there; and the one it hands over from or to."""
    plan = conference.plan
    if plan is None:
        return
    if conference.decided == Decided.CONTINUES:
        plan.categories.filter(starts_on=was).exclude(starts_on=plan.starts_on).update(
            starts_on=held_on
        )
        return
    begins = conference.decided == Decided.BEGINS
    touching = Plan.objects.filter(child=conference.child_id).exclude(pk=plan.pk)
    neighbour = (
        touching.filter(ends_on=was).first()
        if begins
        else touching.filter(starts_on=was).order_by("created_at").first()
    )
    ending, starting = (neighbour, plan) if begins else (plan, neighbour)
    # Neither may overlap the other on the way: whichever makes room moves first.
    moves = [(ending, "ends_on"), (starting, "starts_on")]
    for moved, name in moves if held_on < was else reversed(moves):
        if moved is not None:
            correct_dates(
                plan=moved,
                starts_on=held_on if name == "starts_on" else moved.starts_on,
                ends_on=held_on if name == "ends_on" else moved.ends_on,
                why=why,
                conference_held_on=held_on if moved is plan else None,
                by=by,
                on=on,
            )
