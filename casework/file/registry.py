"""Tabs and panels of the child's page; wings and rooms register theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One section of the record. `url_name` takes the child's id; `name` is its pages' section."""

    name: str
    text: str
    url_name: str
    permission: Permission
    order: int


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One part of the overview. `context(person, child, on)` feeds `template`; None hides it.

    A panel costs one query, or none: the page has room for few.
    """

    name: str
    place: Literal["main", "aside"]
    order: int
    permission: Permission
    template: str
    context: Callable[[Person, Child, date], dict[str, Any] | None]


_tabs: dict[str, Tab] = {}
_panels: dict[str, Panel] = {}


def register_tab(tab: Tab) -> None:
    """Make a section known; a second registration of the same name replaces the first."""
    _tabs[tab.name] = tab


def register_panel(panel: Panel) -> None:
    """Make a part of the overview known; the same name replaces."""
    _panels[panel.name] = panel


def all_tabs() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)


def all_panels() -> list[Panel]:
    return sorted(_panels.values(), key=lambda panel: panel.order)


def tabs_for(person: Person) -> list[Tab]:
    """Sections this person may open, in the one order they have everywhere."""
    return [tab for tab in all_tabs() if person.may(tab.permission)]


def panels_for(person: Person, place: str) -> list[Panel]:
    return [
        panel for panel in all_panels() if panel.place == place and person.may(panel.permission)
    ]
