"""What is written about checks: the list itself, what was seen, what was taken back.

After each of them the student's access to children is worked out anew from that day on.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts import actions as accounts
from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from placements.checks import policies
from placements.checks.access import ONE_DAY, Period, from_day
from placements.checks.clocks import SUBJECT
from placements.checks.models import ChecklistItem, PlacementCheck, Verification
from placements.checks.reads import access_changes, access_of, drifted
from placements.models.placement import PracticePlacement
from placements.subjects import PLACEMENT
from timescales.actions import refresh

WHY = "Critical checks"
# A task that could not run for a while still tells what it missed.
TELL_BACK = timedelta(days=3)


def open_checklist(*, placement: PracticePlacement, by: Person | None) -> list[PlacementCheck]:
    """Ask everything on the intake's list, or on the standard one, of this student."""
    with written_by(by):
        items = ChecklistItem.objects.of_intake(placement.intake_id)
        checks = PlacementCheck.objects.bulk_create(
            PlacementCheck(placement=placement, item=item) for item in items
        )
        refresh(SUBJECT, [placement.pk])
        return checks


def verify_check(
    *,
    check: PlacementCheck,
    verified_on: date,
    by: Person,
    evidence: str = "",
    expires_on: date | None = None,
) -> Verification:
    """What was asked was seen on `verified_on` and holds to the end of `expires_on`, if it ends.

    With the last critical one children's records open by themselves, at the later of that day and
    the first day of the placement; they shut when the first one expires.
    """
    with written_by(by):
        placement = _held(check)
        if placement.student_id == by.pk:
            raise PermissionDenied("Nobody verifies their own checks.")
        item = check.item
        if item.ends and expires_on is None:
            raise ValidationError({"expires_on": "Say until when it holds."})
        seen = Verification(
            of_check=check,
            verified_on=verified_on,
            by=by,
            evidence=evidence.strip(),
            expires_on=expires_on,
        )
        seen.full_clean()
        seen.save(force_insert=True)
        if item.is_critical:
            set_access(placement=placement, on=verified_on, by=by)
        refresh(SUBJECT, [placement.pk])
        return seen


def revoke_verification(
    *, verification: Verification, on: date, why: str, by: Person
) -> Verification:
    """It does not stand after all: a mistake, or a certificate that was withdrawn. Children's
    records shut the same moment, and open again when the check is verified anew.
    """
    with written_by(by):
        placement = _held(verification.of_check)
        seen = Verification.objects.select_for_update().get(pk=verification.pk)
        if seen.revoked_on is not None:
            raise ValidationError("It was taken back already.")
        seen.revoked_on, seen.revoked_by, seen.revoked_why = on, by, why.strip()
        seen.full_clean()
        seen.save()
        if verification.of_check.item.is_critical:
            set_access(placement=placement, on=on, by=by)
        refresh(SUBJECT, [placement.pk])
        return seen


def record_induction(*, check: PlacementCheck, on: date, by: Person, note: str = "") -> None:
    """The student had this part of the induction on that day."""
    if check.item.part != ChecklistItem.Part.INDUCTION:
        raise ValidationError("This is a check: it is verified, not ticked.")
    if not policies.may_record_induction(by, check.placement):
        raise PermissionDenied("Whoever showed it says so.")
    verify_check(check=check, verified_on=on, evidence=note, by=by)


def save_item(*, item: ChecklistItem, on: date, by: Person | None, **facts: Any) -> ChecklistItem:
    """A new or changed line of a list. A new one is asked of the intake's students who have not
    begun by `on`; one that becomes critical, or is so no more, moves the doors of those asked.
    """
    with written_by(by):
        is_new = item._state.adding
        before = None if is_new else ChecklistItem.objects.select_for_update().get(pk=item.pk)
        for name, value in facts.items():
            setattr(item, name, value)
        item.full_clean()
        item.save()
        if is_new:
            _ask_those_to_come(item, on)
        if item.is_critical != (before is not None and before.is_critical):
            for placement in _asked(item):
                set_access(placement=placement, on=on, by=by)
        refresh(SUBJECT, [placement.pk for placement in _asked(item)])
        return item


