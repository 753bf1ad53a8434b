"""Today: what one person has to do, finish and sign, in the order of urgency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.opening import IDENTIFIER
from accounts.permissions import Permission as P
from accounts.prepared import prepared
from casework.assessment.models import Assessment
from casework.assessment.reads import to_finish as assessments_to_finish
from casework.assessment.sections import SECTIONS
from casework.child.models import Child, visible_children
from casework.decision.models import Decision
from casework.decision.reads import owned_by
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.reads import to_finish
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.presenters import happened_words, planned_words
from casework.direct_work.visit.reads import own_open
from casework.request.models import Request
from govuk.charts import Chart
from oversight import due
from oversight.presenters import clock_rows
from oversight.rounds import what_waits
from placements.days import counted_in, projection_of
from placements.models import PracticePlacement
from placements.presenters import (
    counted_sentence,
    day_chart,
    day_text,
    end_sentence,
    midpoint_sentence,
)
from records.unsent import unsent_of
from timescales.calendars import load_calendar
from timescales.clock import Calendar
from timescales.models import Deadline

SHOWN = 8


@dataclass(frozen=True)
class Item:
    """One line of a list: what it is, a word more, and where to do it."""

    text: str
    hint: str
    href: str


@dataclass(frozen=True)
class PlacementPicture:
    """The student's own days: a drawing, and where they lead."""

    day: str
    chart: Chart
    sentence: str
    href: str
    record_href: str


@dataclass(frozen=True)
class Today:
    """Everything a person's first page says; empty parts say what would stand there."""

    clocks: Sequence[dict[str, Any]]
    visits: Sequence[Item]
    to_finish: Sequence[Item]
    to_do: Sequence[Item]
    to_sign: int
    assessments: int
    papers: int
    advice: int
    requests: Sequence[Item]
    placement: PlacementPicture | None


def today_of(person: Person, on: date) -> Today:
    """What `person` sees first on `on`; a part asks nothing where the role has no verb for it."""
    sees_children, calendar, now = person.may(P.CHILD_VIEW), load_calendar(), timezone.now()
    mine = _own_open(person) if person.may(P.DIRECT_WORK_RECORD) else []
    waiting = what_waits(person, on)
    return Today(
        clocks=clock_rows(_my_clocks(person, on, calendar), on) if sees_children else [],
        visits=[_visit_item(row, now) for row in mine if _is_coming(row, now)][:SHOWN],
        to_finish=_to_finish(person, mine, now),
        to_do=_to_do(person, on) if sees_children else [],
        to_sign=waiting["records"],
        assessments=waiting["assessments"],
        papers=waiting["papers"],
        advice=waiting["advice"],
        requests=_requests(person) if person.may(P.REQUEST_VIEW) and not sees_children else [],
        placement=_placement(person, on, calendar) if person.may(P.PLACEMENT_DAY_RECORD) else None,
    )


def _my_clocks(person: Person, on: date, calendar: Calendar) -> list[Deadline]:
    """Overdue, and due in the next five working days: mine, or of a child I may see."""
    return _near(person, due.last_soon_day(on, calendar))


@prepared
def _near(person: Person, last_day: date) -> QuerySet[Deadline]:
    mine = Q(owner=person) | Q(copies__person=person)
    near = due.within_reach(person).filter(mine, due_on__lte=last_day).distinct()
    return due.by_urgency(near)[:SHOWN]


@prepared
def _own_open(person: Person) -> QuerySet[Visit]:
    return own_open(person)[:100]


@prepared
def _assessments_in_hand(person: Person) -> QuerySet[Assessment]:
    return assessments_to_finish(person)[:SHOWN]


@prepared
def _sessions_in_hand(person: Person) -> QuerySet[DirectWorkSession]:
    return to_finish(person)[:SHOWN]


@prepared
def _decisions_owned(person: Person) -> QuerySet[Decision]:
    return owned_by(person).select_related("child").order_by("due_on")[:SHOWN]


@prepared
def _running(person: Person, on: date) -> QuerySet[PracticePlacement]:
    return PracticePlacement.objects.visible_to(person, on).running(on).filter(student=person)


def _is_coming(visit: Visit, now: datetime) -> bool:
    return visit.is_planned and visit.planned_until is not None and visit.planned_until > now


