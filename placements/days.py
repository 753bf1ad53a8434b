"""Reads of the day ledger, set-based: the same number of queries for one placement as for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum, prefetch_related_objects

from accounts.models import Person
from accounts.reporting import answers_to_chain
from placements import policies
from placements.models import PlacementDay, PracticePlacement, Suspension
from placements.projection import Pattern, Projection, project
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
    rows = (
        PlacementDay.objects.filter(placement__in=list(totals), on__lte=on)
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
    for row in rows:
        facts: dict[str, Any] = dict(row)
        placement_id = facts.pop("placement")
        totals[placement_id] = Counted(**facts)
    return totals


def may_confirm(person: Person, placement: PracticePlacement, on: date) -> bool:
    """The practice educator, or whoever the student's cases answer to today: cover included."""
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
    ledger = PlacementDay.objects.filter(placement__in=placement_ids)
    for placement_id, day, counts in ledger.values_list("placement_id", "on", "counts"):
        entries[placement_id][day] = counts
    return entries


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
