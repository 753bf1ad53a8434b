"""Who may read, write, sign and authorise a plan, as sentences and then as the rule."""

from uuid import UUID

from django.db.models import Q

from accounts.permissions import Permission
from records.states import Move, State


def draft_shows(person_id: UUID, prefix: str = "") -> Q:
    """Of the children you may see you read what was sent; an unsent draft is its author's alone."""
    return Q(**{f"{prefix}author": person_id}) | ~Q(**{f"{prefix}state": State.DRAFT})


def may_write(verbs: frozenset[Permission]) -> bool:
    """To draft a plan, a review or a safety plan of a child you may see, your role writes them."""
    return Permission.PLAN_WRITE in verbs


def may_manage(verbs: frozenset[Permission], answers_for_child: bool) -> bool:
    """To start or end a child in need plan, to put its days right, or to take something out of the

    plan in force, your role manages plans and you answer for the child.
    """
    return Permission.PLAN_MANAGE in verbs and answers_for_child


def may_move(
    move: Move,
    *,
    verbs: frozenset[Permission],
    is_registered: bool,
    answers_for_child: bool,
) -> bool:
    """You send or take back what you wrote; you sign it yourself only if you are registered and

    answer for the child; to return or countersign another's you countersign plans and answer for
    the child; to authorise a plan you are, besides, a manager whose role authorises them.
    That none of this is done to one's own record is known to `records`.
    """
    if move in {Move.SUBMIT, Move.WITHDRAW}:
        return Permission.PLAN_WRITE in verbs
    if move == Move.SIGN:
        return Permission.PLAN_WRITE in verbs and is_registered and answers_for_child
    if move in {Move.COUNTERSIGN, Move.RETURN}:
        return Permission.PLAN_COUNTERSIGN in verbs and answers_for_child
    if move in {Move.AUTHORISE, Move.SUPERSEDE}:
        return Permission.PLAN_AUTHORISE in verbs and answers_for_child
    return False
