"""Verbs about education facts. What was wrong is withdrawn and recorded anew; nothing is erased."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.family.education.models import Attendance, EducationFact
from records.conflicts import save_next_version

# School ends on the last Friday of June of the year in which the child is 16 by the end of August.
LEAVES_SCHOOL_AT = 15


def record_attendance(*, child: Child, by: Person, **facts: Any) -> Attendance:
    """Sessions possible and attended between two days, from a source. Raises ValidationError."""
    with written_by(by):
        row = Attendance(child=child, **facts)
        row.full_clean()
        if row.said_on < row.starts_on:
            raise ValidationError({"said_on": "The source is older than the first of these days."})
        row.save(force_insert=True)
        return row


def record_education_fact(*, child: Child, kind: str, by: Person, **facts: Any) -> EducationFact:
    """A suspension, a plan, being out of school: on the chronology too. Raises ValidationError."""
    with written_by(by):
        row = EducationFact(child=child, kind=kind, **facts)
        row.full_clean()
        _check_age(row)
        row.save(force_insert=True)
        record(
            kind="casework.education_fact",
            child=child,
            happened_on=row.starts_on,
            by=by,
            summary=row.get_kind_display(),
            details={
                "what": row.get_kind_display(),
                "until": row.ends_on.isoformat() if row.ends_on else "",
                "days": str(row.school_days) if row.school_days else "",
                "source": row.get_source_display(),
                "note": row.note,
            },
            source_type="casework.education_fact",
            source_id=row.pk,
        )
        return row


def _check_age(fact: EducationFact) -> None:
    age = fact.child.age(fact.starts_on)
    if fact.kind == EducationFact.Kind.NEET and age is not None and age < LEAVES_SCHOOL_AT:
        raise ValidationError(
            {
                "kind": f"At {age} a child must be in education. Choose missing education, or "
                "educated at home."
            }
        )


def end_education_fact(*, fact: EducationFact, on: date, why: str, by: Person) -> EducationFact:
    """It no longer holds; `on` is the last day."""
    with written_by(by):
        held = EducationFact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        return save_next_version(held)


def withdraw(
    *, fact: Attendance | EducationFact, on: date, why: str, by: Person
) -> Attendance | EducationFact:
    """It was recorded wrongly. The row stays, with the reason, and counts nowhere."""
    with written_by(by):
        held = type(fact).objects.select_for_update(of=("self",)).get(pk=fact.pk)
        if not why.strip():
            raise ValidationError({"why": "Say what was wrong."})
        if held.withdrawn_on is not None:
            raise ValidationError("This was taken back already.")
        held.withdrawn_on, held.why = on, why.strip()
        return save_next_version(held)
