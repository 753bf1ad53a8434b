"""Section 47 enquiries: parts are written and taken over, the lead concludes, a manager agrees."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import answers_for_child
from casework.consent.actions import end_with_enquiry
from casework.episode.people import managers_of_teams
from casework.meeting.actions import call_off
from casework.meeting.codes import Kind
from casework.protection import policies
from casework.protection.actions.episode import (
    ask,
    check_day,
    hold_in_need,
    read_clocks,
    tell,
    tell_chronology,
)
from casework.protection.actions.proposing import propose_due
from casework.protection.codes import Finding, Follows
from casework.protection.models import EnquiryPart, Section47
from notices.actions import withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed, move
from records.conflicts import Conflict, lock_for_edit, save_next_version
from records.states import Move, State

SOURCE = "casework.section47"
CHILD_SEEN = ("child_seen_on", "child_seen_by", "child_seen_alone", "child_not_seen_why")


def assign_part(*, part: EnquiryPart, writer: Person, by: Person) -> EnquiryPart:
    """The lead gives one part to somebody who works with the child, such as the student."""
    with written_by(by):
        part, enquiry = _hold_part(part)
        _only_lead(enquiry, by)
        if not writer.may(Permission.PROTECTION_CONTRIBUTE) and writer.pk != enquiry.author_id:
            raise ValidationError({"writer": f"{writer.name} does not write parts of an enquiry."})
        part.writer = writer
        save_next_version(part)
        tell(
            [writer],
            episode=enquiry.episode,
            by=by,
            key=f"enquiry.part.{part.pk}.{part.lock_version}",
            words="a part of an enquiry is yours to write.",
            path=_part_path(part),
            urgency=Urgency.DIGEST,
        )
        return part


def write_part(*, part: EnquiryPart, text: str, began_from: int, by: Person) -> EnquiryPart:
    """What its writer, or the lead, put down. Raises Conflict, PermissionDenied, NotAllowed."""
    with written_by(by):
        _, enquiry = _hold_part(part)
        row = lock_for_edit(EnquiryPart.objects.all(), pk=part.pk, began_from=began_from)
        if not policies.may_write_part(
            by.permissions, by.pk, writer_id=row.writer_id, lead_id=enquiry.author_id
        ):
            raise PermissionDenied
        row.text = text.strip()
        row.written_by, row.written_at = by, timezone.now()
        row.full_clean(exclude=["enquiry"])
        save_next_version(row)
        tell(
            [enquiry.lead],
            episode=enquiry.episode,
            by=by,
            key=f"enquiry.written.{row.pk}.{row.lock_version}",
            words="a part of the enquiry you lead was written.",
            path=_part_path(row),
            urgency=Urgency.DIGEST,
        )
        return row


def accept_part(*, part: EnquiryPart, by: Person, began_from: int | None = None) -> EnquiryPart:
    """The lead has read the part and takes it over as it stands."""
    with written_by(by):
        part, enquiry = _hold_part(part)
        _only_lead(enquiry, by)
        if began_from is not None and part.lock_version != began_from:
            raise Conflict(part)
        if not part.text:
            raise NotAllowed("There is nothing written in this part yet.")
        part.accepted_text = part.text
        part.accepted_by, part.accepted_at = by, timezone.now()
        return save_next_version(part)


def change_lead(*, enquiry: Section47, lead: Person, by: Person) -> Section47:
    """Another registered worker leads from now on; parts that were the old lead's are theirs."""
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        row = _hold(enquiry)
        if not row.is_editable:
            raise NotAllowed("The enquiry is concluded: its lead does not change any more.")
        if not policies.may_lead(lead.permissions, lead.registration_number):
            raise ValidationError({"lead": "A registered social worker leads the enquiry."})
        if lead.pk == row.author_id:
            raise ValidationError({"lead": f"{lead.name} leads it already."})
        row.parts.filter(writer=row.author_id).update(writer=lead)
        row.author = lead
        save_next_version(row)
        tell(
            [lead],
            episode=row.episode,
            by=by,
            key=f"enquiry.lead.{row.pk}.{row.lock_version}",
            words="you lead a section 47 enquiry.",
            path=path_of(row),
        )
        return row


