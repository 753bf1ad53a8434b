"""Who may plan, hold and sign for a meeting about a child, as sentences and then as the rule."""

from accounts.permissions import Permission
from records.states import Move


def may_move_minutes(
    move: Move, *, verbs: frozenset[Permission], is_registered: bool, answers_for_child: bool
) -> bool:
    """You send or take back the minutes you wrote; you sign them yourself only if you are

    registered and answer for the child; to return or countersign another's, your role signs
    minutes and you answer for the child.
    """
    if move in {Move.SUBMIT, Move.WITHDRAW}:
        return Permission.MINUTES_WRITE in verbs
    if move == Move.SIGN:
        return Permission.MINUTES_SIGN in verbs and is_registered and answers_for_child
    if move in {Move.RETURN, Move.COUNTERSIGN}:
        return Permission.MINUTES_SIGN in verbs and answers_for_child
    return False
