"""The four meetings: arranged for a day, held, and written down."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import written_by
from accounts.models import Person
from notices.actions import NewNotice, notify_many
from placements.holding import hold, not_to_come
from placements.models.placement import PracticePlacement
from placements.subjects import PLACEMENT, TIMELINE
from placements.timeline.actions.guards import did_not_stop, may_record, names_no_child
from placements.timeline.models import PlacementMeeting
from timescales.actions import refresh


def plan_meeting(
    *,
    placement: PracticePlacement,
    kind: PlacementMeeting.Kind | str,
    planned_for: datetime,
    place: str,
    by: Person,
    on: date,
) -> PlacementMeeting:
    """Arrange it, or move it; the three are told."""
    with written_by(by):
        held = hold(placement)
        did_not_stop(held)
        may_record(held, by, on)
        names_no_child(held, {"place": place})
        meeting = _meeting(held, kind)
        if meeting.held_on is not None:
            raise ValidationError(f"It was held on {meeting.held_on:%-d %B %Y} already.")
        meeting.planned_for, meeting.place, meeting.recorded_by = planned_for, place.strip(), by
        meeting.full_clean()
        meeting.save()
        _tell(meeting, held, by)
        return meeting


def hold_meeting(
    *,
    placement: PracticePlacement,
    kind: PlacementMeeting.Kind | str,
    held_on: date,
    attended: Collection[str],
    by: Person,
    today: date,
    others: str = "",
    place: str = "",
    notes: str = "",
    agreed: str = "",
) -> PlacementMeeting:
    """It was held: who was there, what was said and agreed. Recorded again it is corrected."""
    with written_by(by):
        held = hold(placement)
        did_not_stop(held)
        may_record(held, by, today)
        not_to_come(held_on, today, "held_on")
        if kind != PlacementMeeting.Kind.INFORMAL and held_on < held.starts_on:
            first = f"{held.starts_on:%-d %B %Y}"
            raise ValidationError({"held_on": f"The placement began on {first}."})
        names_no_child(held, {"notes": notes, "agreed": agreed, "others": others})
        meeting = _meeting(held, kind)
        meeting.held_on, meeting.attended, meeting.others = (
            held_on,
            sorted(attended),
            others.strip(),
        )
        meeting.place, meeting.notes, meeting.agreed = place.strip(), notes.strip(), agreed.strip()
        meeting.recorded_by = by
        meeting.full_clean()
        meeting.save()
        refresh(TIMELINE, [held.pk])
        return meeting


def _meeting(placement: PracticePlacement, kind: str) -> PlacementMeeting:
    found = placement.meetings.filter(kind=kind).first()
    return found or PlacementMeeting(placement=placement, kind=kind)


def _tell(meeting: PlacementMeeting, placement: PracticePlacement, by: Person) -> None:
    people = {placement.student_id, placement.practice_educator_id}
    if placement.tutor is not None and placement.tutor.person_id is not None:
        people.add(placement.tutor.person_id)
    when = f"{meeting.planned_for:%Y-%m-%d %H:%M}"
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.meeting {meeting.pk} {when}",
            line=f"{meeting.get_kind_display()} arranged: {placement.student.name}",
            path=reverse("placements:timeline", args=[placement.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
        )
        for person in people - {by.pk}
    )