def remove_item(*, item: ChecklistItem, on: date, by: Person) -> ChecklistItem:
    """Those who come from now on are not asked; those who were keep it, and what was seen."""
    with written_by(by):
        if item.removed_on is not None:
            raise ValidationError("It is off the list already.")
        item.removed_on = on
        item.full_clean()
        item.save()
        return item


def copy_standard_list(*, intake_id: UUID, by: Person | None) -> list[ChecklistItem]:
    """An intake begins with what the standard list asks on that day."""
    with written_by(by):
        copies = []
        for item in ChecklistItem.objects.of_intake(None):
            item.pk, item.intake_id = uuid4(), intake_id
            item._state.adding = True
            copies.append(item)
        return ChecklistItem.objects.bulk_create(copies)


def set_access(*, placement: PracticePlacement, on: date, by: Person | None) -> bool:
    """From `on` on, children's records are open to the student as the checks say. Days before stay
    as they were. True where something had to be changed.
    """
    with written_by(by):
        wanted = from_day(access_of([placement])[placement.pk], on)
        student = placement.student
        rows = student.children_access.exclude(ends_on__lt=on)
        if from_day([Period(row.starts_on, row.ends_on) for row in rows], on) == wanted:
            return False
        accounts.close_children_access(person=student, on=on - ONE_DAY, why=WHY, by=by)
        for period in wanted:
            accounts.open_children_access(
                person=student, starts_on=period.first, ends_on=period.last, why=WHY, by=by
            )
        return True


def put_access_right(*, on: date) -> list[UUID]:
    """Every running or coming placement whose access from `on` on is not what its checks say is put
    right; says which. There are none unless something was written past the actions.
    """
    wrong = drifted(on)
    for placement_id in wrong:
        with written_by(None):
            held = (
                PracticePlacement.objects.select_for_update(of=("self",))
                .select_related("student")
                .get(pk=placement_id)
            )
            if not held.has_ended:
                set_access(placement=held, on=on, by=None)
    return wrong


def tell_of_access(*, on: date) -> int:
    """Tell the student, who educates them and the team's managers that children's records opened,
    or shut for want of a check, these last days. Each once, however often this runs.
    """
    changes = access_changes(on - TELL_BACK, on)
    managers = managers_of({one.placement.student_id for one in changes}, on)
    rows = [
        NewNotice(
            recipient_id=recipient,
            key=f"access {change.placement.pk} {change.on} {change.is_open}",
            line=change.line,
            path=reverse("placements:check-list", args=[change.placement.pk]),
            urgency=Urgency.DIGEST if change.is_open else Urgency.URGENT,
            root_type=PLACEMENT,
            root_id=change.placement.pk,
        )
        for change in changes
        for recipient in {
            change.placement.student_id,
            change.placement.practice_educator_id,
            *(person.pk for person in managers[change.placement.student_id]),
        }
    ]
    notify_many(rows)
    return len(rows)


# What the actions are made of


def _ask_those_to_come(item: ChecklistItem, on: date) -> None:
    if item.intake_id is None:
        return
    coming = PracticePlacement.objects.filter(intake=item.intake_id, starts_on__gt=on, ends_on=None)
    PlacementCheck.objects.bulk_create(
        PlacementCheck(placement=placement, item=item) for placement in coming
    )


def _asked(item: ChecklistItem) -> list[PracticePlacement]:
    """Placements, running or to come, that ask this; locked until commit."""
    return list(
        PracticePlacement.objects.select_for_update(of=("self",))
        .select_related("student")
        .filter(ends_on=None, pk__in=item.checks.values("placement_id"))
        .order_by("pk")
    )


def _held(check: PlacementCheck) -> PracticePlacement:
    """The placement's row, locked until commit: checks, days and the end take turns."""
    placement = (
        PracticePlacement.objects.select_for_update(of=("self",))
        .select_related("student")
        .get(pk=check.placement_id)
    )
    if placement.has_ended:
        raise ValidationError(f"This placement ended on {placement.ends_on:%-d %B %Y}.")
    return placement
