"""Everything that is written about a placement itself: begin and end."""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person, Team, in_force
from accounts.roles import Role
from govuk.charts import number
from partners.models import ContactPerson, University
from placements.checks.actions import open_checklist
from placements.checks.clocks import SUBJECT as CHECKS
from placements.days import counted
from placements.holding import hold, is_running
from placements.models import (
    EducatorProfile,
    Intake,
    PlacementRole,
    PracticePlacement,
)
from placements.models.placement import MONDAY_TO_FRIDAY
from placements.profile.actions import end_roles, hold_place, start_role
from placements.projection import Pattern, planned_end
from placements.subjects import TIMELINE
from placements.workload import put_right
from timescales.actions import refresh
from timescales.calendars import load_calendar

ONE_DAY = timedelta(days=1)


def start_placement(
    *,
    student: Person,
    practice_educator: Person,
    university: University,
    team: Team,
    days_total: int,
    starts_on: date,
    by: Person | None,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    tutor: ContactPerson | None = None,
    planned_ends_on: date | None = None,
    intake: Intake | None = None,
    supervisor: Person | None = None,
    mentor: Person | None = None,
    override_reason: str = "",
    on: date | None = None,
) -> PracticePlacement:
    """A placement and what follows from it: the team, the roles and who answers for the student,
    the checks to verify, and the work the student may carry, growing by the university's rule.

    Children's records stay shut until every critical check is verified: see `verify_check`. The
    educator's stage and room are checked under a lock: see `hold_place`. `on` is the day it is
    arranged; unless given, its first day.
    """
    _can_take_part(student, practice_educator, university, tutor)
    pattern = Pattern(starts_on, frozenset(weekdays), days_total)
    with written_by(by):
        placement = PracticePlacement(
            student=student,
            practice_educator=practice_educator,
            team=team,
            university=university,
            tutor=tutor,
            intake=intake,
            days_total=days_total,
            weekdays=sorted(pattern.weekdays),
            starts_on=starts_on,
            planned_ends_on=planned_ends_on
            or (planned_end(pattern, load_calendar()) if pattern.weekdays else starts_on),
        )
        placement.full_clean()
        placement.save(force_insert=True)
        if not student.memberships.filter(in_force(starts_on), team=team).exists():
            accounts.join_team(
                person=student, team=team, starts_on=starts_on, why=_why(placement), by=by
            )
        hold_place(
            placement=placement,
            mentor=mentor,
            supervisor=supervisor,
            on=on or starts_on,
            override_reason=override_reason,
            by=by,
        )
        _start_roles(placement, supervisor, mentor, by)
        open_checklist(placement=placement, by=by)
        put_right(placement, first=placement.starts_on, by=by)
        refresh(TIMELINE, [placement.pk])
        return placement


def end_placement(
    *,
    placement: PracticePlacement,
    on: date,
    outcome: PracticePlacement.Outcome | str,
    by: Person | None,
) -> PracticePlacement:
    """`on` is the last day. At its midnight the student's access to children ends, with the lines
    to whoever answered for them, their place in the team and the work they may carry.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        if by is not None and by.pk == held.student_id:
            raise PermissionDenied("Nobody ends their own placement.")
        _ledger_allows_the_end(held, on, outcome)
        held.ends_on, held.outcome = on, outcome
        held.full_clean()
        held.save()
        why = _why(held, "ended")
        student = held.student
        _end_suspension(held, on)
        accounts.close_children_access(person=student, on=on, why=why, by=by)
        for line in student.lines_up.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
            accounts.end_reporting_line(line=line, on=on, why=why, by=by)
        ours = student.memberships.filter(Q(ends_on=None) | Q(ends_on__gt=on), team=held.team)
        for membership in ours:
            accounts.leave_team(membership=membership, on=on, why=why, by=by)
        accounts.set_workload_limit(person=student, cases=0, starts_on=on + ONE_DAY, why=why, by=by)
        end_roles(placement=held, on=on, why=why, by=by)
        refresh(CHECKS, [held.pk])
        refresh(TIMELINE, [held.pk])
        return held


# What the actions are made of


def _why(placement: PracticePlacement, what: str = "") -> str:
    return f"Practice placement of {placement.days_total} days {what}".strip()


def _can_take_part(
    student: Person,
    practice_educator: Person,
    university: University,
    tutor: ContactPerson | None,
) -> None:
    errors = {}
    if student.role != Role.STUDENT:
        errors["student"] = "Only a student goes on a practice placement."
    if practice_educator.role != Role.PRACTICE_EDUCATOR:
        errors["practice_educator"] = "Choose a practice educator."
    if tutor is not None and tutor.university_id != university.pk:
        errors["tutor"] = "The tutor is of another university."
    if errors:
        raise ValidationError(errors)


def _start_roles(
    placement: PracticePlacement,
    supervisor: Person | None,
    mentor: Person | None,
    by: Person | None,
) -> None:
    is_off_site = EducatorProfile.objects.filter(
        person=placement.practice_educator, mode=EducatorProfile.Mode.OFF_SITE
    ).exists()
    educator = PlacementRole.Kind.OFF_SITE if is_off_site else PlacementRole.Kind.ON_SITE
    for kind, person in (
        (educator, placement.practice_educator),
        (PlacementRole.Kind.SUPERVISOR, supervisor),
        (PlacementRole.Kind.MENTOR, mentor),
    ):
        if person is not None:
            start_role(
                placement=placement,
                kind=kind,
                person=person,
                starts_on=placement.starts_on,
                why=_why(placement),
                by=by,
            )
    if placement.tutor is not None:
        start_role(
            placement=placement,
            kind=PlacementRole.Kind.TUTOR,
            contact=placement.tutor,
            starts_on=placement.starts_on,
            why=_why(placement),
            by=by,
        )


def _end_suspension(placement: PracticePlacement, on: date) -> None:
    """A placement that ended does not stand still any longer."""
    for suspension in placement.suspensions.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        if suspension.starts_on > on:
            suspension.delete()
        else:
            suspension.ends_on = on
            suspension.full_clean()
            suspension.save()


def _ledger_allows_the_end(
    placement: PracticePlacement, on: date, outcome: PracticePlacement.Outcome | str
) -> None:
    later = placement.days.filter(on__gt=on).first()
    if later is not None:
        raise ValidationError(
            {"ends_on": f"The ledger has a day after that: {later.on:%-d %B %Y}."}
        )
    done = counted([placement.pk], on)[placement.pk].days
    if outcome == PracticePlacement.Outcome.COMPLETED and done < placement.days_total:
        so_far = f"{number(float(done))} of {placement.days_total}"
        raise ValidationError({"outcome": f"{so_far} days are counted by then."})
