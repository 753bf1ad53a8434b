"""Give the web role exactly what it needs: `manage.py grant_web_role`, run as the owner."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import encrypt_password, parse_dsn

from records.grants import CannotGrant, grant


class Command(BaseCommand):
    help = (
        "Give the role of the web server and the worker exactly the rights they need. "
        "Run after every migrate, as the owner. Makes the role of DATABASE_URL where it is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", help="another role than the one in DATABASE_URL")

    def handle(self, *, role: str | None = None, verbosity: int = 1, **_: Any) -> None:
        web = parse_dsn(settings.DATABASE_WEB_URL) if settings.DATABASE_WEB_URL else {}
        name = role or web.get("user")
        if not name:
            raise CommandError(
                "Which role? Set DATABASE_OWNER_URL to the owner's address and DATABASE_URL to the "
                "web role's, or name it with --role."
            )
        try:
            self._have_role(name, web.get("password") if name == web.get("user") else None)
            statements = grant(connection, name)
        except CannotGrant as problem:
            raise CommandError(str(problem)) from problem
        if verbosity:
            for statement in statements:
                self.stdout.write(statement)
            self.stdout.write(f"{name} has exactly what it needs; {len(statements)} changes.")

    def _have_role(self, name: str, password: str | None) -> None:
        """Make the role where it is missing; set the password its address gives."""
        quoted = connection.ops.quote_name(name)
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
            is_there = cursor.fetchone() is not None
            try:
                if not is_there:
                    cursor.execute(f"CREATE ROLE {quoted} LOGIN")
                if password:
                    # Encrypted here, so that no server log can hold it.
                    scrambled = encrypt_password(
                        password, name, scope=connection.connection, algorithm="scram-sha-256"
                    )
                    cursor.execute(f"ALTER ROLE {quoted} PASSWORD %s", [scrambled])
            except Exception as problem:
                if not isinstance(problem.__cause__, InsufficientPrivilege) or is_there:
                    raise
                raise CannotGrant(
                    f"There is no role {name} and the owner may not make one. As an administrator "
                    f"of the server: CREATE ROLE {name} LOGIN PASSWORD '…'"
                ) from problem
