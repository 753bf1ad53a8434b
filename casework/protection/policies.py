"""Who may write, lead and agree a child protection enquiry, as sentences and then as the rule."""

from uuid import UUID

from accounts.permissions import Permission
from records.states import Move


def may_lead(verbs: frozenset[Permission], registration_number: str) -> bool:
    """To lead an enquiry you are a registered social worker and your role leads enquiries.

    A student never does, whatever else they may.
    """
    return Permission.PROTECTION_LEAD in verbs and bool(registration_number)


def may_write_part(
    verbs: frozenset[Permission], person_id: UUID, *, writer_id: UUID | None, lead_id: UUID
) -> bool:
    """To write a part you lead the enquiry, or the lead gave that part to you."""
    allowed = verbs & {Permission.PROTECTION_CONTRIBUTE, Permission.PROTECTION_LEAD}
    return bool(allowed) and person_id in {writer_id, lead_id}


def may_move(move: Move, *, verbs: frozenset[Permission], answers_for_child: bool) -> bool:
    """You conclude the enquiry you lead; to agree the conclusion, or to return it, your role

    agrees conclusions and you answer for the child. That nobody agrees their own is known to
    `records`.
    """
    if move == Move.SIGN:
        return Permission.PROTECTION_LEAD in verbs
    if move in {Move.AUTHORISE, Move.RETURN}:
        return Permission.PROTECTION_AGREE in verbs and answers_for_child
    return False
