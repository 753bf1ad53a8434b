"""The meetings a plan asks for: proposed by the event before them, with their last lawful day."""

from datetime import date

from accounts.models import Person
from accounts.permissions import Permission
from casework.meeting.actions import cancel_meeting, propose_meeting
from casework.meeting.codes import CLOCKS, ChildTold, Kind
from casework.meeting.lawful import last_day
from casework.meeting.models import Meeting
from casework.plan.models import Plan

PLANNED_BY_A_PLAN = (Kind.CIN_PLANNING, Kind.CIN_REVIEW)


def propose_for(plan: Plan, kind: Kind, starts: date, by: Person, about: str = "") -> Meeting:
    """The next meeting of its kind, with its limit counted from `starts`."""
    limit = last_day(CLOCKS[kind][0], starts)
    return propose_meeting(
        episode=plan.episode,
        kind=kind,
        by=by,
        last_lawful_on=limit.last_lawful_on,
        book_by=limit.book_by,
        why=limit.why,
        about=about,
    )


def call_off_proposed(plan: Plan, by: Person) -> None:
    """What was only proposed falls with the plan; a planned meeting is called off by a person."""
    if not by.may(Permission.MEETING_PLAN):
        return
    ahead = Meeting.objects.proposed().of_kind(*PLANNED_BY_A_PLAN)
    for meeting in ahead.filter(episode=plan.episode_id):
        cancel_meeting(
            meeting=meeting,
            reason="The plan ended",
            child_told=ChildTold.NO,
            child_told_note="No day was named yet.",
            by=by,
        )
