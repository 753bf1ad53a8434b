"""What the web role may do in the database, exactly: it owns nothing and rewrites no history.

Web server and worker connect as this role; migrations run as the owner. A model whose rows are only
ever added says `append_only = True`; the event tables of row history count as such by their kind.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from pghistory.models import Event

EVERYDAY = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPEND = frozenset({"SELECT", "INSERT"})
READ = frozenset({"SELECT"})

Grants = dict[str, frozenset[str]]


class CannotGrant(Exception):
    """The role is not fit to be the web role; the message says why."""


def is_append_only(model: type[models.Model]) -> bool:
    return issubclass(model, Event) or getattr(model, "append_only", False)


def append_only_tables() -> frozenset[str]:
    """Tables to which the web role may add rows and in which it may change none."""
    return frozenset(model._meta.db_table for model in _models() if is_append_only(model))


def _models() -> Iterator[type[models.Model]]:
    """Every model with a table, the hidden ones of many-to-many fields included."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model


def wanted_privileges() -> Grants:
    """Per table what the web role may do; a table that is not named here it cannot even read."""
    wanted = {
        model._meta.db_table: APPEND if is_append_only(model) else EVERYDAY for model in _models()
    }
    # So that the web server can say that its schema is behind.
    return wanted | {"django_migrations": READ}


def grant(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """Give `role` exactly what it needs on the tables there are; returns the statements it took.

    Run as the owner. A second run takes none. Raises CannotGrant for a role that could step round
    its grants.
    """
    with connection.cursor() as cursor:
        _refuse_unfit(cursor, role)
        statements = [
            statement.replace("{role}", connection.ops.quote_name(role))
            for statement in _difference(cursor, role)
        ]
        for statement in statements:
            cursor.execute(statement)
    return statements


def _rows(cursor: CursorWrapper, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    cursor.execute(sql, parameters)
    return cursor.fetchall()


def _refuse_unfit(cursor: CursorWrapper, role: str) -> None:
    found = _rows(
        cursor,
        """
        SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,
               EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),
               EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
        FROM pg_roles WHERE rolname = %s
        """,
        role,
    )
    if not found:
        raise CannotGrant(f"There is no role {role}.")
    is_mighty, is_member, is_owner = found[0]
    if is_mighty:
        raise CannotGrant(f"{role} has powers over the whole server: the web role may have none.")
    if is_member:
        raise CannotGrant(f"{role} is a member of another role and would have that one's rights.")
    if is_owner:
        raise CannotGrant(f"{role} owns tables: the web role may own nothing.")


def _difference(cursor: CursorWrapper, role: str) -> Iterator[str]:
    """What has to be said to come from the grants there are to the grants there should be."""
    yield from _schema_difference(cursor, role)
    wanted = wanted_privileges()
    given = _given(cursor, role)
    for kind, name in _relations(cursor):
        right = frozenset({"USAGE"}) if kind == "sequence" else wanted.get(name, frozenset())
        quoted = f'{kind.upper()} "{name}"'
        for holder, rights in (("{role}", right), ("PUBLIC", frozenset[str]())):
            present = given.get((holder, name), frozenset())
            if extra := present - rights:
                yield f"REVOKE {', '.join(sorted(extra))} ON {quoted} FROM {holder}"
            if missing := rights - present:
                yield f"GRANT {', '.join(sorted(missing))} ON {quoted} TO {holder}"
    for name in _tables_with_column_grants(cursor, role):
        # A grant on one column outlives what is said of the table: take all, give the table's anew.
        yield f'REVOKE ALL ON TABLE "{name}" FROM {{role}}'
        if name in wanted:
            yield f'GRANT {", ".join(sorted(wanted[name]))} ON TABLE "{name}" TO {{role}}'


def _schema_difference(cursor: CursorWrapper, role: str) -> Iterator[str]:
    [(schema,)] = _rows(cursor, "SELECT current_schema()")
    [(may_use, may_create)] = _rows(
        cursor,
        "SELECT has_schema_privilege(%s, %s, 'USAGE'), has_schema_privilege(%s, %s, 'CREATE')",
        role, schema, role, schema,
    )  # fmt: skip
    if not may_use:
        yield f'GRANT USAGE ON SCHEMA "{schema}" TO {{role}}'
    if may_create:
        yield f'REVOKE CREATE ON SCHEMA "{schema}" FROM {{role}}, PUBLIC'


def _relations(cursor: CursorWrapper) -> list[tuple[str, str]]:
    return _rows(  # type: ignore[return-value]
        cursor,
        """
        SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, relname
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
        ORDER BY relname
        """,
    )


def _given(cursor: CursorWrapper, role: str) -> dict[tuple[str, str], frozenset[str]]:
    """Rights on tables and sequences by (holder, relation), of the role itself and of everybody."""
    rows = _rows(
        cursor,
        """
        SELECT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE '{role}' END, relname,
               array_agg(acl.privilege_type)
        FROM pg_class, aclexplode(relacl) AS acl
        WHERE relnamespace = current_schema()::regnamespace
              AND acl.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %s))
        GROUP BY 1, 2
        """,
        role,
    )
    return {(holder, name): frozenset(rights) for holder, name, rights in rows}


def _tables_with_column_grants(cursor: CursorWrapper, role: str) -> list[str]:
    rows = _rows(
        cursor,
        """
        SELECT DISTINCT attrelid::regclass::text FROM pg_attribute, aclexplode(attacl) AS acl
        WHERE acl.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
        """,
        role,
    )
    return [name.strip('"') for (name,) in rows]
