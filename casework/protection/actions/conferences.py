"""Conferences and core groups: what was decided is done the same day, and the next one proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.consent.actions import end_with_enquiry
from casework.episode.models import Episode
from casework.meeting.actions import (
    Attended,
    attendance_details,
    call_off,
    hold_meeting,
    propose_meeting,
)
from casework.meeting.codes import Kind
from casework.meeting.lawful import last_day
from casework.meeting.models import Meeting
from casework.plan.actions import change_category, end_plan, hand_over, start_plan
from casework.plan.codes import Category, EndReason
from casework.plan.codes import Kind as PlanKind
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
from records.states import State

SOURCE = "casework.conference"
OF_A_PLAN = (Kind.CORE_GROUP, Kind.RCPC)
SATURDAY = 5


def call_transfer_in(
    *, episode: Episode, notified_on: date, moved_from: str, by: Person, on: date | None = None
) -> Conference:
    """Another council told us that a child on a plan has moved here."""
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        held = hold_in_need(episode)
        check_day(held, "notified_on", notified_on, on or timezone.localdate())
        if not moved_from.strip():
            raise ValidationError({"moved_from": "Say which council the child moved from."})
        limit = last_day("C6", notified_on)
        meeting = propose_meeting(
            episode=held,
            kind=Kind.TRANSFER_IN,
            by=by,
            last_lawful_on=limit.last_lawful_on,
            book_by=limit.book_by,
            why=limit.why,
        )
        if Conference.objects.filter(meeting=meeting).exists():
            raise ValidationError("A transfer-in conference stands ahead already.")
        conference = Conference(
            meeting=meeting,
            episode=held,
            child=held.child,
            kind=Kind.TRANSFER_IN,
            notified_on=notified_on,
            moved_from=moved_from.strip(),
        )
        conference.full_clean()
        conference.save(force_insert=True)
        read_clocks(held)
        return conference


def record_conference(
    *,
    meeting: Meeting,
    held_on: date,
    decided: str,
    why: str,
    by: Person,
    category: str = "",
    dissent: str = "",
    report_shared_on: date | None = None,
    plans_before_us: int = 0,
    attended: Mapping[UUID, Attended] | None = None,
    on: date | None = None,
    **held_how: Any,
) -> Conference:
    """What the chair decided, as recorded: the plan begins, goes on or ends on that day.

    The core group and the review that follow are proposed with their last lawful day.
    """
    with written_by(by):
        ask(by, Permission.PROTECTION_LEAD)
        episode = hold_in_need(meeting.episode)
        on = on or timezone.localdate()
        check_day(episode, "held_on", held_on, on)
        if held_on.weekday() >= SATURDAY:
            raise ValidationError(
                {"held_on": "A conference is held from Monday to Friday. Check the day."}
            )
        meeting = hold_meeting(
            meeting=meeting,
            held_on=held_on,
            attended=attended,
            by=by,
            on=on,
            from_above=True,
            **held_how,
        )
        conference = _row_of(meeting)
        conference.held_on, conference.decided, conference.why = held_on, decided, why.strip()
        conference.category = category if decided in {Decided.BEGINS, Decided.CONTINUES} else ""
        conference.dissent, conference.report_shared_on = dissent.strip(), report_shared_on
        conference.recorded_by = by
        _check_decision(conference)
        conference.plan = _act_on_plan(conference, plans_before_us, by, on)
        conference.full_clean()
        conference.save()
        if conference.enquiry is not None:
            _end_enquiry(conference.enquiry, held_on)
        _tell_chronology(conference, meeting, by)
        read_clocks(episode)
        if decided in {Decided.STEP_DOWN, Decided.ENDS}:
            ended = "The child protection plan ended."
            call_off(episode=episode, kinds=OF_A_PLAN, why=ended, by=by, on=on)
        propose_due(episode=episode, by=by)
        return conference


def hold_core_group(
    *,
    meeting: Meeting,
    held_on: date,
    by: Person,
    attended: Mapping[UUID, Attended] | None = None,
    on: date | None = None,
    **held_how: Any,
) -> Meeting:
    """The core group met, while there is a plan to work on; the next one is proposed."""
    with written_by(by):
        episode = hold_in_need(meeting.episode)
        if _plan_on(episode, held_on) is None:
            raise ValidationError(
                {"held_on": "There was no child protection plan on that day. Check the date."}
            )
        held = hold_meeting(
            meeting=meeting,
            held_on=held_on,
            attended=attended,
            by=by,
            on=on,
            from_above=True,
            **held_how,
        )
        read_clocks(episode)
        propose_due(episode=episode, by=by)
        return held


def _row_of(meeting: Meeting) -> Conference:
    """The conference behind the meeting; a review's is made when it is held."""
    found = Conference.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if found is not None:
        return found
    if meeting.kind != Kind.RCPC:
        raise ValidationError("Nothing began this conference: an enquiry or a transfer does.")
    return Conference(
        meeting=meeting, episode=meeting.episode, child=meeting.child, kind=meeting.kind
    )


