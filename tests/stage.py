"""What several tests begin with is made once: a stage, in a transaction that stays open under them.

A fixture marked `@staged` makes rows and gives a thing back, nothing else. Tests that ask for the
same staged fixtures stand in a row: the first of them has the things made, each gets copies of its
own, and what it writes goes back to the savepoint in which pytest-django runs it anyhow. So a test
finds the rows it would have made itself, and no other. A test that commits, or stands at another
time, finds an empty stage and makes everything itself.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import takewhile
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
    """The stage that stands, a savepoint under each thing, and how it changes between two tests."""

    def __init__(self) -> None:
        self.plan: Plan = EMPTY
        self.things: dict[Any, Any] = {}
        self.copies: dict[Any, Any] = {}
        self.levels: list[ExitStack] = []

    def set_for(self, plan: Plan, blocker: Any) -> None:
        """Make what of this plan does not stand yet, and copies of everything for one test."""
        pairs = zip(self.plan, plan, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
        self.strike(blocker, down_to=shared if self._stands() else 0)
        try:
            with blocker.unblock():
                for one in plan[len(self.plan) :]:
                    self._add(one)
        except BaseException:
            self.strike(blocker)
            raise
        self.copies = copy.deepcopy(self.things)

    def strike(self, blocker: Any, down_to: int = 0) -> None:
        """Roll back to the first things of the plan, or everything."""
        with blocker.unblock():
            while len(self.levels) > down_to:
                self.levels.pop().close()
        for one in self.plan[down_to:]:
            self.things.pop(one.func, None)
        self.plan = self.plan[:down_to]

    def _stands(self) -> bool:
        """Whether the last test left the transaction whole: one that drops the line does not."""
        return connection.in_atomic_block and not connection.closed_in_transaction

    def _add(self, one: Any) -> None:
        level = ExitStack()
        self.levels.append(level)
        block = transaction.atomic()
        # As a test's own block: what is durable in the portal may stand in it.
        block._from_testcase = True
        level.enter_context(block)
        level.callback(transaction.set_rollback, True)
        given = {name: self._given(name) for name in one.argnames}
        thing = one.func(**given)
        assert thing is not None, f"{one.argname} gives nothing back"
        self.things[one.func] = thing
        self.plan = (*self.plan, one)

    def _given(self, name: str) -> Any:
        """What a fixture is given under this name: what stands, the last of it where overridden."""
        found = [one for one in self.plan if one.argname == name]
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
    if fixturedef.func not in STAGE.copies or fixturedef not in request.node.stash[PLAN]:
        return None
    thing = STAGE.copies[fixturedef.func]
    fixturedef.cached_result = (thing, fixturedef.cache_key(request), None)
    return thing
