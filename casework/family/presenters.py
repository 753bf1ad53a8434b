"""How the people around a child are shown."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import Person
from casework.child.models import Child
from casework.family.models import Answer, Relationship

# A parent stands before a brother, a brother before a neighbour.
ORDER = list(Relationship.Kind.values)


def people(relationships: Iterable[Relationship], on: date) -> list[dict[str, Any]]:
    """People in the order of a family: parents, carers, brothers and sisters, everyone else."""
    nearest_first = sorted(relationships, key=lambda row: (ORDER.index(row.kind), row.pk))
    return [
        {
            "relationship": row,
            "name": row.member.full_name,
            "called": row.called,
            "kind": row.get_kind_display(),
            "age": _age(row, on),
            "responsible": row.parental_responsibility == Answer.YES,
            "responsibility_unknown": row.parental_responsibility == Answer.UNKNOWN,
            "at_home": row.same_household == Answer.YES,
            "withheld": row.member.contact_withheld,
        }
        for row in nearest_first
    ]


def family_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """For the child's overview: who is at home and who has responsibility. One query."""
    rows = Relationship.objects.filter(child=child).current(on).select_related("member")
    return {"people": people(rows, on), "child": child}


def _age(row: Relationship, on: date) -> str:
    born, died = row.member.dob, row.member.date_of_death
    if died:
        return f"died {died:%Y}"
    if born is None:
        return ""
    return str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
