"""Connection addresses as the environment gives them, turned into Django settings."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg2.extensions import parse_dsn


def connect_as_owner(environ: MutableMapping[str, str]) -> None:
    """Turn the environment of a web process into the owner's, where the owner's address is known.

    What was the address of the web role stays there by its own name.
    """
    if owner := environ.get("DATABASE_OWNER_URL"):
        environ["DATABASE_WEB_URL"] = environ["DATABASE_URL"]
        environ["DATABASE_URL"] = owner


def database_settings(url: str) -> dict[str, Any]:
    """Django's entry for a libpq address; sockets, encoded passwords and sslmode included."""
    parts = parse_dsn(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A select's options come in one round trip instead of three, and pgBouncer stays possible.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def mail_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for `smtp://user:password@host:port?tls=1` or `smtps://`."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parse_qs(parts.query).get("tls") == ["1"],
        "EMAIL_TIMEOUT": 20,
    }
