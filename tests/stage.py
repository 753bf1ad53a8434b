"""What several tests begin with is made once: a stage, in a transaction that stays open under them.

A fixture marked `@staged` makes rows and gives a thing back, nothing else. Tests that ask for the
same staged fixtures stand in a row: the first of them has the things made, each gets copies of its
own, and what it writes goes back to the savepoint in which pytest-django runs it anyhow. So a test
finds the rows it would have made itself, and no other. A test that commits, or stands at another
time, finds an empty stage and makes everything itself.
"""

import copy
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from itertools import takewhile
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction


class Made(NamedTuple):
    """A staged fixture together with what it is given: the same in every test that has both."""

    fixture: Any
    given: "tuple[tuple[str, Made | None], ...]"


Plan = tuple[Made, ...]
EMPTY: Plan = ()


def staged(make: Callable[..., Any]) -> Any:
    """A fixture that may be made once for many tests; it only asks for others of its kind.

    What one asks for is made before it. In what order the others are made is not said.
    """
    make.is_staged = True
    return pytest.fixture(make)


class Stage:
    """The stage that stands, a savepoint under each thing, and how it changes between two tests."""

    def __init__(self) -> None:
        self.plan: Plan = EMPTY
        self.things: dict[Made, Any] = {}
        self.copies: dict[Made, Any] = {}
        self.levels: list[tuple[ExitStack, dict[Made, Any]]] = []
        self.is_bent = False

    def set_for(self, plan: Plan, blocker: Any) -> None:
        """Make what of this plan does not stand yet, and copies of everything for one test."""
        pairs = zip(self.plan, plan, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        self.strike(blocker, down_to=shared if self._stands() else 0)
        try:
            with blocker.unblock():
                if self.levels and self.is_bent:
                    self._straighten()
                for one in plan[len(self.plan) :]:
                    self._add(one)
        except BaseException:
            self.strike(blocker)
            raise
        self.copies = self._copied()

    def strike(self, blocker: Any, down_to: int = 0) -> None:
        """Roll back to the first things of the plan, or everything."""
        with blocker.unblock():
            while len(self.levels) > down_to:
                level, self.things = self.levels.pop()
                level.close()
        self.plan = self.plan[:down_to]

    def _copied(self) -> dict[Made, Any]:
        copies = copy.deepcopy(list(self.things.values()))
        return dict(zip(self.things, copies, strict=True))

    def _stands(self) -> bool:
        """Whether the last test left the transaction whole: one that drops the line does not."""
        return connection.in_atomic_block and not connection.closed_in_transaction

    def _straighten(self) -> None:
        """Constraints are asked again when they were made to be asked.

        Before every test from then on: a savepoint rolled back brings back what was before it.
        """
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(
                "SELECT string_agg(DISTINCT quote_ident(conname), ', ') FROM pg_constraint "
                "WHERE condeferrable AND NOT condeferred"
            )
            [at_once] = cursor.fetchone()
            if at_once:
                cursor.execute(f"SET CONSTRAINTS {at_once} IMMEDIATE")

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """PostgreSQL forgets to take back `SET CONSTRAINTS` of a savepoint that was released."""
        if "SET CONSTRAINTS" in sql and len(connection.savepoint_ids) > len(self.levels):
            self.is_bent = True
        return execute(sql, params, many, context)

    def _add(self, one: Made) -> None:
        level = ExitStack()
        self.levels.append((level, self.things))
        # What is given may come back changed, and stands for others as it was.
        self.things = self._copied()
        block = transaction.atomic()
        # As a test's own block: what is durable in the portal may stand in it.
        block._from_testcase = True
        level.enter_context(block)
        level.callback(transaction.set_rollback, True)
        if len(self.levels) == 1:
            self.is_bent = False
            level.enter_context(connection.execute_wrapper(self._watch))
        given = {name: self.things[other] if other else None for name, other in one.given}
        thing = one.fixture.func(**given)
        assert thing is not None, f"{one.fixture.argname} gives nothing back"
        self.things[one] = thing
        self.plan = (*self.plan, one)


STAGE = Stage()


def plan_of(item: pytest.Item) -> Plan:
    """The staged fixtures this test asks for, each after those it asks for itself."""
    database = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or (
        database is not None and database.kwargs.get("transaction")
    )
    if commits or "time_machine" in item.fixturenames or item.get_closest_marker("time_machine"):
        return EMPTY
    known = item._fixtureinfo.name2fixturedefs
    order: list[Made] = []

    def place(name: str, depth: int = 1) -> Made | None:
        """Put the fixture of this name into the order; `depth` 2 is the one it overrides."""
        defined = known.get(name, ())
        if len(defined) < depth or not getattr(defined[-depth].func, "is_staged", False):
            return None
        fixture = defined[-depth]
        given = []
        for asked in fixture.argnames:
            other = None if asked == "db" else place(asked, depth + 1 if asked == name else 1)
            if other is None and asked != "db":
                return None
            given.append((asked, other))
        one = Made(fixture, tuple(given))
        if one not in order:
            order.append(one)
        return one

    for name in item.fixturenames:
        for depth, fixture in enumerate(reversed(known.get(name, ())), start=1):
            if place(name, depth) or name not in fixture.argnames:
                break
    return tuple(order)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What most tests ask for comes first in every plan, and tests stand in the order of their
    plans: so one plan begins as the one before it did, as far as it can. Within a plan the order
    stays what it was.
    """
    plans = {item: plan_of(item) for item in items}
    asked = Counter(one for plan in plans.values() for one in plan)
    seen: dict[Any, int] = {}
    for plan in plans.values():
        for one in plan:
            seen.setdefault(one, len(seen))
    place = {one: (-asked[one], seen[one]) for one in asked}
    for item, plan in plans.items():
        item.stash[PLAN] = tuple(sorted(plan, key=place.__getitem__))
    items.sort(key=lambda item: [place[one] for one in item.stash[PLAN]])


PLAN = pytest.StashKey[Plan]()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Any:
    """Before pytest-django begins a test's transaction the stage is set; what stands is given."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("django_db_setup")
        blocker = request.getfixturevalue("django_db_blocker")
        request.addfinalizer(STAGE.copies.clear)
        try:
            STAGE.set_for(request.node.stash[PLAN], blocker)
        except BaseException as error:
            # As pytest keeps what a fixture raised: it would take this one for set up otherwise.
            fixturedef.cached_result = (
                None,
                fixturedef.cache_key(request),
                (error, error.__traceback__),
            )
            raise
        return None
    thing = next((STAGE.copies[one] for one in STAGE.copies if one.fixture is fixturedef), None)
    if thing is None:
        return None
    fixturedef.cached_result = (thing, fixturedef.cache_key(request), None)
    return thing
