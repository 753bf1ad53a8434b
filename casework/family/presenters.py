"""How the people around a child are shown: in a list, at home, and on the overview."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.codes import Disability
from casework.child.models import Child
from casework.chronology.contexts.presenters import moment
from casework.family.circle import Circle, Kin, Living, Someone, glance
from casework.family.codes import (
    Answer,
    Basis,
    Bond,
    HouseholdKind,
    Kind,
    TieEnd,
    TieKind,
    may_be_responsible,
)
from casework.family.drawing.genogram import genogram
from casework.family.education.models import EducationFact
from casework.family.education.presenters import WORRYING

# A parent stands before a brother, a brother before a neighbour.
ORDER = list(Kind.values)


def people(circle: Circle, kin: Iterable[Kin], on: date) -> list[dict[str, Any]]:
    """People in the order of a family: parents, carers, brothers and sisters, everyone else."""
    at_home = circle.at_home(on)
    nearest_first = sorted(kin, key=lambda row: (ORDER.index(row.kind), row.someone.name))
    return [
        {
            "id": row.relationship_id,
            "member": row.someone.id,
            "name": row.someone.name,
            "masked": row.someone.is_masked,
            "child_id": row.someone.child_id,
            "called": row.called,
            "kind": Kind(row.kind).label,
            "bond": "" if row.bond == Bond.UNKNOWN else Bond(row.bond).label,
            "age": age_in_words(row.someone, on),
            "note": row.note,
            "since": row.starts_on,
            "ended_on": row.ended_on,
            "ended_why": row.ended_why,
            "responsibility": responsibility_in_words(circle, row, on),
            "asks_responsibility": asks_responsibility(circle, row, on),
            "responsible": is_responsible(circle, row.someone.id, on),
            "at_home": row.someone.id in at_home,
            "facts": facts(row.someone),
            "no_recourse": circle.no_recourse.get(row.someone.id),
            "phone": row.someone.phone,
            "withheld": row.someone.phone_withheld,
            "withheld_why": row.someone.phone_withheld_why,
        }
        for row in nearest_first
    ]


def facts(someone: Someone) -> list[str]:
    """Language, interpreter, communication and disability, as far as they are known."""
    found = [someone.languages]
    if someone.interpreter == Answer.YES:
        found.append("Needs an interpreter")
    found.append(someone.communication_needs)
    found += [Disability(code).label for code in someone.disabilities if code != Disability.NONE]
    return [one for one in found if one]


def asks_responsibility(circle: Circle, kin: Kin, on: date) -> bool:
    """Not of other children, unless something is recorded that may have to be put right."""
    is_unborn = kin.someone.born_on is not None and kin.someone.born_on > on
    age = 0 if is_unborn else kin.someone.age(on)
    recorded = circle.responsibility(kin.someone.id, on)
    return recorded is not None or may_be_responsible(kin.kind, age)


def responsibility_in_words(circle: Circle, kin: Kin, on: date) -> str:
    row = circle.responsibility(kin.someone.id, on)
    if row is None:
        return "Not known yet" if asks_responsibility(circle, kin, on) else "Does not apply"
    return f"Yes: {_lower(Basis(row.basis).label)}" if row.has_it else "No"


def homes(circle: Circle, on: date) -> list[dict[str, Any]]:
    """Households somebody of the circle lives in today, the child's first, then earlier ones."""
    found: dict[UUID, list[Living]] = {}
    for row in circle.living:
        found.setdefault(row.household, []).append(row)
    shown = [_home(circle, rows, on) for rows in found.values()]
    return sorted(
        shown,
        key=lambda home: (not home["current"], not home["childs"], -home["since"].toordinal()),
    )


def _childs_first(home: dict[str, Any]) -> tuple[bool, bool, int]:
    return not home["current"], not home["childs"], -home["since"].toordinal()


def _home(circle: Circle, rows: list[Living], on: date) -> dict[str, Any]:
    first, people = rows[0], circle.people()
    now = [row for row in rows if row.is_current(on)]
    return {
        "id": first.household,
        "kind": HouseholdKind(first.kind).label,
        "address": ", ".join(part for part in (first.address, first.postcode) if part),
        "withheld": first.withheld,
        "withheld_why": first.withheld_why,
        "current": bool(now),
        "childs": any(row.member == circle.child.id for row in now or rows),
        "since": min(row.starts_on for row in rows),
        "until": None if now else max(row.ends_on for row in rows if row.ends_on),
        "people": [
            {
                "name": people[row.member].name,
                "since": row.starts_on,
                "until": row.ends_on,
                "current": row.is_current(on),
            }
            for row in sorted(rows, key=lambda row: (not row.is_current(on), row.starts_on))
        ],
    }


def ties(circle: Circle, on: date) -> list[dict[str, Any]]:
    """What holds or held between two people other than the child, in words."""
    people = circle.people()
    return [
        {
            "id": row.id,
            "words": f"{people[row.one].name}: {_lower(TieKind(row.kind).label)} "
            f"{people[row.other].name}",
            "since": row.starts_on,
            "until": row.ended_on,
            "how": TieEnd(row.ended_how).label if row.ended_how else "",
            "note": row.note,
            "current": row.is_current(on),
        }
        for row in circle.ties
    ]


def family_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """For the child's overview: a small genogram and who is responsible."""
    circle = glance(person, child, on)
    current = [row for row in circle.kin if row.is_current(on)]
    return {
        "people": people(circle, current, on),
        "drawing": genogram(circle, on, small=True) if current else "",
        "child": child,
    }


def education_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """What holds of the child's education today; nothing where nothing does."""
    facts = glance(person, child, on).education
    rows = [
        {
            "what": EducationFact.Kind(fact["kind"]).label,
            "worrying": fact["kind"] in WORRYING,
            "since": fact["starts_on"],
        }
        for fact in facts
    ]
    return {"child": child, "facts": rows} if rows else None


def missing_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """Said beside what needs attention while the child is missing."""
    since = glance(person, child, on).missing_since
    return {"child": child, "since": moment(since)} if since else None


def record_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """Where the record itself is corrected."""
    return {"child": child, "may_merge": person.may(Permission.CHILD_MERGE)}


def age_in_words(someone: Someone, on: date) -> str:
    if someone.has_died:
        return f"died {someone.died_on:%Y}" if someone.died_on else "has died"
    if someone.born_on is not None and someone.born_on > on:
        return "not born yet"
    age = someone.age(on)
    return "" if age is None else str(age)


def is_responsible(circle: Circle, member: UUID, on: date) -> bool:
    row = circle.responsibility(member, on)
    return row is not None and row.has_it


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def labelled(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
    """Cells with the name of their column, for tables that become cards on a phone."""
    return [list(zip(head, row, strict=True)) for row in rows]
