"""Every test runs as the web role: what the portal does, the grants must suffice for.

Tables are made by the owner, as in life; then each connection of the tests takes the web role. A
test that commits (`transaction=True`) is cleaned up by the owner, who may truncate, and what the
migrations shipped is put back, so that no test stands in an emptied house.
"""

import contextlib
import os
import warnings
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.utils import DatabaseError

from pop_portal.servers.postgres import WEB_ROLE
from records.grants import grant
from tests.servers import has_server_of_its_own
from tests.stage import STAGE

NICE = 5


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """pytest-django's fixture, then the role. The worker that has the portal comes here last, and
    is what a run waits for: the others let it go first.
    """
    os.nice(NICE)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        shipped = keep_what_migrations_shipped()
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_as_owner(shipped))
        with as_web_role():
            yield
            STAGE.strike(django_db_blocker)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(request) -> None:
    """A worker of a parallel run needs a database name of its own only on a shared server."""
    if not has_server_of_its_own():
        request.getfixturevalue("django_db_modify_db_settings_tox_suffix")
        request.getfixturevalue("django_db_modify_db_settings_xdist_suffix")


@contextlib.contextmanager
def as_web_role() -> Iterator[None]:
    try:
        with transaction.atomic():
            make_role()
            grant(connection, WEB_ROLE)
    except DatabaseError as problem:
        message = f"The grants are NOT tested: the database refuses to make {WEB_ROLE}: {problem}"
        warnings.warn(message, RuntimeWarning, stacklevel=1)
        yield
        return
    options = connection.settings_dict["OPTIONS"]
    given = options.get("options", "")
    options["options"] = f"{given} -c role={WEB_ROLE}".strip()
    connection.close()
    yield
    options["options"] = given
    connection.close()


def make_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {WEB_ROLE} LOGIN")
            cursor.execute(f"GRANT {WEB_ROLE} TO CURRENT_USER")


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """For what no part of the portal may do, such as changing history to see it noticed."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def keep_what_migrations_shipped() -> list[str]:
    """Copy every row there is into the schema `shipped`; returns the names of the tables."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS shipped")
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'DROP TABLE IF EXISTS shipped."{table}"')
                cursor.execute(f'CREATE TABLE shipped."{table}" AS TABLE "{table}"')
                filled.append(table)
    return filled


def flush_as_owner(shipped: list[str]):
    """Django's own end of a committing test, done by the owner, and the shipped rows put back."""

    def execute_sql_flush(operations: DatabaseOperations, sql_list: list[str]) -> None:
        with transaction.atomic(), as_owner(), operations.connection.cursor() as cursor:
            for sql in sql_list:
                cursor.execute(sql)
            put_back(cursor, shipped)

    return execute_sql_flush


def put_back(cursor, tables: list[str]) -> None:
    for table in tables:
        # The rows are their own history already: the triggers would write it a second time.
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        columns = own_columns(cursor, table)
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE '
            f'SELECT {columns} FROM shipped."{table}"'
        )
    # Rows refer to each other across tables: only now can that be asked.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def own_columns(cursor, table: str) -> str:
    """The columns that are written, those that PostgreSQL computes left out."""
    cursor.execute(
        """
        SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
        """,
        [table],
    )
    [columns] = cursor.fetchone()
    return columns
