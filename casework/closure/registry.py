"""What stands in the way of closing an episode: each wing and room answers for its own.

Filled in `AppConfig.ready()`; asked before an episode closes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, QuerySet

from casework.episode.models import Episode


@dataclass(frozen=True)
class Obstacle:
    """Something to finish first: a sentence without a name, and where to do it.

    `may_override` only where no law asks for it: a manager then closes with a reason that stays.
    """

    sentence: str
    path: str
    may_override: bool = False


Unfinished = Callable[[Episode, date], QuerySet[Any]]
Told = Callable[[Episode, QuerySet[Any]], list[Obstacle]]
_asked: dict[str, tuple[Unfinished, Told]] = {}


def register_obstacle(name: str, unfinished: Unfinished, told: Told) -> None:
    """Before an episode closes, look for `unfinished` rows; where there are any, `told` says so.

    A second registration of a name replaces it.
    """
    _asked[name] = (unfinished, told)


def obstacles(episode: Episode, on: date) -> list[Obstacle]:
    """Everything that stands in the way of closing `episode` on `on`, in the order of the names.

    One query finds of which kinds there is something; each of those then tells of it.
    """
    rows = {name: unfinished(episode, on) for name, (unfinished, _) in sorted(_asked.items())}
    there = Episode.objects.filter(pk=episode.pk).values_list(*map(Exists, rows.values())).get()
    return [
        obstacle
        for (name, found), is_there in zip(rows.items(), there, strict=True)
        if is_there
        for obstacle in _asked[name][1](episode, found)
    ]
