"""The clocks of child protection (C4 to C10), kept for each episode. Facts in, deadlines out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.episode import clocks as episode_clocks
from casework.episode.clocks import EpisodeFacts
from casework.meeting.codes import Kind
from casework.meeting.models import Meeting
from casework.plan.models import Plan
from casework.protection.models import Conference, Section47, StrategyDiscussion
from timescales.deadlines import DeadlineFact

SUBJECT = "casework.protection"
ROOT = episode_clocks.SUBJECT


Dated = tuple[UUID, date]


@dataclass(frozen=True)
class Run:
    """From what day something is awaited, when it came, or whether it is not awaited any more."""

    id: UUID
    starts_on: date
    met_on: date | None
    is_off: bool = False


@dataclass(frozen=True)
class PlanSpell:
    """A child protection plan with the days on which its meetings were held."""

    id: UUID
    starts_on: date
    ends_on: date | None
    core_groups: tuple[Dated, ...]
    reviews: tuple[Dated, ...]


@dataclass(frozen=True)
class ProtectionFacts:
    episode: EpisodeFacts
    discussions: tuple[Run, ...]
    enquiries: tuple[Run, ...]
    transfers: tuple[Run, ...]
    plans: tuple[PlanSpell, ...]


def facts(episode_ids: Sequence[UUID]) -> dict[UUID, ProtectionFacts]:
    """Facts of many episodes in a constant number of queries."""
    discussions, enquiries = defaultdict(list), defaultdict(list)
    transfers, plans = defaultdict(list), defaultdict(list)
    groups: dict[UUID, list[Dated]] = defaultdict(list)
    reviews: dict[UUID, list[Dated]] = defaultdict(list)
    talks = StrategyDiscussion.objects.filter(episode__in=episode_ids).select_related("meeting")
    for talk in talks.order_by("arose_on", "pk"):
        off = talk.meeting.cancelled_on is not None
        discussions[talk.episode_id].append(Run(talk.pk, talk.arose_on, talk.held_on, off))
    for row in Section47.objects.filter(episode__in=episode_ids).order_by("started_on"):
        enquiries[row.episode_id].append(Run(row.pk, row.started_on, row.ended_on))
    moves = Conference.objects.filter(episode__in=episode_ids, kind=Kind.TRANSFER_IN)
    for move in moves.select_related("meeting"):
        if move.notified_on is not None:
            off = move.meeting.cancelled_on is not None
            transfers[move.episode_id].append(Run(move.pk, move.notified_on, move.held_on, off))
    held = Meeting.objects.held().of_kind(Kind.CORE_GROUP, Kind.RCPC)
    for meeting in held.filter(episode__in=episode_ids).order_by("held_on", "pk"):
        place = groups if meeting.kind == Kind.CORE_GROUP else reviews
        if meeting.held_on is not None:
            place[meeting.episode_id].append((meeting.pk, meeting.held_on))
    for plan in Plan.objects.child_protection().filter(episode__in=episode_ids):
        plans[plan.episode_id].append(plan)
    return {
        key: ProtectionFacts(
            episode=episode,
            discussions=tuple(discussions[key]),
            enquiries=tuple(enquiries[key]),
            transfers=tuple(transfers[key]),
            plans=tuple(_spell(plan, groups[key], reviews[key]) for plan in plans[key]),
        )
        for key, episode in episode_clocks.facts(episode_ids).items()
    }


def deadlines(protection: ProtectionFacts) -> list[DeadlineFact]:
    """A discussion, the conference of an enquiry or a transfer, then core groups and reviews."""
    closed = protection.episode.closed_on is not None
    found = [
        _awaited(protection, "C4", f"discussion:{run.id}", run, "Strategy discussion", closed)
        for run in protection.discussions
    ]
    title = "Initial child protection conference"
    found += [
        _awaited(protection, "C5", f"conference:{run.id}", run, title, closed)
        for run in protection.enquiries
    ]
    title = "Transfer-in conference"
    found += [
        _awaited(protection, "C6", f"transfer:{run.id}", run, title, closed)
        for run in protection.transfers
    ]
    for plan in protection.plans:
        off = closed or plan.ends_on is not None
        for rule, key, run, title in _of_plan(plan):
            found.append(_awaited(protection, rule, key, run, title, off))
    return found


def _of_plan(plan: PlanSpell) -> Iterator[tuple[str, str, Run, str]]:
    """The first core group and the first review from the conference, each later one from the last.

    A review is never on the day the plan starts; a core group may be.
    """
    groups = [row for row in plan.core_groups if row[1] >= plan.starts_on]
    yield "C7", f"core_group:{plan.id}", _next(plan.id, plan.starts_on, groups), "First core group"
    for number, (meeting, held_on) in enumerate(groups, start=1):
        yield "C8", f"core_group:{meeting}", _next(meeting, held_on, groups[number:]), "Core group"
    reviews = [row for row in plan.reviews if row[1] > plan.starts_on]
    first = "First review conference"
    yield "C9", f"review:{plan.id}", _next(plan.id, plan.starts_on, reviews), first
    for number, (meeting, held_on) in enumerate(reviews, start=1):
        run = _next(meeting, held_on, reviews[number:])
        yield "C10", f"review:{meeting}", run, "Review conference"


def _next(key: UUID, starts_on: date, later: Sequence[Dated]) -> Run:
    return Run(key, starts_on, later[0][1] if later else None)


def _awaited(
    protection: ProtectionFacts, rule: str, key: str, run: Run, title: str, off: bool
) -> DeadlineFact:
    episode = protection.episode
    return DeadlineFact(
        rule=rule,
        key=key,
        starts=run.starts_on,
        root_id=episode.episode_id,
        reference=episode.reference,
        owner_id=episode.owner_id,
        met=run.met_on,
        cancelled=run.met_on is None and (off or run.is_off),
        copy_to=episode.co_worker_ids,
        title=title,
    )


def _spell(plan: Plan, groups: Sequence[Dated], reviews: Sequence[Dated]) -> PlanSpell:
    """The meetings that fall into the plan; the day it ends is still its own."""
    return PlanSpell(
        id=plan.pk,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        core_groups=tuple(row for row in groups if _within(plan, row[1])),
        reviews=tuple(row for row in reviews if _within(plan, row[1])),
    )


def _within(plan: Plan, day: date) -> bool:
    return plan.starts_on <= day and (plan.ends_on is None or day <= plan.ends_on)
