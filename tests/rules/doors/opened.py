"""What one line of the table says, and the words it is said in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EVERYBODY = (
    "student pe sw tm gm business_support auditor tutor dsl admin outsider"  # the whole cast
)
STAFF = "student pe sw tm gm business_support auditor outsider"
# Who may know of the child, and so of what belongs to it.
AROUND = "student pe sw tm gm business_support auditor"
# Who of them reads what was done with the child.
READS_WORK = "student pe sw tm gm auditor"


@dataclass(frozen=True)
class Opened:
    """What the table says of one address."""

    at: Callable[[Any], dict[str, Any]] | None
    expected: dict[str, int]

    def __or__(self, other: "Opened") -> "Opened":
        """Two kinds of welcome at one door: whoever either lets in."""
        refusals = {403, 404}
        return Opened(
            self.at,
            {
                who: mine if mine not in refusals else other.expected[who]
                for who, mine in self.expected.items()
            },
        )


def door(
    ok: str,
    *,
    at: str | Callable | None = None,
    shut: str = "",
    hidden: str = "",
    status: int = 200,
    rest: int = 0,
) -> Opened:
    """`at` names a thing of the world, or makes the address's arguments from the world."""
    expected = dict.fromkeys(EVERYBODY.split(), rest or (404 if at else 403))
    expected |= dict.fromkeys(shut.split(), 403) | dict.fromkeys(ok.split(), status)
    expected |= dict.fromkeys(hidden.split(), 404)
    named = (lambda world: {"pk": getattr(world, at).pk}) if isinstance(at, str) else at
    return Opened(named, expected)


def post(ok: str, **more: Any) -> Opened:
    """A door that only takes a POST: a GET by who may use it is answered 405."""
    return door(ok, status=405, **more)
