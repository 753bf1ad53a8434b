"""Strategy discussions: called when harm is suspected, then held, which may begin an enquiry."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from casework.meeting.actions import Attended, attendance_details, hold_meeting, propose_meeting
from casework.meeting.codes import Kind, Side
from casework.meeting.lawful import last_day
from casework.meeting.models import Meeting
from casework.protection import policies
from casework.protection.actions.episode import (
    ask,
    check_day,
    hold_in_need,
    read_clocks,
    tell,
    tell_chronology,
)
from casework.protection.codes import NEEDED_AGENCIES, Part, Threshold
from casework.protection.models import EnquiryPart, Section47, StrategyDiscussion

SOURCE = "casework.strategy_discussion"
DECISION = (
    *("other_children", "conduct", "medical", "medical_note"),
    *("interviews", "safety", "parents_told", "parents_told_note"),
)


def call_discussion(
    *, episode: Episode, concern: str, arose_on: date, by: Person, on: date | None = None
) -> StrategyDiscussion:
    """There is reason to suspect harm: social care, police and health are to talk at once."""
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        held = hold_in_need(episode)
        on = on or timezone.localdate()
        check_day(held, "arose_on", arose_on, on)
        limit = last_day("C4", arose_on)
        meeting = propose_meeting(
            episode=held,
            kind=Kind.STRATEGY,
            by=by,
            last_lawful_on=limit.last_lawful_on,
            book_by=limit.book_by,
            why=limit.why,
        )
        discussion = StrategyDiscussion(
            meeting=meeting,
            episode=held,
            child=held.child,
            concern=concern.strip(),
            arose_on=arose_on,
            called_by=by,
        )
        discussion.full_clean()
        discussion.save(force_insert=True)
        read_clocks(held)
        tell(
            managers_of_teams({held.team_id}, on)[held.team_id],
            episode=held,
            by=by,
            key=f"discussion.called.{discussion.pk}",
            words="a strategy discussion is asked for.",
        )
        return discussion


def record_discussion(
    *,
    meeting: Meeting,
    held_on: date,
    threshold: str,
    threshold_why: str,
    by: Person,
    attended: Mapping[UUID, Attended] | None = None,
    lead: Person | None = None,
    missing_agency_why: str = "",
    chair: str = "",
    quorum_note: str = "",
    participation: str = "",
    began_from: int | None = None,
    on: date | None = None,
    **decision: Any,
) -> StrategyDiscussion:
    """It was held and decided something. A decision for an enquiry begins it, on that day."""
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        held = hold_in_need(meeting.episode)
        on = on or timezone.localdate()
        check_day(held, "held_on", held_on, on)
        if unknown := set(decision) - set(DECISION):
            raise TypeError(f"not of a discussion: {sorted(unknown)}")
        discussion = StrategyDiscussion.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if held_on < discussion.arose_on:
            raise ValidationError({"held_on": "That is before the reason for it arose."})
        meeting = hold_meeting(
            meeting=meeting,
            held_on=held_on,
            attended=attended,
            chair=chair,
            quorum_note=quorum_note,
            participation=participation,
            by=by,
            began_from=began_from,
            on=on,
            from_above=True,
        )
        discussion.held_on, discussion.threshold = held_on, threshold
        discussion.threshold_why = threshold_why.strip()
        discussion.missing_agency_why = _missing_why(meeting, missing_agency_why)
        is_enquiry = threshold == Threshold.SECTION_47
        for name in DECISION:
            asked = is_enquiry or name != "conduct"
            setattr(discussion, name, decision.get(name, "") if asked else "")
        discussion.full_clean()
        discussion.save()
        if is_enquiry:
            _begin_enquiry(discussion, held_on, lead, by)
        _tell_chronology(discussion, meeting, by)
        read_clocks(held)
        if threshold == Threshold.AGAIN:
            call_discussion(
                episode=held, concern=discussion.concern, arose_on=held_on, by=by, on=on
            )
        return discussion


def _missing_why(meeting: Meeting, why: str) -> str:
    """Social care, police and health were there, or it is said why it went on without."""
    there = set(meeting.invitees.present().values_list("side", flat=True))
    missing = [Side(side).label.lower() for side in NEEDED_AGENCIES if side not in there]
    if missing and not why.strip():
        names = " and ".join(missing)
        raise ValidationError(
            {
                "missing_agency_why": f"Without {names} this is no strategy discussion. Hold it "
                "with them, or say why it could not wait."
            }
        )
    return why.strip() if missing else ""


def _begin_enquiry(
    discussion: StrategyDiscussion, held_on: date, lead: Person | None, by: Person
) -> Section47:
    if lead is None or not policies.may_lead(lead.permissions, lead.registration_number):
        raise ValidationError({"lead": "A registered social worker leads the enquiry. Choose one."})
    episode = discussion.episode
    if Section47.objects.open().filter(episode=episode).exists():
        raise ValidationError(
            {"threshold": "An enquiry is open already: this discussion belongs to that one."}
        )
    enquiry = Section47(
        author=lead,
        episode=episode,
        child=discussion.child,
        discussion=discussion,
        started_on=held_on,
        conduct=discussion.conduct,
    )
    enquiry.full_clean()
    enquiry.save(force_insert=True)
    for part in Part:
        EnquiryPart.objects.create(enquiry=enquiry, name=part, writer=lead)
    tell(
        [lead],
        episode=episode,
        by=by,
        key=f"enquiry.lead.{enquiry.pk}.{lead.pk}",
        words="you lead a section 47 enquiry.",
    )
    return enquiry


def _tell_chronology(discussion: StrategyDiscussion, meeting: Meeting, by: Person) -> None:
    tell_chronology(
        event="strategy_discussion",
        episode=discussion.episode,
        on=meeting.held_on or timezone.localdate(),
        by=by,
        summary=f"Strategy discussion: {discussion.get_threshold_display()}",
        details=attendance_details(meeting)
        | {
            "why": discussion.threshold_why,
            "conduct": discussion.get_conduct_display(),
            "safety": discussion.safety,
            "missing": discussion.missing_agency_why,
        },
        source_type=SOURCE,
        source_id=discussion.pk,
    )
