"""How notices asks upwards whether a person may still see what they were told about.

Filled by the room that knows every kind of root, when the portal starts.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from accounts.models import Person
from notices.models import Notice

Asked = Callable[[Person, Sequence[Notice]], set[UUID]]
_asked: list[Asked] = []


def ask_with(asked: Asked) -> None:
    """Let `asked(person, notices)` answer, with the ids of those whose record still opens."""
    _asked[:] = [asked]


def open_to(person: Person, notices: Sequence[Notice]) -> set[UUID]:
    """Which of a person's own notices still lead to something they may see."""
    return _asked[0](person, notices)
