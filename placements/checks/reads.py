"""Reads about checks, set-based: the same number of queries for one placement as for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import ChildrenAccess, Person
from accounts.prepared import prepared
from placements.checks.access import ONE_DAY, Period, from_day, joined, open_periods
from placements.checks.models import ChecklistItem, PlacementCheck
from placements.models.placement import PracticePlacement
from placements.models.suspension import Suspension


def access_of(placements: Iterable[PracticePlacement]) -> dict[UUID, list[Period]]:
    """For each placement, the days on which its checks let the student open children's records;
    none of those on which it is suspended. Three queries.
    """
    placements = list(placements)
    suspended: dict[UUID, list[Period]] = defaultdict(list)
    for row in Suspension.objects.filter(placement__in=[one.pk for one in placements]):
        suspended[row.placement_id].append(Period(row.starts_on, row.ends_on))
    held: dict[UUID, list[list[Period]]] = defaultdict(list)
    checks = PlacementCheck.objects.filter(
        placement__in=[one.pk for one in placements], item__is_critical=True
    )
    for check in checks.with_verifications():
        held[check.placement_id].append(check.periods)
    return {
        one.pk: open_periods(Period(one.starts_on, one.ends_on), held[one.pk], suspended[one.pk])
        for one in placements
    }


@prepared
def critical_checks(reader: Person, placement: PracticePlacement) -> QuerySet[PlacementCheck]:
    """What children's records wait for, as far as the reader may see it; with verifications."""
    seen = PlacementCheck.objects.visible_to(reader)
    return seen.filter(placement=placement, item__is_critical=True).with_verifications()


def drifted(on: date) -> list[UUID]:
    """Placements, running or to come, whose student's access from `on` on is not what the checks
    say. Five queries.
    """
    placements = list(PracticePlacement.objects.filter(ends_on=None))
    wanted = access_of(placements)
    stands = _rows_of({one.student_id for one in placements}, on)
    return [
        one.pk
        for one in placements
        if from_day(wanted[one.pk], on) != from_day(stands[one.student_id], on)
    ]


@dataclass(frozen=True)
class AccessChange:
    """Children's records opened to a student on a day, or shut."""

    placement: PracticePlacement
    on: date
    is_open: bool
    is_suspended: bool = False

    @property
    def line(self) -> str:
        name = self.placement.student.name
        if self.is_open:
            return f"Children's records are open to {name}: every critical check is verified."
        why = "the placement is suspended" if self.is_suspended else "a critical check has run out"
        return f"Children's records are shut to {name}: {why}."


def access_changes(after: date, until: date) -> list[AccessChange]:
    """What opened or shut after `after`, to `until`, on placements that run then. Three queries."""
    running = PracticePlacement.objects.filter(ends_on=None, starts_on__lte=until)
    placements = list(running.select_related("student"))
    stands = _rows_of({one.student_id for one in placements}, after - timedelta(days=1))
    gaps: dict[UUID, list[Period]] = defaultdict(list)
    for row in Suspension.objects.filter(placement__in=[one.pk for one in placements]):
        gaps[row.placement_id].append(Period(row.starts_on, row.ends_on))
    found = []
    for placement in placements:
        for period in joined(stands[placement.student_id]):
            if after < period.first <= until:
                found.append(AccessChange(placement, period.first, True))
            if period.last is not None and after < period.last + ONE_DAY <= until:
                shut = period.last + ONE_DAY
                suspended = any(shut in gap for gap in gaps[placement.pk])
                found.append(AccessChange(placement, shut, False, suspended))
    return found


def _rows_of(student_ids: Collection[UUID], on: date) -> dict[UUID, list[Period]]:
    rows = ChildrenAccess.objects.filter(person__in=student_ids).exclude(ends_on__lt=on)
    found: dict[UUID, list[Period]] = defaultdict(list)
    for row in rows.order_by("starts_on"):
        found[row.person_id].append(Period(row.starts_on, row.ends_on))
    return found


@dataclass(frozen=True)
class Progress:
    """How far one placement's list has come on a day."""

    verified: int = 0
    asked: int = 0
    shown: int = 0
    to_show: int = 0
    missing: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        return not self.missing


def progress(placement_ids: Collection[UUID], on: date) -> dict[UUID, Progress]:
    """For each placement: checks that hold of those asked, induction had, critical ones missing.
    Two queries.
    """
    checks: dict[UUID, list[PlacementCheck]] = defaultdict(list)
    rows = PlacementCheck.objects.filter(placement__in=list(placement_ids)).with_verifications()
    for check in rows:
        checks[check.placement_id].append(check)
    return {placement_id: _progress(checks[placement_id], on) for placement_id in placement_ids}


@dataclass(frozen=True)
class Shown:
    """One part of an induction: who has had it and who has not."""

    title: str
    what_it_looks_like: str
    had: tuple[str, ...]
    missing: tuple[str, ...]


def induction_by_part(placements: Iterable[PracticePlacement]) -> list[Shown]:
    """Each part of the induction over these placements, in the list's order. Two queries."""
    names = {one.pk: one.student.name for one in placements}
    checks = PlacementCheck.objects.filter(
        placement__in=list(names), item__part=ChecklistItem.Part.INDUCTION
    )
    parts: dict[UUID, list[PlacementCheck]] = defaultdict(list)
    for check in checks.with_verifications():
        parts[check.item_id].append(check)
    return [
        Shown(
            rows[0].item.title,
            rows[0].item.what_it_looks_like,
            tuple(sorted(names[one.placement_id] for one in rows if one.newest)),
            tuple(sorted(names[one.placement_id] for one in rows if not one.newest)),
        )
        for rows in parts.values()
    ]


def _progress(checks: list[PlacementCheck], on: date) -> Progress:
    before = [one for one in checks if one.item.part == ChecklistItem.Part.BEFORE]
    induction = [one for one in checks if one.item.part == ChecklistItem.Part.INDUCTION]
    return Progress(
        verified=sum(one.holds(on) for one in before),
        asked=len(before),
        shown=sum(one.newest is not None for one in induction),
        to_show=len(induction),
        missing=tuple(
            one.item.title for one in before if one.item.is_critical and not one.holds(on)
        ),
    )
