"""Opens pages as a signed-in person and says what each costs: queries, SQL time, server time."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import Person

WARM_UP = 3
ROUNDS = 11
# Kept out of the count: the guard of nested transactions, not work the page asked for.
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class PageFailed(Exception):
    """A page of the bench did not answer 200."""


@dataclass
class Meter:
    """Counts and times the statements that pass through a database connection.

    A COMMIT is the database's time as well, but no query: Django's wrappers do not see it.
    """

    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            if not sql.startswith(NOT_COUNTED):
                self.queries += 1
                self.seconds += time.perf_counter() - started

    @contextmanager
    def watching(self) -> Iterator[None]:
        with connection.execute_wrapper(self), patched_commit(self._timed):
            yield

    def _timed(self, commit: Callable[[], None]) -> None:
        started = time.perf_counter()
        try:
            commit()
        finally:
            self.seconds += time.perf_counter() - started


@contextmanager
def patched_commit(around: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """Let `around` be called with each commit of the connection while the block runs."""
    commit = connection._commit
    connection._commit = lambda: around(commit)
    try:
        yield
    finally:
        connection._commit = commit


@dataclass(frozen=True)
class Cost:
    """What one page costs; times are medians in milliseconds."""

    queries: int
    sql_ms: float
    server_ms: float
    size: int

    def ratio(self, empty: "Cost") -> float:
        """Server time over (its own SQL time + an empty page of the same server)."""
        return self.server_ms / (self.sql_ms + empty.server_ms)


def middle(rounds: Sequence[Cost]) -> Cost:
    """What a page costs, after several rounds of it."""
    return Cost(
        queries=max(one.queries for one in rounds),
        sql_ms=median(one.sql_ms for one in rounds),
        server_ms=median(one.server_ms for one in rounds),
        size=rounds[-1].size,
    )


@dataclass
class Visitor:
    """One signed-in person with a browser of their own."""

    person: Person
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(self.person, "accounts.backends.SignInBackend")

    def costs(self, path: str, empty: str) -> tuple[Cost, Cost]:
        """Open `path`, and an empty page in turn with it: a busy moment of the machine slows both.

        Raises PageFailed when one does not answer 200.
        """
        rounds = [(self._open(path), self._open(empty)) for _ in range(WARM_UP + ROUNDS)]
        pages, empties = zip(*rounds[WARM_UP:], strict=True)
        return middle(pages), middle(empties)

    def _open(self, path: str) -> Cost:
        meter = Meter()
        started = time.perf_counter()
        with meter.watching():
            response = self.client.get(path)
        elapsed = time.perf_counter() - started
        if response.status_code != 200:
            raise PageFailed(f"{path} answered {response.status_code} to {self.person.role}")
        return Cost(meter.queries, meter.seconds * 1000, elapsed * 1000, len(response.content))
