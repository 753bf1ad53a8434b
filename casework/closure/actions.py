"""Closing an episode, once nothing stands in the way."""

from collections.abc import Sequence
from datetime import date

from accounts.actions import written_by
from accounts.models import Person
from casework.closure.registry import Obstacle, obstacles
from casework.episode.actions import close_episode
from casework.episode.models import Episode


class NotYet(Exception):
    """Something is still to be finished; `obstacles` says what and where."""

    def __init__(self, found: Sequence[Obstacle]) -> None:
        super().__init__(" ".join(one.sentence for one in found))
        self.obstacles = list(found)


def close(*, episode: Episode, on: date, reason: str, by: Person) -> Episode:
    """Close `episode` with `on` as its last day. Raises NotYet, ValidationError."""
    with written_by(by):
        held = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        if found := obstacles(held, on):
            raise NotYet(found)
        return close_episode(episode=held, on=on, reason=reason, by=by)
