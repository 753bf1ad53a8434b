"""What several tests begin with is made once: a stage, in a transaction that stays open under them.

A fixture marked `@staged` makes rows and gives a thing back, nothing else. Tests that ask for the
same staged fixtures stand in a row: the first of them has the things made, each gets copies of its
own, and what it writes goes back to the savepoint in which pytest-django runs it anyhow. So a test
finds the rows it would have made itself, and no other. A test that commits, or stands at another
time, finds an empty stage and makes everything itself.
"""

import copy
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, transaction

Plan = tuple[Any, ...]
EMPTY: Plan = ()


def staged(make: Callable[..., Any]) -> Any:
    """A fixture that may be made once for many tests; it only asks for others of its kind."""
    make.is_staged = True
    return pytest.fixture(make)


class Stage:
    """The stage that stands, and how it changes from one test to the next."""

    def __init__(self) -> None:
        self.plan: Plan = EMPTY
        self.things: dict[Any, Any] = {}
        self.copies: dict[Any, Any] = {}
        self.standing = ExitStack()

    def set_for(self, plan: Plan, blocker: Any) -> None:
        """Make the things of this plan, unless they stand already, and copies for one test."""
        if plan != self.plan or (plan and not self._stands()):
            self.strike(blocker)
            try:
                with blocker.unblock():
                    self._build(plan)
            except BaseException:
                self.strike(blocker)
                raise
        self.copies = copy.deepcopy(self.things)

    def strike(self, blocker: Any) -> None:
        """Roll back whatever stands."""
        with blocker.unblock():
            self.standing.close()
        self.plan, self.things, self.copies = EMPTY, {}, {}

    def _stands(self) -> bool:
        """Whether the last test left the transaction whole: one that drops the line does not."""
        return connection.in_atomic_block and not connection.closed_in_transaction

    def _build(self, plan: Plan) -> None:
        if not plan:
            return
        block = transaction.atomic()
        # As a test's own block: what is durable in the portal may stand in it.
        block._from_testcase = True
        self.standing.enter_context(block)
        self.standing.callback(transaction.set_rollback, True)
        for one in plan:
            asked = {name: self._asked(one, name, plan) for name in one.argnames}
            self.things[one.func] = one.func(**asked)
            assert self.things[one.func] is not None, f"{one.argname} gives nothing back"
        self.plan = plan

    def _asked(self, one: Any, name: str, plan: Plan) -> Any:
        earlier = plan[: plan.index(one)]
        found = [other for other in earlier if other.argname == name]
        return self.things[found[-1].func] if found else None


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
    order: list[Any] = []

    def place(name: str, depth: int = 1) -> bool:
        """Put the fixture of this name into the order; `depth` 2 is the one it overrides."""
        if name == "db":
            return True
        defined = known.get(name, ())
        if len(defined) < depth:
            return False
        one = defined[-depth]
        asked = [(arg, depth + 1 if arg == name else 1) for arg in one.argnames]
        if not getattr(one.func, "is_staged", False):
            return False
        if one in order:
            return True
        if not all(place(*each) for each in asked):
            return False
        order.append(one)
        return True

    for name in item.fixturenames:
        depth = 1
        while not place(name, depth) and name in _argnames(known, name, depth):
            depth += 1
    return tuple(order)


def _argnames(known: dict[str, Any], name: str, depth: int) -> Iterable[str]:
    defined = known.get(name, ())
    return defined[-depth].argnames if len(defined) >= depth else ()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with one plan stand in a row; within a row their order stays what it was."""
    plans: dict[frozenset[Any], Plan] = {}
    places: dict[frozenset[Any], int] = {}
    for item in items:
        plan = plan_of(item)
        key = frozenset(plan)
        places.setdefault(key, len(places))
        item.stash[PLAN] = plans.setdefault(key, plan)
    items.sort(key=lambda item: places[frozenset(item.stash[PLAN])])


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
    if fixturedef.func not in STAGE.copies or fixturedef not in request.node.stash[PLAN]:
        return None
    thing = STAGE.copies[fixturedef.func]
    fixturedef.cached_result = (thing, fixturedef.cache_key(request), None)
    return thing
