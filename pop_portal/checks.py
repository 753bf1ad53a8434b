"""What may not be true of a portal in use: told by `check --deploy`, refused at start.

The web server, the worker and beat refuse to start; management commands still run, so that it can
be put right.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

HERE = {"localhost", "127.0.0.1", "::1"}


def dangers(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Each danger as a sentence that says what to do. None in development with DEBUG."""
    if settings.DEBUG:
        return []
    site = urlsplit(settings.SITE_URL)
    found = [
        f"{name} is not set: give the address of the {what}."
        for name, what in {
            "DATABASE_URL": "database as the web role sees it",
            "REDIS_URL": "Redis server",
            "EMAIL_URL": "mail server",
        }.items()
        if not environ.get(name)
    ]
    if site.hostname not in HERE:
        if settings.DEMO:
            found.append(
                "DEMO is on: its passwords are public. It is for http://localhost only; unset it."
            )
        if site.scheme != "https":
            found.append("SITE_URL does not begin with https://: children's records need it.")
    return found


def refuse_dangerous_start() -> None:
    """Raise ImproperlyConfigured where the portal would start as nobody should run it."""
    if found := dangers():
        raise ImproperlyConfigured("The portal does not start like this.\n- " + "\n- ".join(found))


@register(Tags.security, deploy=True)
def no_dangers(**_: Any) -> list[CheckMessage]:
    return [Error(danger, id="pop_portal.E001") for danger in dangers()]


@register(Tags.security, deploy=True)
def second_factor(**_: Any) -> list[CheckMessage]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    hint = "Unset SECOND_FACTOR_REQUIRED: roles that see children then need a second factor."
    return [
        Warning(
            "People who see children sign in with a password alone.", hint, id="pop_portal.W001"
        )
    ]


@register(Tags.database)
def web_role_owns_nothing(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """With `check --database default`, run with the web server's own address."""
    if settings.DATABASE_WEB_URL or "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        [is_owner] = cursor.fetchone()
    if not is_owner:
        return []
    hint = "Give the owner as DATABASE_OWNER_URL and the web role as DATABASE_URL."
    message = "The web server connects as a role that could rewrite history and logs."
    return [Warning(message, hint, id="pop_portal.W002")]
