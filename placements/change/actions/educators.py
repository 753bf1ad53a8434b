"""Another practice educator, from today, from a day before, or from a day to come."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person, ReportingLine
from accounts.roles import Role
from notices.actions import NewNotice, notify, notify_many
from placements.change.actions.cover import end_cover
from placements.change.actions.recording import (
    Kind,
    in_roles,
    not_ones_own,
    planned_educator,
    record,
    said,
)
from placements.change.models import PlacementChange
from placements.checks.clocks import SUBJECT as CHECKS
from placements.concern.models import Concern
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.profile.actions import end_roles, hold_place, start_role
from placements.profile.models import EducatorProfile, PlacementRole
from placements.subjects import CONCERN, PLACEMENT, TIMELINE
from timescales.actions import refresh

ONE_DAY = timedelta(days=1)
# The lines that come with a role; cover's is another matter.
OURS = (ReportingLine.Kind.CASE, ReportingLine.Kind.LEARNING_ONLY)


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
    """From `from_on` somebody else educates. Their stage and room are checked under a lock; lines
    and roles end and begin on that day, covers for the one before end with it, and what is due
    follows: at once, or, for a day to come of a placement that runs then, on that day
    (`hand_over`).
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        not_ones_own(held, by)
        before = held.practice_educator
        _none_is_planned(held)
        _may_follow(held, practice_educator, from_on, on)
        last_day = from_on - ONE_DAY
        for educating in PlacementRole.EDUCATORS:
            end_roles(placement=held, on=last_day, why=why, by=by, kind=educating)
        _end_lines(held, before, last_day, why, by)
        for cover in held.covers.filter(for_whom=before, ends_on__gte=from_on):
            end_cover(cover=cover, on=last_day, by=by)
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
            educator=practice_educator,
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
        if from_on <= max(on, held.starts_on):
            _educates_now(held, practice_educator)
        else:
            _tell_who_comes(held, practice_educator, from_on)
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


def take_back_educator(
    *, placement: PracticePlacement, why: str, on: date, by: Person
) -> PlacementChange:
    """A change to come is taken back before its day: who educates now goes on, with the mentor and
    supervisor of now. Cover that was cut short for it stays as it is.
    """
    with written_by(by):
        held = hold(placement)
        not_ones_own(held, by)
        planned = planned_educator(held)
        if planned is None or planned.starts_on <= on:
            raise ValidationError("No change of practice educator is to come.")
        from_on = planned.starts_on
        kinds = set(PlacementRole.EDUCATORS)
        for role in held.roles.filter(starts_on=from_on).select_related("person"):
            if role.person is None:
                continue
            kinds.add(PlacementRole.Kind(role.kind))
            _end_lines(held, role.person, from_on - ONE_DAY, why, by)
            role.delete()
        for role in held.roles.filter(ends_on=from_on - ONE_DAY, kind__in=kinds):
            _goes_on(role, held, from_on, why, by)
        return record(
            placement=held,
            kind=Kind.EDUCATOR,
            from_on=from_on,
            before=planned.name,
            after=held.practice_educator.name,
            why=why,
            on=on,
            by=by,
        )


def hand_over(*, on: date) -> int:
    """Who was to educate from a day on does so once it has come; says on how many placements."""
    educating = PlacementRole.objects.in_force(on).filter(kind__in=PlacementRole.EDUCATORS)
    stays = educating.filter(
        placement=OuterRef("placement"), person=OuterRef("placement__practice_educator")
    )
    due = educating.filter(
        Q(placement__ends_on=None) | Q(placement__ends_on__gte=on), ~Exists(stays)
    )
    roles = list(due.select_related("placement", "person"))
    for role in roles:
        with written_by(None):
            held = hold(role.placement)
            if role.person is None or held.practice_educator_id == role.person_id:
                continue
            _educates_now(held, role.person)
            _tell_who_educates(held, role)
    return len(roles)


# What the actions are made of


def _none_is_planned(placement: PracticePlacement) -> None:
    planned = planned_educator(placement)
    if planned is not None:
        first = said(planned.starts_on)
        raise ValidationError(
            {"practice_educator": f"{planned.name} educates from {first}: take that back first."}
        )


def _educates_now(placement: PracticePlacement, person: Person) -> None:
    """What is due, and who is told, follows in the same moment."""
    placement.practice_educator = person
    placement.full_clean()
    placement.save()
    refresh(CHECKS, [placement.pk])
    refresh(TIMELINE, [placement.pk])
    refresh(CONCERN, list(Concern.objects.filter(placement=placement).values_list("pk", flat=True)))


def _goes_on(
    role: PlacementRole, placement: PracticePlacement, from_on: date, why: str, by: Person
) -> None:
    """A role that was to end on the day before goes on, and so does the line that came with it."""
    role.ends_on = None
    role.full_clean()
    role.save()
    line = placement.student.lines_up.filter(
        answers_to=role.person, kind__in=OURS, ends_on=from_on - ONE_DAY
    ).first()
    if line is not None:
        accounts.start_reporting_line(
            person=placement.student,
            answers_to=line.answers_to,
            kind=line.kind,
            starts_on=from_on,
            why=why,
            by=by,
        )


def _tell_who_comes(placement: PracticePlacement, person: Person, from_on: date) -> None:
    """They cannot read the placement before their day: no name, and no way in."""
    notify(
        recipient=person,
        key=f"placements.educates {placement.pk} {from_on}",
        line=f"You are to educate on a placement from {said(from_on)}. It opens on that day.",
        path=reverse("placements:placement-list"),
    )


def _tell_who_educates(placement: PracticePlacement, role: PlacementRole) -> None:
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.handed_over {role.pk}",
            line="A placement you have a part in has its new practice educator from today.",
            path=reverse("placements:placement-detail", args=[placement.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
        )
        for person in {role.person_id, placement.student_id}
        if person is not None
    )


def _may_follow(placement: PracticePlacement, person: Person, from_on: date, on: date) -> None:
    if person.role != Role.PRACTICE_EDUCATOR:
        raise ValidationError({"practice_educator": "Choose a practice educator."})
    if person.pk == placement.practice_educator_id:
        raise ValidationError({"practice_educator": f"{person} educates already."})
    if from_on < placement.starts_on:
        first = said(placement.starts_on)
        raise ValidationError({"from_on": f"The placement begins on {first}."})
    if from_on > max(on, placement.planned_ends_on):
        last = said(placement.planned_ends_on)
        raise ValidationError({"from_on": f"The placement is planned until {last}."})
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
    for line in placement.student.lines_up.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), answers_to=person, kind__in=OURS
    ):
        accounts.end_reporting_line(line=line, on=on, why=why, by=by)


def _educator_kind(person: Person) -> str:
    is_off_site = EducatorProfile.objects.filter(
        person=person, mode=EducatorProfile.Mode.OFF_SITE
    ).exists()
    return PlacementRole.Kind.OFF_SITE if is_off_site else PlacementRole.Kind.ON_SITE
