"""What stands in the way of closing an episode: each wing and room answers for its own.

Filled in `AppConfig.ready()`; asked before an episode closes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.episode.models import Episode


@dataclass(frozen=True)
class Obstacle:
    """Something to finish first: a sentence without a name, and where to do it.

    `may_override` only where no law asks for it: a manager then closes with a reason that stays.
    """

    sentence: str
    path: str
    may_override: bool = False


Asked = Callable[[Episode, date], list[Obstacle]]
_asked: dict[str, Asked] = {}


def register_obstacle(name: str, asked: Asked) -> None:
    """Let `asked` speak before an episode closes; a second registration of a name replaces it."""
    _asked[name] = asked


def obstacles(episode: Episode, on: date) -> list[Obstacle]:
    """Everything that stands in the way of closing `episode` on `on`, in the order of the names."""
    return [found for name in sorted(_asked) for found in _asked[name](episode, on)]
