"""The second factor: whom it is required of, and who has it."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Person
from accounts.roles import SEES_CHILDREN

_TOTP = Authenticator.Type.TOTP


def is_required_of(person: Person) -> bool:
    """Everybody who may see a child's record, by role or while acting for somebody, where set."""
    return settings.SECOND_FACTOR_REQUIRED and not SEES_CHILDREN.isdisjoint(
        {person.role, *person.acting_roles}
    )


def has(person: Person) -> bool:
    """Whether codes from an app are switched on. Free for the person of the request."""
    known = getattr(person, "has_second_factor", None)
    if known is None:
        known = Authenticator.objects.filter(user=person, type=_TOTP).exists()
    return known
