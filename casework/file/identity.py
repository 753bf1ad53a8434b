"""The bar above every page of a child: who it is, and who answers for what."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation

from accounts.models import Person, in_force
from accounts.reporting import answers_to_chain
from accounts.roles import Role
from casework.child.models import Child
from casework.episode.models import Allocation, Episode

Fact = dict[str, Any]


def identity(person: Person, child: Child, on: date) -> dict[str, Any]:
    """Name, reference, facts in fixed order, and the staff-safety flag last. Two queries."""
    carrying = list(_episode_and_workers(child, on))
    students = [row["worker"] for row in carrying if row["worker_role"] == Role.STUDENT]
    educators = _educators(students, on)
    facts = [
        {"label": "Age", "value": _age(child, on)},
        {"label": "School", "value": _school(child)},
        {"label": "Language", "value": child.languages},
        {"label": "Communication", "value": child.communication_needs},
        _status(carrying),
        {"label": "You", "value": _you(person, carrying, educators)},
        _accountable(carrying),
        {"label": "Practice educator", "value": ", ".join(p.name for p in educators)},
    ]
    flags = []
    if child.staff_safety_note:
        flags = [{"text": f"Staff safety: {child.staff_safety_note}", "kind": "amber"}]
    return {
        "name": child.short_name,
        "reference": child.reference,
        "facts": [fact for fact in facts if fact["value"]],
        "flags": flags,
    }


def _episode_and_workers(child: Child, on: date):
    """The open episode once for each of its workers of today; once without, if it has none."""
    current = in_force(on, "allocations__")
    return (
        Episode.objects.filter(child=child)
        .in_force(on)
        .annotate(now=FilteredRelation("allocations", condition=current))
        .order_by("now__starts_on")
        .values(
            "kind",
            worker=F("now__person_id"),
            worker_name=F("now__person__name"),
            worker_role=F("now__person__role"),
            allocated_as=F("now__role"),
        )
    )


def _educators(students: list[UUID], on: date) -> list[Person]:
    chains = answers_to_chain(students, on).values() if students else []
    found = {
        person for chain in chains for person in chain[:1] if person.role == Role.PRACTICE_EDUCATOR
    }
    return sorted(found, key=lambda person: person.name)


def _age(child: Child, on: date) -> str:
    if child.dob is None:
        return f"Unborn, due {child.expected_dob:%-d %b %Y}" if child.expected_dob else ""
    return f"{child.age(on)} ({child.dob:%-d %b %Y})"


def _school(child: Child) -> str:
    return ", ".join(
        part for part in (child.year_group, child.school and child.school.name) if part
    )


def _status(carrying: list[dict[str, Any]]) -> Fact:
    if not carrying:
        return {"label": "Status", "value": "No open work", "kind": "grey"}
    kind = Episode.Kind(carrying[0]["kind"])
    return {
        "label": "Status",
        "value": kind.label,
        "kind": "blue" if kind == Episode.Kind.IN_NEED else "green",
    }


def _you(person: Person, carrying: list[dict[str, Any]], educators: list[Person]) -> str:
    mine = {row["allocated_as"] for row in carrying if row["worker"] == person.pk}
    if Allocation.Role.ACCOUNTABLE in mine:
        return "Accountable"
    if mine:
        return "Co-worker"
    if person in educators:
        return ""
    return person.get_role_display()


def _accountable(carrying: list[dict[str, Any]]) -> Fact:
    for row in carrying:
        if row["allocated_as"] == Allocation.Role.ACCOUNTABLE:
            return {"label": "Accountable", "value": row["worker_name"]}
    if not carrying:
        return {"label": "Accountable", "value": ""}
    return {"label": "Accountable", "value": "Nobody yet", "kind": "red"}
