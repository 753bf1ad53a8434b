"""Reads of the day ledger, set-based: the same number of queries for one placement as for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, prefetch_related_objects

from accounts.models import Person
from accounts.prepared import prepared
from accounts.reporting import answers_to_chain
from placements import policies
from placements.models import PlacementDay, PracticePlacement, Suspension
from placements.projection import TO_ENTER, Pattern, Projection, project
from timescales.clock import Calendar

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """What stands in one placement's ledger up to a day."""

    days: Decimal = NOTHING
    confirmed: Decimal = NOTHING
    attended: Decimal = NOTHING
    sick: int = 0
    absent: int = 0
    unconfirmed: int = 0


def counted(placement_ids: Collection[UUID], on: date) -> dict[UUID, Counted]:
    """For each placement, the days counted up to and with `on`. One query; none entered is zero."""
    totals = {placement_id: Counted() for placement_id in placement_ids}
    if not totals:
        return totals
    for row in _totals(list(totals), on):
        facts: dict[str, Any] = dict(row)
        placement_id = facts.pop("placement")
        totals[placement_id] = Counted(**facts)
    return totals


@prepared
def _totals(placements: list[UUID], on: date) -> QuerySet[PlacementDay, Any]:
    return (
        PlacementDay.objects.filter(placement__in=placements, on__lte=on)
        .order_by()
        .values("placement")
        .annotate(
            days=Sum("counts"),
            confirmed=Sum("counts", filter=Q(confirmed_at__isnull=False), default=NOTHING),
            attended=Sum("counts", filter=Q(kind__in=PlacementDay.ATTENDED_KINDS), default=NOTHING),
            sick=Count("pk", filter=Q(kind=PlacementDay.Kind.SICK)),
            absent=Count("pk", filter=Q(kind__in=PlacementDay.ABSENT_KINDS)),
            unconfirmed=Count("pk", filter=Q(confirmed_at=None)),
        )
    )


def counted_in(ledger: Iterable[PlacementDay], on: date) -> Counted:
    """The same of one placement whose whole `ledger` the page has read anyway."""
    days = [day for day in ledger if day.on <= on]
    return Counted(
        days=sum((day.counts for day in days), NOTHING),
        confirmed=sum((day.counts for day in days if day.confirmed_at), NOTHING),
        attended=sum(
            (day.counts for day in days if day.kind in PlacementDay.ATTENDED_KINDS), NOTHING
        ),
        sick=sum(day.kind == PlacementDay.Kind.SICK for day in days),
        absent=sum(day.kind in PlacementDay.ABSENT_KINDS for day in days),
        unconfirmed=sum(day.confirmed_at is None for day in days),
    )


def may_confirm(person: Person, placement: PracticePlacement, on: date) -> bool:
    """The practice educator, or whoever the student's cases answer to today: cover included."""
    if person.pk == placement.student_id or policies.may_confirm_days(person, placement, False):
        return person.pk != placement.student_id
    chain = answers_to_chain([placement.student_id], on)[placement.student_id]
    return policies.may_confirm_days(person, placement, person in chain)


def pattern_of(placement: PracticePlacement) -> Pattern:
    """One query, where its `suspensions` were not fetched before."""
    return Pattern(
        starts_on=placement.starts_on,
        weekdays=frozenset(placement.weekdays),
        days_total=placement.days_total,
        gaps=tuple((one.starts_on, one.known_end) for one in placement.suspensions.all()),
    )


def standing_suspension(placement: PracticePlacement) -> Suspension | None:
    """The one that nobody has ended yet. No query where its `suspensions` were fetched before."""
    return next((one for one in placement.suspensions.all() if one.ends_on is None), None)


def entries_of(placement_ids: Collection[UUID]) -> dict[UUID, dict[date, Decimal]]:
    """What each day in the ledger of each placement counts. One query."""
    entries: dict[UUID, dict[date, Decimal]] = defaultdict(dict)
    for placement_id, day, counts in _ledger(list(placement_ids)):
        entries[placement_id][day] = counts
    return entries


@prepared
def _ledger(placements: list[UUID]) -> QuerySet[PlacementDay, Any]:
    rows = PlacementDay.objects.filter(placement__in=placements)
    return rows.values_list("placement_id", "on", "counts")


def projections(
    placements: Iterable[PracticePlacement], on: date, calendar: Calendar
) -> dict[UUID, Projection]:
    """For each placement, where it stands on `on` and where it is going. Two queries.

    An ended placement is told as it stood on its last day.
    """
    placements = list(placements)
    prefetch_related_objects(placements, "suspensions")
    entries = entries_of([placement.pk for placement in placements])
    return {
        placement.pk: _projected(placement, entries[placement.pk], on, calendar)
        for placement in placements
    }


def takes_days(placement: PracticePlacement, on: date) -> bool:
    """Whether its student still enters days: up to a week after a recorded last day, as long as
    there is to enter any day."""
    return placement.ends_on is None or on <= placement.ends_on + TO_ENTER


def projection_of(
    placement: PracticePlacement, ledger: Iterable[PlacementDay], on: date, calendar: Calendar
) -> Projection:
    """The same for one placement whose whole `ledger` the page has read anyway."""
    return _projected(placement, {day.on: day.counts for day in ledger}, on, calendar)


def _projected(
    placement: PracticePlacement, entries: dict[date, Decimal], on: date, calendar: Calendar
) -> Projection:
    day = min(on, placement.ends_on) if placement.ends_on else on
    return project(pattern_of(placement), entries, day, calendar)
