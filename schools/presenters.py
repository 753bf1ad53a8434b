"""How school-based work is told in lists."""

from collections.abc import Iterable
from typing import Any

from schools.models import DropIn, SchoolLink

DROP_IN_HEAD = [
    "When",
    "School",
    "By",
    "Who came",
    {"text": "People", "numeric": True},
    "About",
    "What followed",
]


def drop_in_rows(drop_ins: Iterable[DropIn]) -> list[list[Any]]:
    return [
        [
            f"{one.happened_on:%-d %B %Y}, {one.at:%H:%M}",
            one.school.name,
            one.person.name,
            one.get_who_display(),
            {"text": str(one.people), "numeric": True},
            one.get_theme_display(),
            one.get_action_display(),
        ]
        for one in drop_ins
    ]


def link_lines(links: Iterable[SchoolLink]) -> list[dict[str, Any]]:
    return [
        {
            "pk": link.pk,
            "person": link.person.name,
            "school": link.school.name,
            "days": link.days_text,
            "since": f"{link.starts_on:%-d %B %Y}",
            "until": f"{link.ends_on:%-d %B %Y}" if link.ends_on else "",
        }
        for link in links
    ]
