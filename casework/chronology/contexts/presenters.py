"""How contexts, exploitation and missing episodes are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.contexts.models import Context, ContextLink, Exploitation, MissingEpisode

BEARING_KIND = {
    ContextLink.Bearing.PROTECTIVE: "green",
    ContextLink.Bearing.MIXED: "amber",
    ContextLink.Bearing.WORRYING: "red",
    ContextLink.Bearing.UNKNOWN: "grey",
}
LEVEL_KIND = {
    Exploitation.Level.EMERGING: "amber",
    Exploitation.Level.MODERATE: "amber",
    Exploitation.Level.SIGNIFICANT: "red",
}
STRANDS = ("prepare", "prevent", "protect", "pursue")
MOST_CHILDREN = 50


@dataclass(frozen=True)
class Shared:
    """Who is linked to a context: the reader's own children by name, the others by number."""

    links: Sequence[ContextLink]
    others: int

    @property
    def others_in_words(self) -> str:
        if not self.others:
            return ""
        noun = "other" if self.others == 1 else "others"
        return (
            f"and {self.others} {noun}"
            if self.links
            else f"{self.others} whom you do not work with"
        )


def shared(person: Person, context: Context, on: date) -> Shared:
    """Children of today in a context, as this reader may know them. Two queries.

    A child that a restriction or a declared conflict hides is not even counted.
    """
    links = context.links.in_force(on)
    mine = links.visible_to(person, on).select_related("child")
    knowable = Child.objects.standing().without_conflict(person).unrestricted_for(person, on)
    visible = Child.objects.visible_to(person, on)
    others = links.filter(child__in=knowable.values("pk")).exclude(child__in=visible.values("pk"))
    return Shared(list(mine.order_by("starts_on", "pk")[:MOST_CHILDREN]), others.count())


def link_rows(links: Iterable[ContextLink], on: date) -> list[dict[str, Any]]:
    """Contexts of one child: those of today first."""
    ordered = sorted(links, key=lambda link: (not _holds(link, on), link.context.name.lower()))
    return [
        {
            "link": link,
            "context": link.context,
            "kind": link.context.get_kind_display(),
            "bearing": link.get_bearing_display(),
            "bearing_kind": BEARING_KIND[ContextLink.Bearing(link.bearing)],
            "holds": _holds(link, on),
            "when": _period(link.starts_on, link.ends_on),
        }
        for link in ordered
    ]


def exploitation_rows(rows: Iterable[Exploitation], on: date) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "kind": row.get_kind_display(),
            "level": f"{row.get_level_display()} risk",
            "level_kind": LEVEL_KIND[Exploitation.Level(row.level)],
            "holds": _holds(row, on),
            "when": _period(row.starts_on, row.ends_on),
            "strands": [
                (name.capitalize(), getattr(row, name)) for name in STRANDS if getattr(row, name)
            ],
        }
        for row in rows
    ]


def missing_rows(rows: Iterable[MissingEpisode], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "when": moment(row.missing_from),
            "back": moment(row.found_at) if row.found_at else "",
            "away": away(row, now),
            "interview": interview(row),
            "interview_kind": _interview_kind(row),
        }
        for row in rows
    ]


def interview(row: MissingEpisode) -> str:
    """How far the talk after the return has come."""
    if row.found_at is None:
        return "Still missing"
    if row.held_at is not None:
        return "Talk held"
    if row.interview == MissingEpisode.Interview.DECLINED:
        return "Talk declined"
    if row.interview == MissingEpisode.Interview.ACCEPTED:
        return "Talk agreed"
    return "Offer a talk"


def away(row: MissingEpisode, now: datetime) -> str:
    """ "40 minutes", "1 hour 30 minutes" or, where minutes no longer matter, "2 days 5 hours"."""
    minutes = int(((row.found_at or now) - row.missing_from).total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [_count(days, "day"), _count(hours, "hour")]
    if not days:
        parts.append(_count(minutes, "minute"))
    return " ".join(part for part in parts if part) or "less than a minute"


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %b %Y, %H:%M}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _interview_kind(row: MissingEpisode) -> str:
    if row.found_at is None:
        return "red"
    settled = row.held_at is not None or row.interview == MissingEpisode.Interview.DECLINED
    return "green" if settled else "amber"


def _holds(row: ContextLink | Exploitation, on: date) -> bool:
    return row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)


def _period(starts_on: date, ends_on: date | None) -> str:
    if ends_on is None:
        return f"since {starts_on:%-d %b %Y}"
    return f"{starts_on:%-d %b %Y} to {ends_on:%-d %b %Y}"
