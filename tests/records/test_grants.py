"""The web role has exactly what it needs: nothing is missing, nothing too much is left standing."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from accounts.models import Person
from pop_portal.servers.postgres import WEB_ROLE
from records.grants import (
    APPEND,
    EVERYDAY,
    READ,
    CannotGrant,
    append_only_tables,
    grant,
    wanted_privileges,
)
from records.models import ReadEntry, StateChange
from tests.database import as_owner

pytestmark = pytest.mark.django_db


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def rights(relation: str) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM pg_class, aclexplode(relacl) AS acl "
            "WHERE oid = %s::regclass AND grantee = %s::regrole",
            [f'"{relation}"', WEB_ROLE],
        )
        return frozenset(right for (right,) in cursor.fetchall())


@pytest.fixture
def owner():
    with as_owner():
        yield


def test_history_and_logs_are_append_only():
    tables = append_only_tables()
    assert {ReadEntry._meta.db_table, StateChange._meta.db_table} <= tables
    assert Person.pgh_event_model._meta.db_table in tables
    assert Session._meta.db_table not in tables


def test_every_table_has_the_rights_it_should_have_and_no_other():
    wanted = wanted_privileges()
    found = {table: rights(table) for table in connection.introspection.table_names()}
    assert found == {table: wanted.get(table, frozenset()) for table in found}
    assert found["django_migrations"] == READ
    assert found[ReadEntry._meta.db_table] == APPEND
    assert found[Session._meta.db_table] == EVERYDAY


def test_a_second_grant_changes_nothing(owner):
    assert grant(connection, WEB_ROLE) == []


def test_what_is_too_much_is_taken_back(owner):
    log = ReadEntry._meta.db_table
    run(
        f'GRANT ALL ON "{log}" TO {WEB_ROLE}',
        f'GRANT UPDATE (section) ON "{log}" TO {WEB_ROLE}',
        f"GRANT CREATE ON SCHEMA public TO {WEB_ROLE}",
        "GRANT SELECT ON accounts_person TO PUBLIC",
        "CREATE TABLE nobodys (id int)",
        f"GRANT SELECT ON nobodys TO {WEB_ROLE}",
    )
    grant(connection, WEB_ROLE)
    assert rights(log) == APPEND
    assert rights("nobodys") == frozenset()
    assert grant(connection, WEB_ROLE) == []


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "{log}" SET section = section',
        'DELETE FROM "{log}"',
        'TRUNCATE "{log}"',
        'ALTER TABLE "{log}" DISABLE TRIGGER ALL',
        "CREATE TABLE mine (id int)",
        "UPDATE django_migrations SET name = name",
    ],
)
def test_the_web_role_is_refused(statement):
    refused = pytest.raises(ProgrammingError, match="permission denied|must be owner")
    with refused, transaction.atomic():
        run(statement.format(log=ReadEntry._meta.db_table))


@pytest.mark.parametrize(
    ("power", "why"),
    [
        ("ALTER ROLE unfit SUPERUSER", "powers over the whole server"),
        ("ALTER ROLE unfit CREATEROLE", "powers over the whole server"),
        ("GRANT pg_read_all_data TO unfit", "member of another role"),
        ("CREATE TABLE its (id int); ALTER TABLE its OWNER TO unfit", "owns tables"),
    ],
)
def test_a_role_that_could_step_round_its_grants_is_refused(owner, power, why):
    run("CREATE ROLE unfit LOGIN", power)
    with pytest.raises(CannotGrant, match=why):
        grant(connection, "unfit")


def test_a_role_that_is_not_there_is_named(owner):
    with pytest.raises(CannotGrant, match="There is no role nobody_here"):
        grant(connection, "nobody_here")
