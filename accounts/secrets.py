"""Encryption of second-factor secrets at rest, with keys that can be changed one at a time."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _cipher() -> MultiFernet:
    """The first key encrypts, every one of them decrypts."""
    keys = settings.SECOND_FACTOR_KEYS or [settings.SECRET_KEY]
    digests = [hashlib.sha256(b"second factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    return _cipher().decrypt(encrypted.encode()).decode()
