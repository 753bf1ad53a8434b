"""THE table of doors: every address, who of the cast may open it, and what everybody else is told.

A new address needs a line here; `test_doors.py` fails until it has one. Read a line as: these are
let in (`ok`, with `status` where a page moves them on), these know of the record but may not do
this (`shut`, 403), and the rest learn nothing (404), or are refused (403) where there is no record.
A door for POST only answers 405 to those it would let in.
"""

from tests.rules.doors.casework import CASEWORK, PLANS
from tests.rules.doors.house import (
    ABOUT_ONESELF,
    ACCOUNTS,
    OVERSIGHT,
    PARTNERS,
    PUBLIC,
    SCHOOLS,
    SUPERVISION,
    TIMESCALES,
)
from tests.rules.doors.opened import EVERYBODY, Opened
from tests.rules.doors.placements import PLACEMENTS

DOORS: dict[str, Opened] = {
    **ACCOUNTS,
    **PARTNERS,
    **TIMESCALES,
    **CASEWORK,
    **PLANS,
    **PLACEMENTS,
    **SCHOOLS,
    **SUPERVISION,
    **OVERSIGHT,
}

__all__ = ["ABOUT_ONESELF", "DOORS", "EVERYBODY", "PUBLIC"]