def _visit_item(visit: Visit, now: datetime) -> Item:
    """A visit to come with its time; one that is past, or begun to be written: what it lacks."""
    when = planned_words(visit) if visit.is_planned else happened_words(visit)
    if _is_coming(visit, now):
        hint = when
    else:
        hint = "say how it went" if visit.is_planned else visit.get_state_display()
    text = f"{visit.child.short_name}: {visit.get_kind_display().lower()}"
    href = reverse("casework:visit-detail", args=[visit.pk])
    return Item(text if _is_coming(visit, now) else f"{text}, {when}", hint, href)


def _to_finish(person: Person, mine: Sequence[Visit], now: datetime) -> list[Item]:
    unsent = _unsent(person)
    if not person.may(P.DIRECT_WORK_RECORD):
        return unsent
    visits = [_visit_item(row, now) for row in mine if not _is_coming(row, now)]
    # What nobody has said the outcome of stands first: a child may not have been seen.
    visits.sort(key=lambda item: item.hint != "say how it went")
    return [
        *visits[:SHOWN],
        *unsent,
        *_assessments(person),
        *_sessions(person),
    ]


def _unsent(person: Person) -> list[Item]:
    """What was typed and not sent. Where its child's record was closed to this person since, the
    text stays kept, and no link leads before a shut door.
    """
    rows = list(unsent_of(person)[:SHOWN])
    named = {UUID(found) for row in rows for found in IDENTIFIER.findall(row.path)}
    shut = Child.objects.standing().filter(pk__in=named).exclude(pk__in=visible_children(person))
    closed = {str(pk) for pk in shut.values_list("pk", flat=True)}
    items = []
    for row in rows:
        saved = f"saved {timezone.localtime(row.saved_at):%-d %B, %H:%M}"
        if closed.intersection(IDENTIFIER.findall(row.path)):
            items.append(Item(f"Not sent: {row}", f"{saved}; the record is closed to you now", ""))
        else:
            items.append(Item(f"Not sent: {row}", saved, row.path))
    return items


def _assessments(person: Person) -> list[Item]:
    if not person.may(P.ASSESSMENT_WRITE):
        return []
    return [
        Item(
            f"{row.child.short_name}: {row.title[:1].lower()}{row.title[1:]}",
            f"{row.get_state_display()}, {_finished(row)} of {len(SECTIONS)} sections finished",
            reverse("casework:assessment-detail", args=[row.pk]),
        )
        for row in _assessments_in_hand(person)
    ]


def _finished(row: Assessment) -> int:
    return row.finished  # type: ignore[attr-defined]


def _sessions(person: Person) -> list[Item]:
    return [
        Item(
            f"{row.child.short_name}: {row.title}, {row.happened_on:%-d %B}",
            row.get_state_display(),
            reverse("casework:session-detail", args=[row.pk]),
        )
        for row in _sessions_in_hand(person)
    ]


def _to_do(person: Person, on: date) -> list[Item]:
    return [
        Item(
            f"{row.child.short_name}: {row.what}",
            f"{'overdue, ' if row.due_on < on else ''}by {row.due_on:%-d %B}",
            reverse("casework:decision-detail", args=[row.pk]),
        )
        for row in _decisions_owned(person)
    ]


def _requests(person: Person) -> list[Item]:
    return [
        Item(
            f"Request {row.reference}",
            row.get_state_display(),
            reverse("casework:request-detail", args=[row.pk]),
        )
        for row in Request.objects.visible_to(person).order_by("-received_at")[:SHOWN]
    ]


def _placement(person: Person, on: date, calendar: Calendar) -> PlacementPicture | None:
    placement = next(iter(_running(person, on)), None)
    if placement is None:
        return None
    ledger = list(placement.days.order_by("on"))
    projection = projection_of(placement, ledger, on, calendar)
    totals = counted_in(ledger, on)
    days = [day for day in ledger if day.on <= on]
    return PlacementPicture(
        day=day_text(projection),
        chart=day_chart(days, projection),
        sentence=(
            f"{counted_sentence(totals, projection)}. {midpoint_sentence(projection)} "
            f"{end_sentence(placement, projection)}"
        ),
        href=reverse("placements:placement-detail", args=[placement.pk]),
        record_href=reverse("placements:day-record", args=[placement.pk]),
    )
