"""What waits for one person's hand: conclusions, plans, reviews, safety plans and minutes.

Each kind of paper knows who may sign it; a page lists them together, a dashboard counts them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission as P
from casework.child.models import Child
from casework.child.people import answered_by
from casework.meeting.models import Minutes
from casework.plan.models import PlanReview, PlanVersion, SafetyPlan
from casework.protection.models import Section47
from records.states import State


@dataclass(frozen=True)
class Waiting:
    """One paper, what is asked of the reader, and since when."""

    child: Child
    what: str
    asks: str
    author: str
    since: datetime | None
    href: str


def waiting_for(person: Person, on: date, most: int = 50) -> list[Waiting]:
    """Everything, what waited longest first; one query for each kind the person may sign."""
    found = [
        _told(row, asks)
        for rows, asks in _papers(person, on)
        for row in rows.select_related("author", _child_of(rows.model))[:most]
    ]
    return sorted(found, key=lambda row: (row.since is not None, row.since))


def count_waiting(person: Person, on: date) -> int:
    """How many; one query, and none for who signs none of these."""
    papers = [rows.order_by().values("pk") for rows, _ in _papers(person, on)]
    return papers[0].union(*papers[1:], all=True).count() if papers else 0


def _papers(person: Person, on: date) -> Iterator[tuple[QuerySet[Any], str]]:
    theirs = answered_by(person, on).values("pk")

    def of(model: Any, state: State) -> QuerySet[Any]:
        within = {f"{_child_of(model)}__in": theirs}
        return model.objects.filter(state=state, **within).exclude(author=person)

    if person.may(P.PROTECTION_AGREE):
        yield of(Section47, State.COUNTERSIGNED), "to agree"
    if person.may(P.PLAN_AUTHORISE):
        mine = of(PlanVersion, State.COUNTERSIGNED).exclude(countersigned_by=person)
        yield mine, "to authorise"
    if person.may(P.PLAN_COUNTERSIGN):
        for model in (PlanVersion, PlanReview, SafetyPlan):
            yield of(model, State.SUBMITTED), "to sign"
    if person.may(P.MINUTES_SIGN):
        yield of(Minutes, State.SUBMITTED), "to sign"


def _child_of(model: type) -> str:
    if model in (PlanVersion, PlanReview):
        return "plan__child"
    return "meeting__child" if model is Minutes else "child"


def _told(row: Any, asks: str) -> Waiting:
    return Waiting(
        child=row.child,
        what=_named(row),
        asks=asks,
        author=row.author.name,
        since=row.countersigned_at or row.submitted_at,
        href=_page_of(row),
    )


def _named(row: Any) -> str:
    if isinstance(row, Section47):
        return "Section 47 enquiry"
    if isinstance(row, PlanVersion):
        return f"{row.plan.get_kind_display()}, version {row.number}"
    if isinstance(row, PlanReview):
        return f"Review of {row.held_on:%-d %B}"
    if isinstance(row, SafetyPlan):
        return "Safety plan"
    return f"Minutes of the {row.meeting.get_kind_display().lower()}"


def _page_of(row: Any) -> str:
    if isinstance(row, Minutes):
        return reverse("casework:meeting-detail", args=[row.meeting_id])
    name = {
        Section47: "enquiry-detail",
        PlanVersion: "plan-version-detail",
        PlanReview: "plan-review-detail",
        SafetyPlan: "safety-plan-detail",
    }[type(row)]
    return reverse(f"casework:{name}", args=[row.pk])
