"""Deadlines within a reader's reach, scoped in SQL, so that size does not slow the count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.models import Person
from accounts.prepared import prepared
from casework.episode.models import Episode
from casework.request.models import Request
from timescales.clock import Calendar, add_working_days
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet

# A week of work: what a manager can still move people for.
SOON_WORKING_DAYS = 5
UNALLOCATED = "C19"


@dataclass(frozen=True)
class DueFigures:
    """The counts at the top of the team's page; each opens its rows."""

    overdue: int
    oldest_due_on: date | None
    soon: int
    unallocated_five_days: int


def within_reach(person: Person) -> DeadlineQuerySet:
    """Open deadlines whose episode or request this person may see."""
    episodes, requests = _episodes.subquery(person), _requests.subquery(person)
    return Deadline.objects.running().filter(
        Q(root_type="casework.episode", root_id__in=episodes)
        | Q(root_type="casework.request", root_id__in=requests)
    )


@prepared
def _episodes(person: Person) -> QuerySet[Episode, Any]:
    return Episode.objects.visible_to(person).values("pk")


@prepared
def _requests(person: Person) -> QuerySet[Request, Any]:
    return Request.objects.visible_to(person).values("pk")


def last_soon_day(on: date, calendar: Calendar) -> date:
    return add_working_days(on, SOON_WORKING_DAYS, calendar)


def by_urgency(deadlines: DeadlineQuerySet) -> DeadlineQuerySet:
    """By urgency, ready to be worded."""
    return deadlines.with_rule().order_by("overdue_from", "pk")


def most_urgent(deadlines: DeadlineQuerySet, shown: int) -> list[Deadline]:
    """The first of them."""
    return list(by_urgency(deadlines)[:shown])


def figures(deadlines: DeadlineQuerySet, on: date, calendar: Calendar) -> DueFigures:
    """One aggregate over the deadlines given."""
    late = Q(due_on__lt=on)
    in_need = Q(Exists(Episode.objects.filter(pk=OuterRef("root_id"), kind=Episode.Kind.IN_NEED)))
    counts = deadlines.aggregate(
        overdue=Count("pk", filter=late),
        oldest_due_on=Min("due_on", filter=late),
        soon=Count("pk", filter=Q(due_on__gte=on, due_on__lte=last_soon_day(on, calendar))),
        unallocated_five_days=Count("pk", filter=Q(code=UNALLOCATED, due_on__lte=on) & in_need),
    )
    return DueFigures(**counts)
