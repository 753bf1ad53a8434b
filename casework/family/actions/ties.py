"""Verbs about what holds between two people of a family."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.family.codes import COUPLES, EITHER_WAY, TieEnd
from casework.family.models import FamilyMember, Tie
from records.conflicts import save_next_version


def record_tie(
    *,
    one: FamilyMember,
    other: FamilyMember,
    kind: str,
    by: Person,
    starts_on: date | None = None,
    note: str = "",
) -> Tie:
    """Two people are married, partners, parent and child, or otherwise related."""
    with written_by(by):
        if kind in EITHER_WAY and other.pk < one.pk:
            # The same both ways, so it is kept one way and cannot be recorded twice.
            one, other = other, one
        tie = Tie(one=one, other=other, kind=kind, starts_on=starts_on, note=note.strip())
        tie.full_clean()
        if Tie.objects.filter(one=other, other=one, kind=kind, ended_on=None).exists():
            raise ValidationError("It is recorded the other way round: nobody is both.")
        tie.save(force_insert=True)
        return tie


def end_tie(*, tie: Tie, on: date, how: str, by: Person) -> Tie:
    """They separated, were divorced, or one died; it stays on the record."""
    with written_by(by):
        held = Tie.objects.select_for_update(of=("self",)).get(pk=tie.pk)
        if how in {TieEnd.SEPARATED, TieEnd.DIVORCED} and held.kind not in COUPLES:
            raise ValidationError({"how": "Only a couple separates. Choose another reason."})
        held.ended_on, held.ended_how = on, how
        held.full_clean()
        return save_next_version(held)