def conclude_enquiry(
    *,
    enquiry: Section47,
    finding: str,
    finding_why: str,
    follows: Collection[str],
    concluded_on: date,
    by: Person,
    began_from: int | None = None,
    on: date | None = None,
    **child_seen: Any,
) -> Section47:
    """The lead says what was found. Continuing risk proposes the conference at once.

    A manager agrees it afterwards. Raises Conflict, NotAllowed, ValidationError.
    """
    with written_by(by):
        row = _hold(enquiry)
        _only_lead(row, by)
        if began_from is not None and row.lock_version != began_from:
            raise Conflict(row)
        if not row.is_editable:
            raise NotAllowed("This enquiry is concluded already.")
        on = on or timezone.localdate()
        check_day(row.episode, "concluded_on", concluded_on, on)
        if concluded_on < row.started_on:
            raise ValidationError({"concluded_on": "That is before the enquiry began."})
        _check_parts(row)
        row.finding, row.finding_why = finding, finding_why.strip()
        row.follows = _follows(finding, follows)
        row.concluded_on = concluded_on
        _write_child_seen(row, child_seen)
        row.full_clean(exclude=["author"])
        save_next_version(row)
        move(record=row, move=Move.SIGN, by=by, may=_may(row, by))
        read_clocks(row.episode)
        propose_due(episode=row.episode, by=by)
        managers = managers_of_teams({row.episode.team_id}, on)[row.episode.team_id]
        tell(
            managers,
            episode=row.episode,
            by=by,
            key=f"enquiry.concluded.{row.pk}.{row.lock_version}",
            words="an enquiry is concluded and waits for you to agree.",
            path=path_of(row),
            about_id=row.pk,
        )
        return row


def agree_conclusion(
    *, enquiry: Section47, by: Person, on: date | None = None, began_from: int | None = None
) -> Section47:
    """A manager agrees. Where no conference follows, the enquiry ends and its clock stops."""
    with written_by(by):
        row = _hold(enquiry)
        on = on or timezone.localdate()
        move(record=row, move=Move.AUTHORISE, by=by, may=_may(row, by), began_from=began_from)
        withdraw_about(about=[row.pk], why=Notice.Withdrawn.SETTLED)
        needs = row.finding == Finding.CONTINUING_RISK
        row.icpc_not_required = not needs
        if not needs:
            _end_without_conference(row, on, row.get_finding_display()[:300], by)
        save_next_version(row)
        _tell_chronology(row, on, by)
        read_clocks(row.episode)
        propose_due(episode=row.episode, by=by)
        return row


def return_conclusion(
    *, enquiry: Section47, comment: str, by: Person, began_from: int | None = None
) -> Section47:
    """Back to its lead with what is missing; nothing has ended yet."""
    with written_by(by):
        row = _hold(enquiry)
        if row.state != State.COUNTERSIGNED:
            raise NotAllowed("There is no conclusion waiting to be agreed.")
        move(
            record=row,
            move=Move.RETURN,
            by=by,
            may=_may(row, by),
            comment=comment,
            began_from=began_from,
        )
        withdraw_about(about=[row.pk], why=Notice.Withdrawn.SETTLED)
        tell(
            [row.lead],
            episode=row.episode,
            by=by,
            key=f"enquiry.returned.{row.pk}.{row.lock_version}",
            words="your conclusion of an enquiry came back with a comment.",
            path=path_of(row),
        )
        return row


def waive_conference(
    *, enquiry: Section47, why: str, by: Person, on: date | None = None
) -> Section47:
    """A manager decides that the conference that was to follow is not required after all."""
    with written_by(by):
        ask(by, Permission.PROTECTION_AGREE)
        row = _hold(enquiry)
        on = on or timezone.localdate()
        if not answers_for_child(by, row.child_id, on):
            raise PermissionDenied
        if not row.needs_conference:
            raise NotAllowed("No conference is awaited for this enquiry.")
        if not why.strip():
            raise ValidationError({"why": "Say why no conference is required."})
        row.icpc_not_required = True
        _end_without_conference(row, on, why.strip(), by)
        save_next_version(row)
        tell_chronology(
            event="conference_not_required",
            episode=row.episode,
            on=on,
            by=by,
            summary="Initial conference not required",
            details={"why": row.not_required_why},
            source_type=SOURCE,
            source_id=row.pk,
        )
        read_clocks(row.episode)
        return row


def path_of(enquiry: Section47) -> str:
    return reverse("casework:enquiry-detail", args=[enquiry.pk])


