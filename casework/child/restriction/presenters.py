"""How emergency access is shown to who reviews it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casework.child.models import BreakGlass
from timescales.models import Deadline
from timescales.presenters import tag

GLASS_HEAD = ("Record", "Opened by", "When", "Review")


def glass_rows(
    rows: Iterable[BreakGlass], clocks: Mapping[UUID, Deadline], now: datetime
) -> list[list[Any]]:
    """Those that wait first; `clocks` gives each its review's clock by its id."""
    return [
        [
            {
                "text": row.child.reference,
                "href": reverse("casework:glass-review", args=[row.pk]),
            },
            {"text": row.person.name, "hint": row.person.get_role_display()},
            period(row),
            _review(row, clocks.get(row.pk), now),
        ]
        for row in rows
    ]


def period(glass: BreakGlass) -> str:
    """`20 November 2026, 14:05 to 16:00`."""
    opened, closed = timezone.localtime(glass.opened_at), timezone.localtime(glass.closed_at)
    last = "midnight" if closed.date() > opened.date() else f"{closed:%H:%M}"
    return f"{opened:%-d %B %Y, %H:%M} to {last}"


def _review(row: BreakGlass, clock: Deadline | None, now: datetime) -> Any:
    if row.reviewed_at is not None:
        return {
            "text": row.get_outcome_display(),
            "hint": f"{row.reviewed_by.name}, {timezone.localtime(row.reviewed_at):%-d %B %Y}"
            if row.reviewed_by
            else "",
        }
    said = tag(clock, now) if clock else None
    return {"tag": said.text if said else "To review", "kind": said.kind if said else "amber"}
