"""Somebody stands in for a practice educator between two days, and hands back."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person, ReportingLine
from notices.actions import NewNotice, notify_many
from placements.change import policies
from placements.change.actions.recording import not_ones_own, planned_educator, said
from placements.change.models import PlacementCover
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.naming import refuse_names
from placements.profile.policies import MAY_SUPERVISE
from placements.subjects import PLACEMENT, TIMELINE
from timescales.actions import refresh


def start_cover(
    *,
    placements: Collection[PracticePlacement],
    by_whom: Person,
    starts_on: date,
    ends_on: date,
    why: str,
    on: date,
    by: Person,
) -> list[PlacementCover]:
    """Somebody stands in for the educator of each of these placements between two days."""
    with written_by(by):
        if by_whom.role not in MAY_SUPERVISE:
            raise ValidationError(
                {"by_whom": "A practice educator, a social worker or a manager covers."}
            )
        if not by_whom.may_sign_in(starts_on):
            raise ValidationError({"by_whom": f"{by_whom} has no access on that day."})
        if ends_on < on:
            raise ValidationError({"ends_on": "These days are past. Cover is for days to come."})
        covers = []
        for placement in sorted(placements, key=lambda one: str(one.pk)):
            held = hold(placement)
            is_running(held)
            not_ones_own(held, by)
            _ends_before_another_educates(held, ends_on)
            cover = PlacementCover(
                placement=held,
                for_whom=held.practice_educator,
                by_whom=by_whom,
                starts_on=starts_on,
                ends_on=ends_on,
                why=why.strip(),
                made_by=by,
            )
            cover.full_clean()
            cover.save(force_insert=True)
            accounts.start_reporting_line(
                person=held.student,
                answers_to=by_whom,
                kind=ReportingLine.Kind.COVER,
                starts_on=starts_on,
                ends_on=ends_on,
                why=why.strip(),
                by=by,
            )
            covers.append(cover)
        refresh(TIMELINE, [cover.placement_id for cover in covers])
        _tell(covers, by)
        return covers


def end_cover(*, cover: PlacementCover, on: date, by: Person) -> PlacementCover | None:
    """`on` is its last day after all. None: it had not begun and is gone."""
    with written_by(by):
        held = PlacementCover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
        if on >= held.ends_on:
            raise ValidationError({"on": f"It ends on {said(held.ends_on)}: choose a day before."})
        lines = held.placement.student.lines_up.filter(
            answers_to=held.by_whom_id,
            kind=ReportingLine.Kind.COVER,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
        )
        for line in lines:
            accounts.end_reporting_line(line=line, on=on, why="Cover ended earlier", by=by)
        if held.starts_on > on:
            held.delete()
            refresh(TIMELINE, [held.placement_id])
            return None
        held.ends_on = on
        held.full_clean()
        held.save()
        refresh(TIMELINE, [held.placement_id])
        return held


def hand_back(*, cover: PlacementCover, text: str, by: Person) -> PlacementCover:
    """What the practice educator needs to know when they are back, from whoever covered."""
    with written_by(by):
        held = (
            PlacementCover.objects.select_for_update(of=("self",))
            .select_related("placement__student", "for_whom", "by_whom")
            .get(pk=cover.pk)
        )
        if not policies.may_hand_back(by, held):
            raise PermissionDenied("Whoever covers hands back.")
        known = [held.placement.student.name, held.for_whom.name, held.by_whom.name]
        refuse_names(held.placement.student_id, {"handed_back": text}, known=known)
        if not text.strip():
            raise ValidationError({"handed_back": "Write what they need to know."})
        held.handed_back, held.handed_back_at = text.strip(), timezone.now()
        held.full_clean()
        held.save()
        notify_many(
            [
                NewNotice(
                    recipient_id=held.for_whom_id,
                    key=f"placements.handed_back {held.pk} {held.handed_back_at:%Y%m%d%H%M}",
                    line="Whoever covered for you has left you a note.",
                    path=reverse("placements:change-list", args=[held.placement_id]),
                    root_type=PLACEMENT,
                    root_id=held.placement_id,
                )
            ]
        )
        return held


# What the actions are made of


def _ends_before_another_educates(placement: PracticePlacement, ends_on: date) -> None:
    planned = planned_educator(placement)
    if planned is not None and ends_on >= planned.starts_on:
        raise ValidationError(
            {
                "ends_on": f"{planned.name} educates {placement.student} from "
                f"{said(planned.starts_on)}: cover ends before that day."
            }
        )


def _tell(covers: Collection[PlacementCover], by: Person) -> None:
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.cover {cover.pk} {cover.ends_on}",
            line=f"Cover for a placement from {said(cover.starts_on)} to {said(cover.ends_on)}.",
            path=reverse("placements:change-list", args=[cover.placement_id]),
            root_type=PLACEMENT,
            root_id=cover.placement_id,
        )
        for cover in covers
        for person in {cover.by_whom_id, cover.for_whom_id, cover.placement.student_id} - {by.pk}
    )
