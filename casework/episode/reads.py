"""Questions about episodes that lists and pages ask; each a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.prepared import prepared
from casework.child.models import Child, Restriction
from casework.episode.clocks import SUBJECT
from casework.episode.models import Allocation, Episode
from timescales.calendars import load_calendar
from timescales.clock import elapsed_working_days
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet

# KPISC11 says “5 days” and no unit: working days, the day somebody left or it opened being day 0.
LONG_UNALLOCATED = 5


def open_episodes(child_ids: Collection[UUID]) -> dict[UUID, Episode]:
    """The open episode of each child that has one, by the child's id."""
    return {row.child_id: row for row in _open(list(child_ids))}


@prepared
def _open(children: list[UUID]) -> QuerySet[Episode]:
    return Episode.objects.open().filter(child__in=children)


def current_allocations(episode_ids: Collection[UUID], on: date) -> list[Allocation]:
    return _current(list(episode_ids), on)


@prepared
def _current(episodes: list[UUID], on: date) -> QuerySet[Allocation]:
    rows = Allocation.objects.in_force(on).filter(episode__in=episodes)
    return rows.select_related("person").order_by("role", "starts_on")


def next_clocks(episode_ids: Collection[UUID]) -> dict[UUID, Deadline]:
    """The running clock of each episode that is due first."""
    found: dict[UUID, Deadline] = {}
    rows = Deadline.objects.running().with_rule().of_roots(SUBJECT, episode_ids)
    for row in rows.order_by("overdue_from"):
        found.setdefault(row.root_id, row)
    return found


def allocation_clocks(episode_ids: Collection[UUID]) -> dict[UUID, Deadline]:
    """The running allocation clock of each episode."""
    return {row.root_id: row for row in _allocation_clocks(list(episode_ids))}


@prepared
def _allocation_clocks(episodes: list[UUID]) -> DeadlineQuerySet:
    return Deadline.objects.running().with_rule().of_roots(SUBJECT, episodes).filter(code="C19")


@dataclass(frozen=True)
class Unallocated:
    """KPISC11 today: how many of the open children in need have had no worker for five working
    days or more, and which.
    """

    long_ids: frozenset[UUID]
    in_need: int

    @property
    def share(self) -> float:
        return 100 * len(self.long_ids) / self.in_need if self.in_need else 0.0


def unallocated_long(person: Person, on: date) -> Unallocated:
    """Open for assessment or plan without an allocated worker for five working days; two queries
    and the calendar.
    """
    rows = Episode.objects.visible_to(person).open().filter(kind=Episode.Kind.IN_NEED)
    clocks = Deadline.objects.open().filter(
        subject_type=SUBJECT,
        code="C19",
        subject_id__in=rows.without_accountable(on).values("pk"),
    )
    calendar = load_calendar()
    long_ids = frozenset(
        clock.subject_id
        for clock in clocks
        if elapsed_working_days(clock.starts_on, on, calendar) >= LONG_UNALLOCATED
    )
    return Unallocated(long_ids, rows.count())


def masked_children(person: Person, on: date) -> list[dict]:
    """Restricted children within reach: whom to ask and the clock that is due first, no more."""
    children = _masked(person, on)
    if not children:
        return []
    ids = [child.pk for child in children]
    restrictions = Restriction.objects.standing(on).filter(child__in=ids)
    closed = {row.child_id: row for row in restrictions.select_related("made_by")}
    episodes = open_episodes(ids)
    clocks = next_clocks([episode.pk for episode in episodes.values()])
    return [
        {
            "key": closed[child.pk].key,
            "ask": closed[child.pk].made_by.name,
            "clock": clocks.get(episodes[child.pk].pk) if child.pk in episodes else None,
        }
        for child in children
    ]


@prepared
def _masked(person: Person, on: date) -> QuerySet[Child]:
    return Child.objects.masked_for(person, on).order_by("la_child_id")
