"""The parts of this room as tabs above its lists, each with the verb it asks for; and the pages of
one placement.
"""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission as P
from placements.registry import Page, pages_for

PARTS = (
    ("placements", "Placements", "placements:placement-list", P.PLACEMENT_VIEW),
    ("intakes", "Intakes", "placements:intake-list", P.INTAKE_VIEW),
    ("educators", "Practice educators", "placements:educator-list", P.INTAKE_VIEW),
    ("year", "Year wheel", "placements:wheel", P.INTAKE_VIEW),
    ("rules", "University rules", "placements:rule-list", P.PLACEMENT_VIEW),
    ("agreements", "Agreements", "placements:agreement-chase", P.PLACEMENT_VIEW),
    ("destinations", "Afterwards", "placements:destination-list", P.DESTINATION_VIEW),
    ("concerns", "Concerns", "placements:concern-list", P.CONCERN_VIEW),
    ("left", "Left open", "placements:leftover-list", P.LEFTOVER_SETTLE),
    ("fees", "Fees and travel", "placements:fee-list", P.FEES_KEEP),
)


def tabs(person: Person, here: str) -> list[dict[str, Any]]:
    """What this person may enter; nothing where it is only the list of placements."""
    found = [
        {"text": text, "href": reverse(route), "here": key == here}
        for key, text, route, permission in PARTS
        if person.may(permission)
    ]
    return found if len(found) > 1 else []


PAGES = (
    ("days", "Days", "placements:placement-detail"),
    ("calendar", "Calendar", "placements:day-calendar"),
    ("timeline", "Timeline", "placements:timeline"),
    ("agreement", "Agreement", "placements:agreement-current"),
    ("changes", "Changes", "placements:change-list"),
)


def own_pages() -> list[Page]:
    """The pages of a placement that stand in this room: whoever reads it may open each."""
    return [
        Page(name=name, text=text, url_name=route, permission=P.PLACEMENT_VIEW, order=number * 10)
        for number, (name, text, route) in enumerate(PAGES, 1)
    ]


def pages(person: Person, placement_id: UUID, here: str) -> list[dict[str, Any]]:
    """The pages of one placement as tabs, those of the rooms above with them."""
    return [
        {
            "text": page.text,
            "href": reverse(page.url_name, args=[placement_id]),
            "here": page.name == here,
        }
        for page in pages_for(person)
    ]
