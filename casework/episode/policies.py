"""Who may know of an episode, and who may carry one; sentences first."""

from accounts.roles import REGISTERED_CASEHOLDERS, Role

# A student always works beside someone accountable; a second registered worker may too.
CO_WORKERS = frozenset({Role.STUDENT}) | REGISTERED_CASEHOLDERS


def may_be_accountable(role: str) -> bool:
    """To be accountable for a child you are a registered social worker who carries a caseload.

    A practice educator is registered too, but carries none, and is never accountable by accident.
    """
    return role in REGISTERED_CASEHOLDERS


def may_co_work(role: str) -> bool:
    """To co-work you are a student, or a registered social worker beside the accountable one."""
    return role in CO_WORKERS
