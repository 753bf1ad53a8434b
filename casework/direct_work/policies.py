"""Who may read, write and sign a direct-work session, as sentences and then as the rule."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from accounts.permissions import Permission
from records.states import Move, State


def session_shows(person_id: UUID) -> Q:
    """Among the sessions of children you may see, you read those you wrote,

    those that were sent, and unsent ones that raise a worry, since you may be told of it.
    """
    return Q(author=person_id) | ~Q(state=State.DRAFT) | Q(worry=True)


def may_record(verbs: frozenset[Permission]) -> bool:
    """To record a session with a child you may see, your role records direct work."""
    return Permission.DIRECT_WORK_RECORD in verbs


def may_move(
    move: Move, *, verbs: frozenset[Permission], is_registered: bool, answers_for_child: bool
) -> bool:
    """You send or take back what you recorded; you sign it yourself only if you are registered

    and answer for the child; to return or countersign another's, your role countersigns and you
    answer for the child. That none of this is done to one's own record is known to `records`.
    """
    if move in {Move.SUBMIT, Move.WITHDRAW}:
        return Permission.DIRECT_WORK_RECORD in verbs
    if move == Move.SIGN:
        return Permission.DIRECT_WORK_RECORD in verbs and is_registered and answers_for_child
    if move in {Move.RETURN, Move.COUNTERSIGN}:
        return Permission.DIRECT_WORK_COUNTERSIGN in verbs and answers_for_child
    return False


def open_moves(moves: Collection[Move], **facts) -> list[Move]:
    """Of `moves`, those this person may make."""
    return [move for move in moves if may_move(move, **facts)]
