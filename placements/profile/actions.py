"""What is written about who takes part: profiles, awards, renewals, and roles on a placement."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person, ReportingLine, Team
from accounts.roles import Role
from partners.models import ContactPerson, University
from placements.models.placement import PracticePlacement
from placements.profile import policies
from placements.profile.clocks import SUBJECT
from placements.profile.models import (
    CapacityOverride,
    EducatorProfile,
    PepsAward,
    PlacementRole,
    StudentAdjustments,
    StudentProfile,
)
from placements.profile.reads import Educator, educators
from placements.profile.standing import Standing
from timescales.actions import refresh

Kind = PlacementRole.Kind


def save_student_profile(
    *,
    student: Person,
    team: Team,
    university: University,
    level: str,
    by: Person | None,
    programme: str = "",
    learning_needs: str = "",
    home_area: str = "",
    travel: str = "",
) -> StudentProfile:
    """A new or changed profile; the student keeps their own, who arranges placements the others."""
    with written_by(by):
        if student.role != Role.STUDENT:
            raise ValidationError({"student": "Only a student has a student's profile."})
        profile = StudentProfile.objects.select_for_update().filter(
            person=student
        ).first() or StudentProfile(person=student)
        if by is not None and not policies.may_edit_student(by, profile):
            raise PermissionDenied("A profile is kept by its student or who arranges placements.")
        profile.team, profile.university, profile.level = team, university, level
        profile.programme, profile.learning_needs = programme.strip(), learning_needs.strip()
        profile.home_area, profile.travel = home_area.strip(), travel
        profile.full_clean()
        profile.save()
        return profile


def save_adjustments(
    *,
    profile: StudentProfile,
    needs: Collection[str],
    words: str,
    agreed_on: date | None,
    by: Person,
) -> StudentAdjustments:
    """What this student needs; only they and the manager write it."""
    with written_by(by):
        if not policies.may_edit_adjustments(by, profile):
            raise PermissionDenied("Adjustments are written by the student or their manager.")
        found = StudentAdjustments.objects.select_for_update().filter(
            profile=profile
        ).first() or StudentAdjustments(profile=profile)
        found.needs, found.words, found.agreed_on = sorted(needs), words.strip(), agreed_on
        found.full_clean()
        found.save()
        return found


def save_educator_profile(
    *, educator: Person, team: Team, by: Person | None, **facts: Any
) -> EducatorProfile:
    """A new or changed profile: `mode`, `hours_a_week`, `desks`, `base_area`, `can_offer`,
    `registered_until`, `educated_elsewhere_until`; what is not given stays."""
    with written_by(by):
        if educator.role != Role.PRACTICE_EDUCATOR:
            raise ValidationError({"educator": "Only a practice educator has this profile."})
        profile = EducatorProfile.objects.select_for_update().filter(
            person=educator
        ).first() or EducatorProfile(person=educator)
        if by is not None and not policies.may_edit_educator(by, profile):
            raise PermissionDenied("A profile is kept by its educator or who arranges placements.")
        profile.team = team
        for name, value in facts.items():
            setattr(profile, name, value)
        profile.full_clean()
        profile.save()
        refresh(SUBJECT, [profile.pk])
        return profile


def record_award(
    *, profile: EducatorProfile, stage: int, awarded_on: date, awarded_by: str, by: Person | None
) -> PepsAward:
    """A stage of the educator standards. Nobody awards their own: another hand records it."""
    with written_by(by):
        if by is not None and by.pk == profile.person_id:
            raise PermissionDenied("Somebody else records your award, having seen it.")
        award = PepsAward(
            profile=profile, stage=stage, awarded_on=awarded_on, awarded_by=awarded_by.strip()
        )
        award.full_clean()
        award.save(force_insert=True)
        return award


def start_role(
    *,
    placement: PracticePlacement,
    kind: str,
    starts_on: date,
    why: str,
    by: Person | None,
    person: Person | None = None,
    contact: ContactPerson | None = None,
) -> PlacementRole:
    """Somebody takes a role on a placement, and answers for the student as the role asks.

    An on-site educator and an on-site supervisor answer for the student's cases; an off-site
    educator for learning alone; a mentor and a tutor get no line from it.
    """
    with written_by(by):
        if kind == Kind.SUPERVISOR and (
            person is None or person.role not in policies.MAY_SUPERVISE
        ):
            raise ValidationError(
                {"supervisor": "A supervisor is a social worker, an educator or a manager."}
            )
        role = PlacementRole(
            placement=placement,
            kind=kind,
            person=person,
            contact=contact,
            starts_on=starts_on,
            why=why,
        )
        role.full_clean()
        role.save(force_insert=True)
        line = {
            Kind.ON_SITE: ReportingLine.Kind.CASE,
            Kind.SUPERVISOR: ReportingLine.Kind.CASE,
            Kind.OFF_SITE: ReportingLine.Kind.LEARNING_ONLY,
        }.get(Kind(kind))
        if line is not None and person is not None:
            accounts.start_reporting_line(
                person=placement.student,
                answers_to=person,
                kind=line,
                starts_on=starts_on,
                why=why,
                by=by,
            )
        return role


def end_role(*, role: PlacementRole, on: date, why: str, by: Person) -> PlacementRole:
    """`on` is the last day somebody supervises or mentors; a supervisor's line ends with it. An
    educator or tutor is changed, not only ended: a placement is never without them.
    """
    with written_by(by):
        held = PlacementRole.objects.select_for_update().get(pk=role.pk)
        if held.kind not in PlacementRole.MAY_END_ALONE:
            raise ValidationError("A placement is never without this role: name who takes it over.")
        if held.ends_on is not None:
            raise ValidationError("It has ended already.")
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        held.save()
        if held.kind == Kind.SUPERVISOR:
            for line in role.placement.student.lines_up.filter(
                answers_to=held.person, kind=ReportingLine.Kind.CASE, ends_on=None
            ):
                accounts.end_reporting_line(line=line, on=on, why=why, by=by)
        return held


def end_roles(
    *, placement: PracticePlacement, on: date, why: str, by: Person | None, kind: str = ""
) -> None:
    """`on` is the last day of the placement's roles, or of one kind; what had not begun is gone.
    The lines that came with them are ended by the action that ends the placement or the role."""
    with written_by(by):
        rows = PlacementRole.objects.select_for_update().filter(placement=placement)
        for role in rows.filter(kind=kind) if kind else rows:
            if role.starts_on > on:
                role.delete()
            elif role.ends_on is None or role.ends_on > on:
                role.ends_on, role.why = on, why
                role.full_clean()
                role.save()


def hold_place(
    *,
    placement: PracticePlacement,
    mentor: Person | None,
    supervisor: Person | None,
    on: date,
    override_reason: str = "",
    since: date | None = None,
    educator: Person | None = None,
    by: Person | None,
) -> CapacityOverride | None:
    """Make sure that the placement's educator, or who is to be it, may take it and has room, until
    commit; with `since`, for the days from then on alone.

    Two placements with one educator take turns at the educator's row. What the stage forbids nobody
    overrides; too little room the manager does, with a reason that is kept. Cover is no placement
    and so never comes here. The placement is saved already and leaves itself out of the count.
    """
    with written_by(by):
        educator = educator or placement.practice_educator
        held = _hold(educator, on, placement)
        _may_take(held, placement, mentor, supervisor, on)
        first = min(since or placement.starts_on, placement.planned_ends_on)
        taken = held.taken(first, placement.planned_ends_on) if held else 0
        room = held.places if held else 0
        if taken < room:
            return None
        if not override_reason.strip():
            raise ValidationError({"practice_educator": _full(educator, held, taken, room)})
        if by is not None and not policies.is_team_manager(by):
            raise PermissionDenied("Only the team manager goes past an educator's room.")
        if by is None:
            raise ValidationError("An override is somebody's.")
        override = CapacityOverride.objects.filter(placement=placement).first() or CapacityOverride(
            placement=placement
        )
        override.taken, override.places = taken, room
        override.reason, override.by, override.on = override_reason.strip(), by, on
        override.full_clean()
        override.save()
        return override


# What the actions are made of


def _hold(person: Person, on: date, without: PracticePlacement) -> Educator | None:
    """The educator as they stand, their row locked until commit; None without a profile."""
    profiles = EducatorProfile.objects.select_for_update(of=("self",)).filter(person=person)
    return next(iter(educators(profiles, on, without=without.pk)), None)


def _may_take(
    held: Educator | None,
    placement: PracticePlacement,
    mentor: Person | None,
    supervisor: Person | None,
    on: date,
) -> None:
    if mentor is not None and not _is_at_stage_two(mentor, on):
        raise ValidationError({"mentor": "A mentor is a practice educator at Stage 2."})
    standing = held.standing if held else Standing(stage=0)
    bars = standing.bars(placement.days_total, on, has_mentor=mentor is not None)
    if bars:
        raise ValidationError({"practice_educator": bars})
    if standing.is_off_site and supervisor is None:
        raise ValidationError(
            {"supervisor": "With an off-site educator somebody in the team supervises every day."}
        )


def _is_at_stage_two(person: Person, on: date) -> bool:
    return PepsAward.objects.filter(
        profile__person=person, stage=PepsAward.Stage.TWO, awarded_on__lte=on
    ).exists()


def _full(educator: Person, held: Educator | None, taken: int, room: int) -> str:
    name = educator.name
    if held is None:
        return f"Nothing is recorded of the hours and desks of {name}. Record them, or say why."
    return (
        f"{name} has room for {room} by hours and desks and {taken} then. "
        "Choose somebody else, or say why there is room all the same."
    )
