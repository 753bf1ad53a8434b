"""Another practice educator, and somebody who stands in for one between two days."""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person, ReportingLine
from accounts.roles import Role
from notices.actions import NewNotice, notify_many
from placements.change import policies
from placements.change.actions.recording import Kind, in_roles, not_ones_own, record, said
from placements.change.models import PlacementChange, PlacementCover
from placements.checks.clocks import SUBJECT as CHECKS
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.naming import refuse_names
from placements.profile.actions import end_roles, hold_place, start_role
from placements.profile.models import EducatorProfile, PlacementRole
from placements.profile.policies import MAY_SUPERVISE
from placements.subjects import PLACEMENT, TIMELINE
from timescales.actions import refresh

ONE_DAY = timedelta(days=1)


def change_educator(
    *,
    placement: PracticePlacement,
    practice_educator: Person,
    from_on: date,
    why: str,
    on: date,
    by: Person,
    mentor: Person | None = None,
    supervisor: Person | None = None,
    override_reason: str = "",
) -> PlacementChange:
    """From `from_on`, today or a day before, somebody else educates. Their stage and room are
    checked under a lock; lines, queue, reminders and what is due follow in the same moment, and
    covers for the one before end. For days to come there is cover.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        before = held.practice_educator
        _may_follow(held, practice_educator, from_on, on)
        last_day = from_on - ONE_DAY
        for educating in PlacementRole.EDUCATORS:
            end_roles(placement=held, on=last_day, why=why, by=by, kind=educating)
        _end_lines(held, before, last_day, why, by)
        for cover in held.covers.filter(for_whom=before, ends_on__gte=from_on):
            end_cover(cover=cover, on=last_day, by=by)
        held.practice_educator = practice_educator
        held.full_clean()
        held.save()
        before_it = in_roles(held)
        for kind, person, held_by in (
            (PlacementRole.Kind.MENTOR, mentor, before_it["mentor"]),
            (PlacementRole.Kind.SUPERVISOR, supervisor, before_it["supervisor"]),
        ):
            if person is not None and person != held_by:
                end_roles(placement=held, on=last_day, why=why, by=by, kind=kind)
                if kind == PlacementRole.Kind.SUPERVISOR and held_by is not None:
                    _end_lines(held, held_by, last_day, why, by)
                start_role(
                    placement=held, kind=kind, person=person, starts_on=from_on, why=why, by=by
                )
        hold_place(
            placement=held,
            mentor=mentor or before_it["mentor"],
            supervisor=supervisor or before_it["supervisor"],
            since=from_on,
            on=on,
            override_reason=override_reason,
            by=by,
        )
        start_role(
            placement=held,
            kind=_educator_kind(practice_educator),
            person=practice_educator,
            starts_on=from_on,
            why=why,
            by=by,
        )
        refresh(CHECKS, [held.pk])
        refresh(TIMELINE, [held.pk])
        return record(
            placement=held,
            kind=Kind.EDUCATOR,
            from_on=from_on,
            before=before.name,
            after=practice_educator.name,
            why=why,
            on=on,
            by=by,
            also=(before.pk,),
        )


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


def _may_follow(placement: PracticePlacement, person: Person, from_on: date, on: date) -> None:
    if person.role != Role.PRACTICE_EDUCATOR:
        raise ValidationError({"practice_educator": "Choose a practice educator."})
    if person.pk == placement.practice_educator_id:
        raise ValidationError({"practice_educator": f"{person} educates already."})
    if from_on < placement.starts_on:
        first = said(placement.starts_on)
        raise ValidationError({"from_on": f"The placement begins on {first}."})
    if from_on > max(on, placement.starts_on):
        raise ValidationError(
            {"from_on": "Choose today or a day before. For days to come, arrange cover."}
        )
    answers = placement.student.lines_up.filter(
        Q(ends_on=None) | Q(ends_on__gte=from_on), answers_to=person, kind=ReportingLine.Kind.CASE
    )
    if answers.exists():
        raise ValidationError(
            {"practice_educator": f"{person} supervises on site already: end that role first."}
        )


def _end_lines(
    placement: PracticePlacement, person: Person, on: date, why: str, by: Person
) -> None:
    """They answer for the student no longer; cover of theirs is another matter."""
    ours = (ReportingLine.Kind.CASE, ReportingLine.Kind.LEARNING_ONLY)
    for line in placement.student.lines_up.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), answers_to=person, kind__in=ours
    ):
        accounts.end_reporting_line(line=line, on=on, why=why, by=by)


def _educator_kind(person: Person) -> str:
    is_off_site = EducatorProfile.objects.filter(
        person=person, mode=EducatorProfile.Mode.OFF_SITE
    ).exists()
    return PlacementRole.Kind.OFF_SITE if is_off_site else PlacementRole.Kind.ON_SITE


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