def _part_path(part: EnquiryPart) -> str:
    return reverse("casework:enquiry-part", args=[part.pk])


def _hold(enquiry: Section47) -> Section47:
    hold_in_need(enquiry.episode)
    rows = Section47.objects.select_for_update(of=("self",))
    return rows.select_related("child", "episode__child", "author").get(pk=enquiry.pk)


def _hold_part(part: EnquiryPart) -> tuple[EnquiryPart, Section47]:
    enquiry = _hold(part.enquiry)
    if not enquiry.is_editable:
        raise NotAllowed("The enquiry is concluded: its parts do not change any more.")
    return EnquiryPart.objects.select_for_update(of=("self",)).get(pk=part.pk), enquiry


def _only_lead(enquiry: Section47, by: Person) -> None:
    """The worker who leads, as long as they may lead at all."""
    if by.pk != enquiry.author_id or not policies.may_lead(by.permissions, by.registration_number):
        raise PermissionDenied


def _may(enquiry: Section47, by: Person):
    on = timezone.localdate()
    return partial(
        policies.may_move,
        verbs=by.permissions,
        answers_for_child=answers_for_child(by, enquiry.child_id, on),
    )


def _check_parts(enquiry: Section47) -> None:
    open_parts = [str(part) for part in enquiry.parts.all() if not part.is_accepted]
    if open_parts:
        listed = "; ".join(sorted(open_parts))
        raise ValidationError(f"Write these parts, or read and take them over, first: {listed}.")


def _follows(finding: str, follows: Collection[str]) -> list[str]:
    chosen = set(follows)
    if finding == Finding.CONTINUING_RISK:
        chosen.add(Follows.CONFERENCE)
    elif Follows.CONFERENCE in chosen:
        raise ValidationError(
            {"follows": "A conference follows where the child is at continuing risk."}
        )
    if not chosen:
        raise ValidationError({"follows": "Say what follows from it."})
    if Follows.NO_ACTION in chosen and len(chosen) > 1:
        raise ValidationError({"follows": "“No further action” stands alone."})
    return [value for value in Follows.values if value in chosen]


def _write_child_seen(enquiry: Section47, told: dict[str, Any]) -> None:
    """The child was seen by a registered worker, or it is said why not."""
    if unknown := set(told) - set(CHILD_SEEN):
        raise TypeError(f"not of an enquiry: {sorted(unknown)}")
    for name in CHILD_SEEN:
        empty = None if name in {"child_seen_on", "child_seen_by"} else ""
        setattr(enquiry, name, told.get(name) or empty)
    if enquiry.child_seen_on is None:
        if not enquiry.child_not_seen_why:
            raise ValidationError({"child_not_seen_why": "Say why the child was not seen."})
        enquiry.child_seen_by, enquiry.child_seen_alone = None, ""
        return
    enquiry.child_not_seen_why = ""
    if not enquiry.started_on <= enquiry.child_seen_on <= (enquiry.concluded_on or date.max):
        raise ValidationError({"child_seen_on": "That day is not within the enquiry."})
    if not enquiry.child_seen_alone:
        raise ValidationError({"child_seen_alone": "Say whether the child was seen alone."})
    seer = enquiry.child_seen_by
    if seer is None or not seer.registration_number:
        raise ValidationError(
            {"child_seen_by": "For an enquiry a registered social worker sees the child."}
        )


def _end_without_conference(enquiry: Section47, on: date, why: str, by: Person) -> None:
    enquiry.not_required_on = enquiry.ended_on = on
    enquiry.not_required_why = why
    end_with_enquiry(child=enquiry.child, on=on)
    call_off(
        episode=enquiry.episode,
        kinds=[Kind.ICPC],
        why="The enquiry ended without a conference.",
        by=by,
        on=on,
    )


def _tell_chronology(enquiry: Section47, on: date, by: Person) -> None:
    tell_chronology(
        event="enquiry_concluded",
        episode=enquiry.episode,
        on=enquiry.concluded_on or on,
        by=by,
        summary=f"Section 47 enquiry: {enquiry.get_finding_display()}",
        details={
            "why": enquiry.finding_why,
            "lead": enquiry.lead.name,
            "agreed_by": by.name,
            "started_on": enquiry.started_on.isoformat(),
            "follows": [str(Follows(value).label) for value in enquiry.follows],
        },
        source_type=SOURCE,
        source_id=enquiry.pk,
    )
