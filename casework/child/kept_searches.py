"""What was looked for stands in the session, under an opaque key; the address has the key.

A name typed into a search never reaches an address, a log or the browser's history.
"""

import secrets
from typing import Any

KEPT = "child_searches"
MOST_KEPT = 10


def keep(session: Any, asked: dict[str, str]) -> str:
    """The key under which this search is found again; only the last few are kept."""
    searches = dict(session.get(KEPT, {}))
    key = secrets.token_urlsafe(9)
    searches[key] = asked
    session[KEPT] = dict(list(searches.items())[-MOST_KEPT:])
    return key


def kept(session: Any, key: str) -> dict[str, str] | None:
    """What was asked under that key; None where it is gone, or is somebody else's."""
    return session.get(KEPT, {}).get(key)
