"""A database of the bench's own, beside the portal's, on the same server."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

NAME = "pop_portal_bench"


@contextmanager
def own_database() -> Iterator[None]:
    """Connect to a new empty database as long as the block runs; drop it afterwards."""
    portal = connection.settings_dict["NAME"]
    _remake()
    _connect(NAME)
    try:
        yield
    finally:
        _connect(portal)
        _drop()


def _connect(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _remake() -> None:
    _drop()
    _outside_a_transaction(f'CREATE DATABASE "{NAME}"')


def _drop() -> None:
    _outside_a_transaction(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


def _outside_a_transaction(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
