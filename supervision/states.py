"""The way of a supervision record: written by the practice educator, answered by the student."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Waiting for the student"
    AGREED = "agreed", "Agreed by both"
    DIFFERENT = "different", "Seen differently"


class Move(models.TextChoices):
    ASK = "ask", "Ask the student to agree"
    TAKE_BACK = "take_back", "Take back to edit"
    AGREE = "agree", "Agree"
    SEE_DIFFERENTLY = "see_differently", "Say how you see it"


# (from, move) -> to. What is not here cannot happen.
MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.ASK): State.ASKED,
    (State.ASKED, Move.TAKE_BACK): State.DRAFT,
    (State.ASKED, Move.AGREE): State.AGREED,
    (State.ASKED, Move.SEE_DIFFERENTLY): State.DIFFERENT,
}
ANSWERED = frozenset({State.AGREED, State.DIFFERENT})
# The text stands still from the moment the student is asked to agree to it.
TEXT_LOCKED = ANSWERED | {State.ASKED}
