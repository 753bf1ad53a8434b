"""Who may decide about a child, and who may only advise."""

from accounts.permissions import Permission


def may_advise(verbs: frozenset[Permission]) -> bool:
    """To put a decision on a child's file, if only as advice, your role advises or confirms."""
    return bool(verbs & {Permission.DECISION_ADVISE, Permission.DECISION_CONFIRM})


def may_confirm(verbs: frozenset[Permission], answers_for_child: bool) -> bool:
    """To confirm or decline, your role confirms decisions and you answer for this child's case."""
    return Permission.DECISION_CONFIRM in verbs and answers_for_child


def may_complete(verbs: frozenset[Permission], is_owner: bool, answers_for_child: bool) -> bool:
    """To mark an action done, you own it, or you could have confirmed it."""
    return is_owner or may_confirm(verbs, answers_for_child)
