"""A child protection story through the real actions, with the clock at each day of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import time_machine

from casework.meeting.actions import Attended, invite
from casework.meeting.models import Meeting
from casework.protection import actions
from casework.protection.models import Section47, StrategyDiscussion

LONDON = ZoneInfo("Europe/London")
THREE = ("social_care", "police", "health")


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """As if it were that day: the actions ask the time at their edge."""
    with time_machine.travel(datetime.combine(day, time(hour), LONDON), tick=False):
        yield


def there(meeting: Meeting) -> dict:
    return {
        row.pk: Attended(attendance="attended", views="Agrees.", views_by="said")
        for row in meeting.invitees.all()
    }


def call(episode, *, by, day: date) -> StrategyDiscussion:
    return actions.call_discussion(
        episode=episode, concern="A bruise he cannot explain.", arose_on=day, by=by
    )


def bring(meeting: Meeting, *sides: str, by) -> None:
    for side in sides:
        invite(meeting=meeting, name=f"Somebody of {side}", side=side, by=by)


def discuss(discussion, *, by, day: date, lead=None, sides=THREE, **changes) -> StrategyDiscussion:
    """Held with those agencies; an enquiry where it is led by somebody."""
    bring(discussion.meeting, *sides, by=by)
    given = {
        "threshold": "section_47" if lead else "assessment",
        "threshold_why": "The bruise does not fit what was said.",
        "lead": lead,
        "chair": "Tess Manager",
    }
    if lead:
        given |= {
            "conduct": "joint",
            "medical": "yes",
            "safety": "He stays with Nan.",
            "parents_told": "told",
        }
    return actions.record_discussion(
        meeting=discussion.meeting,
        held_on=day,
        by=by,
        attended=there(discussion.meeting),
        **(given | changes),
    )


def an_enquiry(episode, *, by, lead, day: date) -> Section47:
    """Begun by a discussion of that day."""
    with on(day):
        return discuss(call(episode, by=by, day=day), by=by, day=day, lead=lead).enquiry


def write_all(enquiry: Section47, *, by) -> None:
    """Every part written and taken over by its lead."""
    for part in enquiry.parts.all():
        part = actions.write_part(
            part=part, text="What we learned.", began_from=part.lock_version, by=by
        )
        actions.accept_part(part=part, by=by)


def conclude(enquiry: Section47, *, by, day: date, finding="continuing_risk", **changes):
    write_all(enquiry, by=by)
    given = {
        "finding": finding,
        "finding_why": "He said who did it.",
        "follows": ["conference"] if finding == "continuing_risk" else ["services"],
        "child_seen_on": enquiry.started_on,
        "child_seen_by": by,
        "child_seen_alone": "yes",
    } | changes
    return actions.conclude_enquiry(enquiry=enquiry, concluded_on=day, by=by, **given)


def confer(meeting: Meeting, *, by, day: date, decided="begins", category="PHY", **changes):
    bring(meeting, *THREE, "family", by=by)
    return actions.record_conference(
        meeting=meeting,
        held_on=day,
        decided=decided,
        why="Agreed by all who were there.",
        category=category if decided in {"begins", "continues"} else "",
        chair="Ines Chair",
        quorate="yes",
        participation="PN6",
        attended=there(meeting),
        by=by,
        **changes,
    )
