"""What waits for one person's hand: conclusions, plans, reviews, safety plans and minutes.

Each kind of paper knows who may sign it; a page lists them together, a dashboard counts them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission as P
from accounts.prepared import prepared
from casework.child.models import Child
from casework.child.people import answered_children
from casework.meeting.codes import Kind as MeetingKind
from casework.meeting.models import Minutes
from casework.plan.codes import Kind as PlanKind
from casework.plan.models import PlanReview, PlanVersion, SafetyPlan
from casework.protection.models import Section47
from records.states import State

MOST = 100
SIGNING = frozenset({P.PROTECTION_AGREE, P.PLAN_AUTHORISE, P.PLAN_COUNTERSIGN, P.MINUTES_SIGN})
COLUMNS = ("paper", "asks", "page_of", "about", "by", "since", "word", "detail")


@dataclass(frozen=True)
class Paper:
    """A kind of paper: the way to its child and to its page, and what tells one from the next."""

    model: Any
    child: str
    page: str
    named: Callable[[str, str], str]
    page_of: str = "pk"
    word: Any = Value("")
    detail: Any = Value("")


PAPERS = {
    "enquiry": Paper(Section47, "child", "enquiry-detail", lambda *_: "Section 47 enquiry"),
    "version": Paper(
        PlanVersion,
        "plan__child",
        "plan-version-detail",
        lambda kind, number: f"{PlanKind(kind).label}, version {number}",
        word=F("plan__kind"),
        detail=Cast("number", CharField()),
    ),
    "review": Paper(
        PlanReview,
        "plan__child",
        "plan-review-detail",
        lambda _, day: f"Review of {date.fromisoformat(day):%-d %B}",
        detail=Cast("held_on", CharField()),
    ),
    "safety": Paper(SafetyPlan, "child", "safety-plan-detail", lambda *_: "Safety plan"),
    "minutes": Paper(
        Minutes,
        "meeting__child",
        "meeting-detail",
        lambda kind, _: f"Minutes: {MeetingKind(kind).label}",
        page_of="meeting",
        word=F("meeting__kind"),
    ),
}


@dataclass(frozen=True)
class Waiting:
    """One paper, what is asked of the reader, and since when."""

    child: Child
    what: str
    asks: str
    author: str
    since: datetime | None
    href: str


def waiting_for(person: Person, on: date) -> list[Waiting]:
    """What waits for this person, the longest first; two queries, however much it is."""
    if not person.permissions & SIGNING:
        return []
    found = _longest(person, on)
    children = Child.objects.visible_to(person, on).in_bulk({row[3] for row in found})
    return [_told(children[row[3]], *row) for row in found if row[3] in children]


@prepared
def _longest(person: Person, on: date) -> QuerySet[Any]:
    first, *others = [_columns(*arm) for arm in _papers(person, on)]
    return first.union(*others, all=True).order_by("since", "page_of")[:MOST]


def rows_waiting(person: Person, on: date) -> list[QuerySet[Any]]:
    """The rows behind them, for who counts several things at once."""
    return [rows for _, rows, _ in _papers(person, on)]


def _papers(person: Person, on: date) -> Iterator[tuple[str, QuerySet[Any], str]]:
    """Kinds of paper with the rows that wait, and what is asked; nothing the person may not do."""
    verbs = person.permissions & SIGNING
    if not verbs:
        return
    theirs = answered_children(person, on)

    def rows(paper: str, state: State) -> QuerySet[Any]:
        kind = PAPERS[paper]
        found = kind.model.objects.filter(state=state, **{f"{kind.child}__in": theirs})
        return found.exclude(author=person).order_by()

    if P.PROTECTION_AGREE in verbs:
        yield "enquiry", rows("enquiry", State.COUNTERSIGNED), "to agree"
    if P.PLAN_AUTHORISE in verbs:
        signed = rows("version", State.COUNTERSIGNED).exclude(countersigned_by=person)
        yield "version", signed, "to authorise"
    if P.PLAN_COUNTERSIGN in verbs:
        for paper in ("version", "review", "safety"):
            yield paper, rows(paper, State.SUBMITTED), "to sign"
    if P.MINUTES_SIGN in verbs:
        yield "minutes", rows("minutes", State.SUBMITTED), "to sign"


def _columns(paper: str, rows: QuerySet[Any], asks: str) -> Any:
    """The same columns of every kind, so that one query asks for all."""
    kind = PAPERS[paper]
    told = rows.annotate(
        paper=Value(paper),
        asks=Value(asks),
        page_of=F(kind.page_of),
        about=F(kind.child),
        by=F("author__name"),
        since=Coalesce("countersigned_at", "submitted_at"),
        word=kind.word,
        detail=kind.detail,
    )
    return told.values_list(*COLUMNS)


def _told(
    child: Child,
    paper: str,
    asks: str,
    page_of: UUID,
    _: UUID,
    by: str,
    since: datetime | None,
    word: str,
    detail: str,
) -> Waiting:
    kind = PAPERS[paper]
    return Waiting(
        child=child,
        what=kind.named(word, detail),
        asks=asks,
        author=by,
        since=since,
        href=reverse(f"casework:{kind.page}", args=[page_of]),
    )
