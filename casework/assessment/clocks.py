"""The clocks that assessing adds to an episode: C2 again for a re-assessment, and C3's checkpoints.

The first assessment's C2 is the episode's own: it runs from the referral, begun or not. Both are
deadlines of the episode, so one refresh settles them all and none exists twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.assessment.models import Assessment, Checkpoint
from casework.episode import clocks as episode_clocks
from casework.episode.clocks import EpisodeFacts
from timescales.deadlines import DeadlineFact

# The stages of rule C3, 10, 20 and 30 working days as shipped.
STAGES = tuple(int(stage) for stage in Checkpoint.Stage)


@dataclass(frozen=True)
class Again:
    """A re-assessment on an open case, from the decision to assess again."""

    assessment_id: UUID
    started_on: date
    authorised_on: date | None


@dataclass(frozen=True)
class AssessedEpisode:
    """What an episode knows itself, its re-assessments, and the checkpoints that were held.

    `held` is the day by (re-assessment or None, stage).
    """

    episode: EpisodeFacts
    again: tuple[Again, ...] = ()
    held: tuple[tuple[UUID | None, int, date], ...] = ()


def facts(episode_ids: Sequence[UUID]) -> dict[UUID, AssessedEpisode]:
    """Facts of many episodes: the episode wing's queries and two more, whatever their number."""
    episodes = episode_clocks.facts(episode_ids)
    again, held = defaultdict(list), defaultdict(list)
    rows = Assessment.objects.first_versions().filter(
        episode__in=episode_ids, kind=Assessment.Kind.REASSESSMENT
    )
    for row in rows.order_by("started_on", "pk"):
        again[row.episode_id].append(Again(row.pk, row.started_on, row.authorised_on))
    for checkpoint in Checkpoint.objects.filter(episode__in=episode_ids).order_by("stage", "pk"):
        held[checkpoint.episode_id].append(
            (checkpoint.reassessment_id, checkpoint.stage, checkpoint.held_on)
        )
    return {
        pk: AssessedEpisode(row, tuple(again[pk]), tuple(held[pk])) for pk, row in episodes.items()
    }


def deadlines(found: AssessedEpisode) -> list[DeadlineFact]:
    """The episode's own, then what assessing adds to them."""
    return [*episode_clocks.deadlines(found.episode), *_first(found), *_again(found)]


def _first(found: AssessedEpisode) -> list[DeadlineFact]:
    episode = found.episode
    if not episode.is_in_need or episode.referred_on is None:
        return []
    is_over = episode.assessed_on is not None or episode.closed_on is not None
    return _checkpoints(found, None, episode.referred_on, is_over=is_over)


def _again(found: AssessedEpisode) -> list[DeadlineFact]:
    episode, wanted = found.episode, []
    for row in found.again:
        is_over = row.authorised_on is not None or episode.closed_on is not None
        wanted.append(
            DeadlineFact(
                rule="C2",
                key=f"reassessment:{row.assessment_id}",
                starts=row.started_on,
                root_id=episode.episode_id,
                reference=episode.reference,
                owner_id=episode.owner_id,
                met=row.authorised_on,
                cancelled=row.authorised_on is None and episode.closed_on is not None,
                copy_to=episode.co_worker_ids,
                title="Re-assessment",
            )
        )
        wanted += _checkpoints(found, row.assessment_id, row.started_on, is_over=is_over)
    return wanted


def _checkpoints(
    found: AssessedEpisode, reassessment_id: UUID | None, starts: date, *, is_over: bool
) -> list[DeadlineFact]:
    """A manager looks three times; once it is authorised or closed, no look is missing any more."""
    held = {stage: on for owner, stage, on in found.held if owner == reassessment_id}
    episode, tail = found.episode, f":{reassessment_id}" if reassessment_id else ""
    return [
        DeadlineFact(
            rule="C3",
            key=f"checkpoint:{stage}{tail}",
            stage=stage,
            starts=starts,
            root_id=episode.episode_id,
            reference=episode.reference,
            owner_id=next(iter(episode.manager_ids), episode.owner_id),
            met=held.get(stage),
            cancelled=stage not in held and is_over,
            copy_to=() if episode.owner_id in episode.manager_ids else _only(episode.owner_id),
            title=f"Assessment checkpoint {stage + 1} of {len(STAGES)}",
        )
        for stage in STAGES
    ]


def _only(person_id: UUID | None) -> tuple[UUID, ...]:
    return () if person_id is None else (person_id,)
