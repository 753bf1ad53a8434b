"""Who shares what is known of a place, a group or an online space."""

from accounts.roles import Role

SHARES = frozenset(
    {
        Role.STUDENT,
        Role.PRACTICE_EDUCATOR,
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.GROUP_MANAGER,
        Role.QUALITY_AUDITOR,
    }
)


def shares_contexts(role: str) -> bool:
    """You know of every context when you work with children in any team; a context names none.

    Which children are linked to it you learn of your own only, and of the others their number.
    """
    return role in SHARES
