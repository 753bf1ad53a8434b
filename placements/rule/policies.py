"""Who may change what a university asks of placements, and who may say that it is right."""

from typing import Any

from accounts.roles import Role

ARRANGES = frozenset({Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT})


def may_edit(person: Any) -> bool:
    """Whoever arranges placements writes down what a university asks; a deputy as the manager."""
    return person.role in ARRANGES or Role.TEAM_MANAGER in person.acting_roles


def may_confirm(person: Any, is_default: bool, is_of_their_university: bool) -> bool:
    """The university confirms its own rule, or whoever asked it. A default is nobody's word."""
    if is_default:
        return False
    if person.role == Role.UNIVERSITY_TUTOR:
        return is_of_their_university
    return may_edit(person)
