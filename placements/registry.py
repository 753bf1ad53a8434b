"""Pages of one placement, the tabs above each of them; a room above registers its own in
`AppConfig.ready()`.
"""

from dataclasses import dataclass

from accounts.models import Person
from accounts.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a placement. `url_name` takes the placement's id."""

    name: str
    text: str
    url_name: str
    permission: Permission
    order: int


_pages: dict[str, Page] = {}


def register_page(page: Page) -> None:
    """Make a page known; a second registration of the same name replaces the first."""
    _pages[page.name] = page


def pages_for(person: Person) -> list[Page]:
    """Pages this person may open, in the one order they have everywhere."""
    allowed = (page for page in _pages.values() if person.may(page.permission))
    return sorted(allowed, key=lambda page: page.order)
