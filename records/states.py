"""The way of a signed record, as one table read by actions, buttons and tests.

draft -> submitted -> returned | countersigned -> authorised | returned. A registered author signs
instead of sending, and so skips the countersigning. Locked from countersigned; a change afterwards
is an addendum or a new version.
"""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent to sign"
    RETURNED = "returned", "Returned"
    COUNTERSIGNED = "countersigned", "Countersigned"
    AUTHORISED = "authorised", "Authorised"
    SUPERSEDED = "superseded", "Replaced by a newer version"


class Move(models.TextChoices):
    SUBMIT = "submit", "Send to sign"
    SIGN = "sign", "Sign as a registered worker"
    WITHDRAW = "withdraw", "Take back to edit"
    RETURN = "return", "Return with a comment"
    COUNTERSIGN = "countersign", "Countersign"
    AUTHORISE = "authorise", "Authorise"
    SUPERSEDE = "supersede", "Replace with a new version"


# (from, move) -> to. What is not here cannot happen.
MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.SIGN): State.COUNTERSIGNED,
    (State.RETURNED, Move.SIGN): State.COUNTERSIGNED,
    (State.SUBMITTED, Move.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Move.RETURN): State.RETURNED,
    (State.SUBMITTED, Move.COUNTERSIGN): State.COUNTERSIGNED,
    (State.COUNTERSIGNED, Move.RETURN): State.RETURNED,
    (State.COUNTERSIGNED, Move.AUTHORISE): State.AUTHORISED,
    (State.COUNTERSIGNED, Move.SUPERSEDE): State.SUPERSEDED,
    (State.AUTHORISED, Move.SUPERSEDE): State.SUPERSEDED,
}

# Moves that someone other than the author makes.
BY_ANOTHER = frozenset({Move.RETURN, Move.COUNTERSIGN, Move.AUTHORISE})
# Moves that only the author makes.
BY_AUTHOR = frozenset({Move.SUBMIT, Move.SIGN, Move.WITHDRAW})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
LOCKED = frozenset({State.COUNTERSIGNED, State.AUTHORISED, State.SUPERSEDED})


def moves_from(state: State) -> dict[Move, State]:
    """The moves open from `state`, each with where it leads."""
    return {move: to for (start, move), to in MOVES.items() if start == state}
