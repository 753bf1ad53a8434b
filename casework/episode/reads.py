"""Questions about episodes that lists and pages ask; each a constant number of queries."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from accounts.models import Person
from casework.child.models import Child, Restriction
from casework.episode.clocks import SUBJECT
from casework.episode.models import Allocation, Episode
from timescales.models import Deadline


def open_episodes(child_ids: Collection[UUID]) -> dict[UUID, Episode]:
    """The open episode of each child that has one, by the child's id."""
    rows = Episode.objects.open().filter(child__in=child_ids)
    return {row.child_id: row for row in rows}


def current_allocations(episode_ids: Collection[UUID], on: date) -> list[Allocation]:
    rows = Allocation.objects.in_force(on).filter(episode__in=episode_ids)
    return list(rows.select_related("person").order_by("role", "starts_on"))


def next_clocks(episode_ids: Collection[UUID]) -> dict[UUID, Deadline]:
    """The running clock of each episode that is due first."""
    found: dict[UUID, Deadline] = {}
    rows = Deadline.objects.running().with_rule().of_roots(SUBJECT, episode_ids)
    for row in rows.order_by("overdue_from"):
        found.setdefault(row.root_id, row)
    return found


def allocation_clocks(episode_ids: Collection[UUID]) -> dict[UUID, Deadline]:
    """The running allocation clock of each episode."""
    rows = Deadline.objects.running().with_rule().of_roots(SUBJECT, episode_ids)
    return {row.root_id: row for row in rows.filter(code="C19")}


def masked_children(person: Person, on: date) -> list[dict]:
    """Restricted children within reach: whom to ask and the clock that is due first, no more."""
    children = list(Child.objects.masked_for(person, on).order_by("la_child_id"))
    if not children:
        return []
    ids = [child.pk for child in children]
    restrictions = Restriction.objects.standing(on).filter(child__in=ids)
    asked = {row.child_id: row.made_by.name for row in restrictions.select_related("made_by")}
    episodes = open_episodes(ids)
    clocks = next_clocks([episode.pk for episode in episodes.values()])
    return [
        {
            "ask": asked[child.pk],
            "clock": clocks.get(episodes[child.pk].pk) if child.pk in episodes else None,
        }
        for child in children
    ]
