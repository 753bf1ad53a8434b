"""A university's list: read and shown, imported whole, taken back within a day.

Nothing is half imported: what the preview showed is made in one transaction, and where the portal
has changed since, a new preview is shown instead. An undo is as whole: one row that has been used
since, and nothing is taken back.
"""

import hashlib
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person
from accounts.roles import Role
from partners.register import FileRefused
from placements.intake.actions.intakes import hold_intake
from placements.intake.actions.offers import name_student
from placements.intake.cohort_file import Refused, Row, read
from placements.intake.cohort_weighing import Outcome, Standing, offer_of, standing_for, weigh
from placements.intake.models import CohortImport, CohortRefusal, CohortRow, Intake
from placements.profile.actions import save_student_profile
from placements.profile.models import StudentAdjustments, StudentProfile

State = CohortImport.State
CHANGED = "The portal has changed since you looked. Please look again."


class Used(ValidationError):
    """A row cannot be taken back: something stands on it."""


def read_cohort(
    *, intake: Intake, content: bytes, file_name: str, at: datetime, by: Person
) -> CohortImport:
    """Read the list and keep what it would make, row by row. Nobody is made yet."""
    with written_by(by):
        new = CohortImport(
            intake=intake,
            state=State.READY,
            file_name=file_name[:200],
            file_sha256=hashlib.sha256(content).hexdigest(),
            by=by,
            made_at=at,
        )
        try:
            found = read(content)
        except FileRefused as refused:
            new.state, new.message, new.finished_at = State.FAILED, str(refused), at
            new.save(force_insert=True)
            return new
        new.header = found.header
        new.save(force_insert=True)
        taken, refused_rows = weigh(found.rows, standing_for(intake, found.rows))
        _keep(new, taken, [*found.refusals, *refused_rows])
        return new


def confirm_cohort(
    *, cohort_import: CohortImport, at: datetime, on: date, by: Person
) -> CohortImport:
    """Make what the preview shows, all of it. Where it would be different now, look again first."""
    with written_by(by):
        held = _held(cohort_import)
        if held.state != State.READY:
            raise ValidationError("This list was answered already.")
        hold_intake(held.intake)
        rows = list(held.rows.all())
        if not rows:
            raise ValidationError("No row of this file can be imported.")
        staged = [Row(row.line, row.values, row.cells) for row in rows]
        standing = standing_for(held.intake, staged)
        taken, refused = weigh(staged, standing)
        if [(row.line, row.outcome) for row in taken] != [(row.line, row.outcome) for row in rows]:
            held.rows.all().delete()
            _keep(held, taken, refused)
            held.message = CHANGED
            held.save()
            return held
        for row in rows:
            _make(row, standing, on, by)
        held.state, held.message, held.finished_at = State.DONE, "", at
        held.save()
        return held


def discard_cohort(*, cohort_import: CohortImport, at: datetime, by: Person) -> CohortImport:
    """Leave everything as it is. The refusals stay, for the failed-rows file."""
    with written_by(by):
        held = _held(cohort_import)
        if held.state == State.READY:
            held.state, held.finished_at = State.DISCARDED, at
            held.save()
            held.rows.all().delete()
        return held


def undo_cohort(*, cohort_import: CohortImport, at: datetime, by: Person) -> CohortImport:
    """Take back, within a day, everybody this import made. Raises ValidationError, naming each row
    that has been used since; then nothing is taken back.
    """
    with written_by(by):
        held = _held(cohort_import)
        if not held.may_be_undone(at):
            raise ValidationError("An import can be undone within a day, and once.")
        hold_intake(held.intake)
        used = []
        for row in held.rows.select_related("nomination", "person"):
            try:
                with transaction.atomic():
                    _take_back(row, by)
            except Used as why:
                used.append(f"Line {row.line}: {why.message}")
        if used:
            raise ValidationError(used)
        held.state, held.undone_by, held.undone_at = State.UNDONE, by, at
        held.save()
        return held


# What the steps are made of


def _held(cohort_import: CohortImport) -> CohortImport:
    return (
        CohortImport.objects.select_for_update(of=("self",))
        .select_related("intake__team")
        .get(pk=cohort_import.pk)
    )


def _keep(target: CohortImport, rows: list[CohortRow], refusals: list[Refused]) -> None:
    for row in rows:
        row.cohort_import = target
    CohortRow.objects.bulk_create(rows)
    CohortRefusal.objects.bulk_create(
        CohortRefusal(cohort_import=target, line=one.line, reason=one.reason, cells=one.cells)
        for one in sorted(refusals, key=lambda one: one.line)
    )


def _make(row: CohortRow, standing: Standing, on: date, by: Person) -> None:
    """The person where they are new, their profile, and their place."""
    values = row.values
    offer = offer_of(values, standing)
    starts_on = (
        date.fromisoformat(values["starts_on"])
        if values["starts_on"]
        else standing.intake.starts_on
    )
    person = standing.people.get(values["email"])
    if person is None:
        person = accounts.add_person(
            email=values["email"],
            name=values["name"],
            role=Role.STUDENT,
            access_from=on,
            by=by,
        )
    known = StudentProfile.objects.filter(person=person).first()
    if known is None:
        is_final = values["days_total"] == 100
        save_student_profile(
            student=person,
            team=standing.intake.team,
            university=offer.university,
            level=StudentProfile.Level.FINAL if is_final else StudentProfile.Level.FIRST,
            programme=values["programme"],
            learning_needs=values["learning_needs"],
            home_area=values["home_area"],
            travel=values["travel"],
            by=by,
        )
    row.person = person
    row.made_profile = known is None
    row.nomination = name_student(
        offer=offer,
        student=person,
        starts_on=starts_on,
        weekdays=values["weekdays"],
        named_on=on,
        by=by,
    )
    row.save()


def _take_back(row: CohortRow, by: Person) -> None:
    """The row's place, profile and person go, in that order; whatever stands on one of them stops
    it. A student whom the portal knew before keeps everything but the place.
    """
    place, person = row.nomination, row.person
    if place is None or person is None:
        raise Used("what it made is gone already.")
    name = person.name
    if place.withdrawn_on is not None:
        raise Used(f"{name} has been withdrawn since.")
    if hasattr(place, "match"):
        raise Used(f"a placement is arranged for {name}.")
    profile = StudentProfile.objects.filter(person=person).first()
    if row.made_profile and profile is not None:
        if _differs(profile, row):
            raise Used(f"the profile of {name} has been changed since.")
        if StudentAdjustments.objects.filter(profile=profile).exists():
            raise Used(f"{name} has told their adjustments.")
    row.nomination = row.person = None
    row.save()
    try:
        place.delete()
        if row.made_profile and profile is not None:
            profile.delete()
        if row.outcome == Outcome.NEW:
            accounts.take_back_person(person=person, by=by)
    except (ProtectedError, ValidationError) as error:
        raise Used(f"{name} has been used since.") from error


def _differs(profile: StudentProfile, row: CohortRow) -> bool:
    fields = ("programme", "learning_needs", "home_area", "travel")
    return any(getattr(profile, name) != row.values[name] for name in fields)
