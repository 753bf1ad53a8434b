"""What we tell allauth: nobody signs up, addresses live on the person, secrets are encrypted."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.lockout import client_ip
from accounts.models import Person
from accounts.secrets import decrypt, encrypt

TOO_MANY = "Too many tries. Wait 15 minutes, then try again."
WRONG_CODE = "That code is not right. Codes change every 30 seconds: enter the one shown now."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "enter_current_password": "That is not your password as it is now.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an administrator."""
        return False

    def pre_login(
        self, request: HttpRequest, user: Person, **kwargs: Any
    ) -> HttpResponseBase | None:
        """The right password opens nothing outside the days of access, and says so."""
        if not user.may_sign_in(timezone.localdate()):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not straight after signing in: who just typed a password is not asked for it again."""
        records = get_authentication_records(context.request, context.request.user)
        signed_in_at = records[-1]["at"] if records else 0
        return time.time() - signed_in_at > REAUTHENTICATION_TIMEOUT

    def reauthenticate(self, user: Person, password: str) -> bool:
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)
