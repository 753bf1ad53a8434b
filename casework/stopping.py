"""Clocks of a child who has died, or turned 18, stop: of every wing alike, and by the same rule.

Each wing derives its clocks from its own facts; here they are cancelled where the child's are over.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from casework.episode.models import Episode
from timescales.actions import refresh
from timescales.deadlines import DeadlineFact
from timescales.models import Deadline
from timescales.registry import SubjectClock

ROOT = "casework.episode"
GROWN_UP = 18


@dataclass(frozen=True)
class Stoppable:
    """A wing's own facts, and those of its episodes whose clocks have ended."""

    own: Any
    over: frozenset[UUID]


def stopping(clock: SubjectClock) -> SubjectClock:
    """The same clock, silent for children who died or are grown up; one query more per refresh."""
    return replace(
        clock, facts=_with_endings(clock), deadlines=lambda facts: _deadlines(clock, facts)
    )


def _with_endings(clock: SubjectClock) -> Callable[[Sequence[UUID]], dict[UUID, Stoppable]]:
    def facts(ids: Sequence[UUID]) -> dict[UUID, Stoppable]:
        found = clock.facts(ids)
        roots = {fact.root_id for own in found.values() for fact in clock.deadlines(own)}
        over = frozenset(episodes_over(roots, timezone.localdate()))
        return {key: Stoppable(own, over) for key, own in found.items()}

    return facts


def _deadlines(clock: SubjectClock, facts: Stoppable) -> list[DeadlineFact]:
    return [
        replace(fact, cancelled=True) if fact.root_id in facts.over and fact.met is None else fact
        for fact in clock.deadlines(facts.own)
    ]


def episodes_over(episode_ids: Collection[UUID], on: date) -> set[UUID]:
    """Those of these episodes whose child has died or is grown up, in one query."""
    rows = Episode.objects.filter(_child_is_over(on), pk__in=episode_ids)
    return set(rows.values_list("pk", flat=True))


def stop_clocks_of(child_ids: Iterable[UUID], *, by: Person | None = None) -> None:
    """Derive every clock of these children anew, whatever wing it belongs to."""
    episodes = Episode.objects.filter(child__in=list(child_ids)).values("pk")
    rows = Deadline.objects.filter(root_type=ROOT, root_id__in=episodes).order_by()
    by_type: dict[str, set[UUID]] = {}
    for subject_type, subject_id in rows.values_list("subject_type", "subject_id").distinct():
        by_type.setdefault(subject_type, set()).add(subject_id)
    for subject_type, ids in sorted(by_type.items()):
        refresh(subject_type, ids, by=by)


def stop_clocks_of_grown_ups() -> int:
    """Whoever turned 18 since the last look: their clocks stop at midnight. Says how many."""
    over = Episode.objects.filter(_child_is_over(timezone.localdate())).values("pk")
    running = Deadline.objects.open().filter(root_type=ROOT, root_id__in=over)
    episodes = Episode.objects.filter(pk__in=running.values("root_id"))
    children = set(episodes.values_list("child_id", flat=True))
    stop_clocks_of(children)
    return len(children)


def eighteen_years_before(on: date) -> date:
    """Who was born on that day or earlier is 18; a birthday on 29 February falls on 1 March."""
    try:
        return on.replace(year=on.year - GROWN_UP)
    except ValueError:
        return on.replace(year=on.year - GROWN_UP, day=28)


def _child_is_over(on: date) -> Q:
    return Q(child__date_of_death__isnull=False) | Q(child__dob__lte=eighteen_years_before(on))
