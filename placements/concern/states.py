"""The way of a concern: one table of moves, read by actions, pages and tests alike."""

from dataclasses import dataclass

from django.db import models


class Stage(models.TextChoices):
    INFORMAL = "informal", "Informal"
    ONE = "stage_one", "Stage one"
    TWO = "stage_two", "Stage two"
    CLOSED = "closed", "Closed"


class Move(models.TextChoices):
    RAISE = "raise", "Informal talk"
    STAGE_ONE = "stage_one", "Stage one meeting"
    STAGE_TWO = "stage_two", "Stage two meeting"
    REVIEW = "review", "Review of the plan"
    CLOSE = "close", "Outcome"


class Outcome(models.TextChoices):
    RESOLVED = "resolved", "Resolved: the placement goes on"
    CHANGED = "changed", "The placement was changed"
    SUSPENDED = "suspended", "The placement was suspended"
    TERMINATED = "terminated", "The placement was ended"
    UNIVERSITY = "university", "Handed to the university's own process"


@dataclass(frozen=True)
class Way:
    """From which stages a move leads where; None stays where it is. `decides`: the manager's."""

    from_stages: tuple[str, ...]
    to: str | None
    decides: bool = False
    needs_plan: bool = False


OPEN = (Stage.INFORMAL, Stage.ONE, Stage.TWO)
MOVES: dict[Move, Way] = {
    Move.RAISE: Way((), Stage.INFORMAL),
    Move.STAGE_ONE: Way((Stage.INFORMAL,), Stage.ONE, needs_plan=True),
    Move.STAGE_TWO: Way((Stage.ONE,), Stage.TWO, decides=True, needs_plan=True),
    Move.REVIEW: Way(OPEN, None),
    Move.CLOSE: Way(OPEN, Stage.CLOSED, decides=True),
}


def moves_from(stage: str) -> list[Move]:
    """What may come next."""
    return [move for move, way in MOVES.items() if stage in way.from_stages]