def _check_decision(conference: Conference) -> None:
    if not conference.why:
        raise ValidationError({"why": "Say why the conference decided that."})
    has_plan = conference.decided in {Decided.BEGINS, Decided.CONTINUES}
    if has_plan and conference.category not in Category.values:
        raise ValidationError({"category": "Choose the category of abuse."})
    enquiry = conference.enquiry
    if enquiry is None or conference.held_on is None:
        return
    if enquiry.state != State.AUTHORISED:
        raise ValidationError(
            "A manager agrees the enquiry's conclusion before its conference is recorded."
        )
    if conference.held_on < enquiry.started_on:
        raise ValidationError({"held_on": "That is before the enquiry began."})


def _act_on_plan(conference: Conference, plans_before_us: int, by: Person, on: date) -> Plan | None:
    held_on, decided = conference.held_on, conference.decided
    if held_on is None or decided == Decided.NO_PLAN:
        return None
    episode = conference.episode
    if decided == Decided.BEGINS:
        running = Plan.objects.open().filter(child=conference.child).select_related("episode")
        return _begin(conference, running.first(), held_on, plans_before_us, by, on)
    plan = _plan_on(episode, held_on)
    if plan is None or not plan.is_open:
        raise ValidationError({"held_on": "There is no child protection plan to review."})
    if held_on <= plan.starts_on:
        raise ValidationError({"held_on": "A review comes after the day the plan started."})
    if decided == Decided.CONTINUES:
        latest = plan.categories.last()
        if latest is None or latest.category != conference.category:
            change_category(
                plan=plan,
                category=conference.category,
                starts_on=held_on,
                why=conference.why[:300],
                by=by,
                on=on,
            )
        return plan
    if decided == Decided.STEP_DOWN:
        hand_over(
            plan=plan,
            to_kind=PlanKind.CHILD_IN_NEED,
            on=held_on,
            conference_held_on=held_on,
            by=by,
        )
        return plan
    return end_plan(
        plan=plan,
        ends_on=held_on,
        reason=EndReason.RISK_GONE,
        conference_held_on=held_on,
        by=by,
        on=on,
    )


def _begin(
    conference: Conference,
    running: Plan | None,
    held_on: date,
    plans_before_us: int,
    by: Person,
    on: date,
) -> Plan:
    """A child in need plan that runs hands over on the day of the conference."""
    if running is not None and running.is_child_protection:
        raise ValidationError({"decided": "The child has a child protection plan already."})
    if running is not None:
        return hand_over(
            plan=running,
            to_kind=PlanKind.CHILD_PROTECTION,
            on=held_on,
            category=conference.category,
            category_why=conference.why[:300],
            conference_held_on=held_on,
            by=by,
        )
    return start_plan(
        episode=conference.episode,
        kind=PlanKind.CHILD_PROTECTION,
        starts_on=held_on,
        category=conference.category,
        category_why=conference.why[:300],
        conference_held_on=held_on,
        plans_before_us=plans_before_us,
        by=by,
        on=on,
    )


def _plan_on(episode: Episode, day: date) -> Plan | None:
    rows = Plan.objects.child_protection().filter(episode=episode, starts_on__lte=day)
    latest = rows.select_related("episode").order_by("-starts_on").first()
    if latest is None or (latest.ends_on is not None and latest.ends_on < day):
        return None
    return latest


def _end_enquiry(concluded: Section47, held_on: date) -> None:
    rows = Section47.objects.select_for_update(of=("self",)).select_related("child")
    enquiry = rows.get(pk=concluded.pk)
    enquiry.ended_on, enquiry.icpc_not_required = held_on, False
    enquiry.full_clean(exclude=["author"])
    save_next_version(enquiry)
    end_with_enquiry(child=enquiry.child, on=held_on)


def _tell_chronology(conference: Conference, meeting: Meeting, by: Person) -> None:
    tell_chronology(
        event="conference",
        episode=conference.episode,
        on=conference.held_on or timezone.localdate(),
        by=by,
        summary=f"{conference.get_kind_display()}: {conference.get_decided_display()}",
        details=attendance_details(meeting)
        | {
            "why": conference.why,
            "category": conference.get_category_display(),
            "dissent": conference.dissent,
        },
        source_type=SOURCE,
        source_id=conference.pk,
    )
