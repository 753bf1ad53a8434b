"""The clocks of an episode: assessment (C2) and allocation (C19). Facts in, deadlines out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from casework.episode.models import Allocation, Episode
from casework.episode.people import managers_of_teams
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.episode"


@dataclass(frozen=True)
class Spell:
    """One worker accountable for an episode, from one day to another."""

    person_id: UUID
    starts_on: date
    ends_on: date | None

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True)
class EpisodeFacts:
    """What is known of one episode on the day `on`: a worker planned for later is not there yet."""

    episode_id: UUID
    on: date
    reference: str
    is_in_need: bool
    opened_on: date
    referred_on: date | None
    assessed_on: date | None
    closed_on: date | None
    accountable: tuple[Spell, ...]
    co_worker_ids: tuple[UUID, ...]
    manager_ids: tuple[UUID, ...]

    @property
    def owner_id(self) -> UUID | None:
        """Who must act: the accountable worker, and while there is none the team's manager."""
        current = [spell.person_id for spell in self.accountable if spell.holds(self.on)]
        return next(iter([*current, *self.manager_ids]), None)


def facts(episode_ids: Sequence[UUID]) -> dict[UUID, EpisodeFacts]:
    """Facts of many episodes in three queries, whatever their number."""
    episodes = list(Episode.objects.filter(pk__in=episode_ids).select_related("child", "referral"))
    accountable, co_workers = defaultdict(list), defaultdict(list)
    for row in Allocation.objects.filter(episode__in=episode_ids).order_by("starts_on"):
        if row.role == Allocation.Role.ACCOUNTABLE:
            accountable[row.episode_id].append(Spell(row.person_id, row.starts_on, row.ends_on))
        elif row.ends_on is None:
            co_workers[row.episode_id].append(row.person_id)
    today = timezone.localdate()
    managers = managers_of_teams({row.team_id for row in episodes}, today)
    return {
        row.pk: EpisodeFacts(
            episode_id=row.pk,
            on=today,
            reference=row.child.reference,
            is_in_need=row.kind == Episode.Kind.IN_NEED,
            opened_on=row.opened_on,
            referred_on=row.referral.referred_on if row.referral else None,
            assessed_on=row.assessment_authorised_on,
            closed_on=row.closed_on,
            accountable=tuple(accountable[row.pk]),
            co_worker_ids=tuple(co_workers[row.pk]),
            manager_ids=tuple(person.pk for person in managers[row.team_id]),
        )
        for row in episodes
    }


def deadlines(episode: EpisodeFacts) -> list[DeadlineFact]:
    """Early help has no statutory clock; it may not lie without a worker either."""
    return [*_assessment(episode), *_allocation(episode)]


def _assessment(episode: EpisodeFacts) -> list[DeadlineFact]:
    """C2 runs from the referral, not from opening or allocation, to the manager's authorisation."""
    if not episode.is_in_need or episode.referred_on is None:
        return []
    return [
        DeadlineFact(
            rule="C2",
            key="assessment",
            starts=episode.referred_on,
            root_id=episode.episode_id,
            reference=episode.reference,
            owner_id=episode.owner_id,
            met=episode.assessed_on,
            cancelled=episode.assessed_on is None and episode.closed_on is not None,
            copy_to=episode.co_worker_ids,
            title="Child and family assessment",
        )
    ]


def _allocation(episode: EpisodeFacts) -> list[DeadlineFact]:
    """C19 runs each time nobody is accountable: from opening, and from a worker's last day.

    A student's allocation does not stop it, nor a worker who is planned, until their first day. A
    handover from one day to the next starts nothing.
    """
    found = []
    unallocated_since: date | None = episode.opened_on
    for number in range(len(episode.accountable) + 1):
        spell = episode.accountable[number] if number < len(episode.accountable) else None
        if unallocated_since is None:
            break
        taken_at_once = spell is not None and number > 0 and _next_day(unallocated_since, spell)
        if not taken_at_once:
            found.append(
                DeadlineFact(
                    rule="C19",
                    key=f"unallocated:{number}",
                    starts=unallocated_since,
                    root_id=episode.episode_id,
                    reference=episode.reference,
                    owner_id=next(iter(episode.manager_ids), None),
                    met=_first_day(spell, unallocated_since, episode.on),
                    cancelled=spell is None and episode.closed_on is not None,
                    copy_to=episode.manager_ids[1:],
                    title="Allocation to a registered worker",
                )
            )
        unallocated_since = spell.ends_on if spell else None
    return found


def _first_day(spell: Spell | None, unallocated_since: date, on: date) -> date | None:
    """When somebody became accountable; not while that day has yet to come."""
    if spell is None or spell.starts_on > on:
        return None
    return max(spell.starts_on, unallocated_since)


def _next_day(last_day: date, spell: Spell) -> bool:
    return (spell.starts_on - last_day).days <= 1


def visible_roots(person: Person, episode_ids: Collection[UUID]) -> set[UUID]:
    """Which of these episodes the person may see, in one query."""
    rows = Episode.objects.visible_to(person).filter(pk__in=episode_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Episode]:
    """The same answer as a subquery, so that a list of deadlines is scoped in the database."""
    return Episode.objects.visible_to(person).values("pk")
