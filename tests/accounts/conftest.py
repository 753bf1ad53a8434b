"""What tests of the door share: an empty cache, and signing in as a person does it."""

import base64
import hmac
import struct
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.factories import PASSWORD


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def type_password(client):
    """`type_password(person)` posts the sign-in form as a person would."""

    def post(person_or_email, password=PASSWORD, **extra):
        email = getattr(person_or_email, "email", person_or_email)
        return client.post(
            reverse("account_login"), {"login": email, "password": password}, **extra
        )

    return post


@pytest.fixture
def code_of():
    """`code_of(secret)`: the six digits an app would show now."""

    def now(secret: str) -> str:
        # RFC 6238, written out so that the tests do not ask the library whether it is right.
        counter = struct.pack(">Q", int(time.time()) // 30)
        digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
        offset = digest[-1] & 15
        number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    return now


@pytest.fixture
def second_factor():
    """`second_factor(person)` switches it on and returns the secret."""

    def switch_on(person) -> str:
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
        return secret

    return switch_on
