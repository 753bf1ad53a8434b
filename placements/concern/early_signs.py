"""Early signs that a student may need a conversation: facts, side by side, and no score.

Each says what was seen and over which days. What it means the two find out by talking.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Person
from accounts.roles import Role
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from placements.concern.models import Concern
from placements.days import counted, projections
from placements.models.placement import PracticePlacement
from records.actions import record_type
from records.models import StateChange
from records.states import Move
from timescales.calendars import load_calendar
from timescales.models import Deadline

LOOKS_BACK = timedelta(weeks=4)
# A week to enter a day, a week to write a record: before that nothing is late.
SETTLES_IN = timedelta(days=7)
DAYS_NOT_ENTERED, RECORDS_LATE, RETURNED, MISSED = 3, 2, 3, 2


@dataclass(frozen=True)
class Fact:
    """One thing that was seen, in words."""

    text: str


@dataclass(frozen=True)
class Signs:
    """What might be talked about with one student."""

    placement: PracticePlacement
    facts: tuple[Fact, ...]
    has_concern: bool


def early_signs(person: Person, on: date) -> list[Signs]:
    """For a practice educator: their students on placement about whom something was seen, by name.
    The same number of queries however many.
    """
    if person.role != Role.PRACTICE_EDUCATOR:
        return []
    open_ones = Concern.objects.open().filter(placement=OuterRef("pk"))
    placements = list(
        PracticePlacement.objects.running(on)
        .filter(practice_educator=person, ends_on=None)
        .select_related("student")
        .annotate(has_concern=Exists(open_ones))
        .order_by("student__name")
    )
    if not placements:
        return []
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for read in (_days, _late_records, _missing_outcomes, _returned, _overdue_steps):
        for placement_id, text in read(placements, on):
            found[placement_id].append(Fact(text))
    return [
        Signs(one, tuple(found[one.pk]), one.has_concern) for one in placements if found[one.pk]
    ]


Seen = Iterable[tuple[UUID, str]]


def _days(placements: Collection[PracticePlacement], on: date) -> Seen:
    since = on - LOOKS_BACK
    projected = projections(placements, on, load_calendar())
    totals = counted([one.pk for one in placements], on)
    for one in placements:
        late = [day for day in projected[one.pk].not_entered if since <= day < on - SETTLES_IN]
        if len(late) >= DAYS_NOT_ENTERED:
            yield one.pk, f"{len(late)} days of the last four weeks are not in the ledger."
        if totals[one.pk].absent * 5 >= one.days_total:
            away = totals[one.pk].absent
            yield one.pk, f"Away on {away} days so far, {totals[one.pk].sick} of them sick."


def _late_records(placements: Collection[PracticePlacement], on: date) -> Seen:
    """Sessions that happened over a week ago and are still with their author."""
    rows = DirectWorkSession.objects.unfinished().filter(
        author__in=[one.student_id for one in placements], happened_on__lt=on - SETTLES_IN
    )
    visits = Visit.objects.unfinished().filter(
        author__in=[one.student_id for one in placements], happened_on__lt=on - SETTLES_IN
    )
    late = _by_author(rows, visits)
    for one in placements:
        if late[one.student_id] >= RECORDS_LATE:
            number = late[one.student_id]
            yield one.pk, f"{number} records of over a week ago are not sent."


def _missing_outcomes(placements: Collection[PracticePlacement], on: date) -> Seen:
    """Planned visits that are past, of which nobody said how they went."""
    before = timezone.make_aware(datetime.combine(on - SETTLES_IN, time()))
    rows = Visit.objects.missing_outcome(before).filter(
        author__in=[one.student_id for one in placements]
    )
    missing = _by_author(rows)
    for one in placements:
        number = missing[one.student_id]
        if number >= MISSED:
            yield one.pk, f"{number} planned visits are past, and how they went is not recorded."


def _returned(placements: Collection[PracticePlacement], on: date) -> Seen:
    """Records that came back to be changed in the last four weeks."""
    students = [one.student_id for one in placements]
    since = timezone.make_aware(datetime.combine(on - LOOKS_BACK, time()))
    returned = []
    for model in (DirectWorkSession, Visit):
        moves = StateChange.objects.filter(
            record_type=record_type(model),
            record_id=OuterRef("pk"),
            move=Move.RETURN,
            at__gte=since,
        )
        returned.append(model.objects.filter(Exists(moves), author__in=students))
    back = _by_author(*returned)
    for one in placements:
        if back[one.student_id] >= RETURNED:
            number = back[one.student_id]
            yield one.pk, f"{number} records came back to be changed in the last four weeks."


def _by_author(*records: QuerySet[Any]) -> Counter[UUID]:
    """How many of these records each author has; one query."""
    numbers = [rows.order_by().values_list("author").annotate(n=Count("pk")) for rows in records]
    found: Counter[UUID] = Counter()
    for author, number in numbers[0].union(*numbers[1:], all=True):
        found[author] += number
    return found


def _overdue_steps(placements: Collection[PracticePlacement], on: date) -> Seen:
    """Steps of the placement that are the student's own and overdue."""
    rows = Deadline.objects.overdue(on).filter(root_id__in=[one.pk for one in placements])
    titles: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for root_id, owner_id, title in rows.values_list("root_id", "owner", "title"):
        titles[root_id, owner_id].append(title)
    for one in placements:
        late = titles[one.pk, one.student_id]
        if late:
            yield one.pk, f"Overdue: {', '.join(sorted(late)).lower()}."
