"""How a password, and then a session, becomes a person: never past the days of their access."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from accounts.models import Person


class SignInBackend(AuthenticationBackend):
    """Asks `may_sign_in` at the door and again on every request, and brings the acting roles."""

    def user_can_authenticate(self, user: Person) -> bool:
        return user.may_sign_in(timezone.localdate())

    def get_user(self, user_id: UUID) -> Person | None:
        today = timezone.localdate()
        person = Person.objects.acting(today).filter(pk=user_id).first()
        return person if person and person.may_sign_in(today) else None
