"""How a password, and then a session, becomes a person: never past the days of their access."""

from datetime import date
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Person
from accounts.prepared import prepared

_SECOND_FACTOR = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)


class SignInBackend(AuthenticationBackend):
    """Asks `may_sign_in` at the door and again on every request.

    The person of a request brings the roles they act in and their second factor, in one query.
    """

    def user_can_authenticate(self, user: Person) -> bool:
        return user.may_sign_in(timezone.localdate())

    def get_user(self, user_id: UUID) -> Person | None:
        today = timezone.localdate()
        person = next(iter(_who_asks(user_id, today)), None)
        return person if person and person.may_sign_in(today) else None

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        """By the one address a person has; there is no second list of addresses."""
        person = Person.objects.filter(email__iexact=email).first()
        return self._check_password(person, password)


@prepared
def _who_asks(user_id: UUID, on: date) -> QuerySet[Person, Any]:
    """Asked by every request, so it is built once."""
    people = Person.objects.acting(on).annotate(has_second_factor=Exists(_SECOND_FACTOR))
    return people.filter(pk=user_id).order_by()
