"""Finding a child among many against the bare SQL that its indexes answer.

Two measures: the search's own statements asked bare, on a cursor; and one statement without a
reader, which only finds the rows that have the name in them, sound like it, or were born that day
or one slip away. What the search adds to that is the reader's scope, the reasons and the ranking.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Person
from casework.child.search import MOST_SHOWN, find, slips_of
from pop_portal.bench.report import SearchRow

ROUNDS = 7
WARM_UP = 2
# What people type: a whole name, part of one, as it sounds, a number, and a date with a slip.
_BARE_NAME = """
SELECT id FROM casework_child
 WHERE search_name LIKE '%%' || plain_name(%(word)s) || '%%'
    OR search_sounds && name_sounds(plain_name(%(word)s))
 LIMIT %(most)s
"""
_BARE_REFERENCE = "SELECT id FROM casework_child WHERE la_child_id = %(word)s LIMIT %(most)s"
_BARE_DOB = "SELECT id FROM casework_child WHERE dob = ANY(%(days)s) LIMIT %(most)s"


def measure_search(person: Person, scale: int) -> list[SearchRow]:
    """Each kind of search by somebody who reads a whole team; medians in milliseconds."""
    on = timezone.localdate()
    born = date(on.year - 9, 3, 2)
    days = [born, *slips_of(born)]
    asked: list[tuple[str, str, dict[str, object], date | None]] = [
        ("name", _BARE_NAME, {"word": "sobczak"}, None),
        ("sound", _BARE_NAME, {"word": "Sopchak"}, None),
        ("reference", _BARE_REFERENCE, {"word": "POP1001"}, None),
        ("date of birth", _BARE_DOB, {"days": days, "word": ""}, born),
    ]
    rows = []
    for what, bare, given, dob in asked:
        search = partial(find, person, str(given["word"]), on=on, dob=dob)
        search()  # built once for each way of asking
        own = _statements_of(search)
        alone = partial(_run, bare, given | {"most": MOST_SHOWN})
        rows.append(
            SearchRow(scale, what, _timed(alone), _timed(partial(_run_all, own)), _timed(search))
        )
    return rows


def _statements_of(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """What `work` asks the database, with the parameters."""
    found = []

    def note(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        work()
    return found


def _run_all(statements: list[tuple[str, Any]]) -> None:
    for statement, given in statements:
        _run(statement, given)


def _run(statement: str, given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        cursor.fetchall()


def _timed(work: Callable[[], object]) -> float:
    for _ in range(WARM_UP):
        work()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return round(median(times), 2)
