"""Verbs about parental responsibility and recourse to public funds."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.family.codes import Basis
from casework.family.models import FamilyMember, NoRecourse, ParentalResponsibility


def record_responsibility(
    *,
    child: Child,
    member: FamilyMember,
    basis: str,
    starts_on: date,
    by: Person,
    why: str = "",
) -> ParentalResponsibility:
    """Somebody has parental responsibility from that day, or is known not to.

    What was recorded before ends the day before; what was recorded from the same day is corrected.
    """
    with written_by(by):
        open_now = ParentalResponsibility.objects.select_for_update().filter(
            child=child, member=member, ends_on=None
        )
        row = open_now.filter(starts_on=starts_on).first() or ParentalResponsibility(
            child=child, member=member, starts_on=starts_on
        )
        row.basis, row.why = basis, why.strip()
        for before in open_now.filter(starts_on__lt=starts_on):
            before.ends_on = starts_on - timedelta(days=1)
            before.save()
        row.full_clean()
        row.save()
        if row.basis != Basis.BIRTH_MOTHER:  # a birth tells nobody anything new
            record(
                kind="casework.responsibility_recorded",
                child=child,
                happened_on=row.starts_on,
                by=by,
                summary=f"Parental responsibility: {row.get_basis_display()}",
                details={
                    "who": member.full_name,
                    "basis": row.get_basis_display(),
                    "has": row.basis != Basis.NONE,
                    "why": row.why,
                },
                source_type="casework.parental_responsibility",
                source_id=row.pk,
            )
        return row


def end_responsibility(
    *, responsibility: ParentalResponsibility, on: date, why: str, by: Person
) -> ParentalResponsibility:
    """It ended with that day: an order was discharged, or what we were told was wrong."""
    with written_by(by):
        held = ParentalResponsibility.objects.select_for_update(of=("self",)).get(
            pk=responsibility.pk
        )
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        held.save()
        return held


def record_no_recourse(
    *, member: FamilyMember, starts_on: date, source: str, by: Person
) -> NoRecourse:
    """A person has no recourse to public funds, and how we know."""
    with written_by(by):
        row = NoRecourse(member=member, starts_on=starts_on, source=source.strip())
        row.full_clean()
        row.save(force_insert=True)
        return row


def end_no_recourse(*, no_recourse: NoRecourse, on: date, why: str, by: Person) -> NoRecourse:
    """The condition was lifted; `on` is the last day it held."""
    with written_by(by):
        held = NoRecourse.objects.select_for_update(of=("self",)).get(pk=no_recourse.pk)
        if on < held.starts_on:
            raise ValidationError({"on": f"It held from {held.starts_on:%-d %B %Y}."})
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        held.save()
        return held
