"""How episodes, their workers and lists of children are shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from casework.child.models import Child
from casework.child.presenters import birth_in_words
from casework.episode.models import Allocation, Episode
from casework.episode.reads import Unallocated
from timescales.models import Deadline
from timescales.presenters import tag

CHILD_HEAD = ("Child", "Born", "School", "Status", "Accountable", "Co-workers")
UNALLOCATED_HEAD = ("Child", "Work", "Team", "Without a worker", "")
KINDS = {Episode.Kind.EARLY_HELP: "green", Episode.Kind.IN_NEED: "blue"}


def child_rows(
    children: Iterable[Child],
    episodes: Mapping[UUID, Episode],
    allocations: Iterable[Allocation],
    on: date,
) -> list[list[Any]]:
    """A list of children; `episodes` gives each one's open episode by the child's id."""
    accountable: dict[UUID, str] = {}
    co_workers: dict[UUID, list[str]] = defaultdict(list)
    for row in allocations:
        if row.role == Allocation.Role.ACCOUNTABLE:
            accountable[row.episode_id] = row.person.name
        else:
            co_workers[row.episode_id].append(row.person.name)
    rows = []
    for child in children:
        episode = episodes.get(child.pk)
        rows.append(
            [
                {
                    "text": child.full_name,
                    "href": reverse("casework:child-overview", args=[child.pk]),
                    "hint": child.reference,
                },
                birth_in_words(child, on),
                child.school.name if child.school else "None known",
                _status(episode),
                _accountable(episode, accountable),
                (", ".join(co_workers[episode.pk]) if episode else "") or "–",
            ]
        )
    return rows


def masked_rows(
    masked: Iterable[Mapping[str, Any]], on: date, *, may_break: bool
) -> list[list[Any]]:
    """Restricted children within reach: whom to ask and how their clock stands, nothing else."""
    rows = []
    for row in masked:
        standing = tag(row["clock"], on) if row["clock"] else None
        clock = {"tag": standing.text, "kind": standing.kind} if standing else "No clock runs"
        cells: list[Any] = [f"Restricted – ask {row['ask']}", clock]
        if may_break:
            go = reverse("casework:glass-break", args=[row["key"]])
            cells.append({"text": "Open in an emergency", "href": go})
        rows.append(cells)
    return rows


def masked_head(*, may_break: bool) -> tuple[str, ...]:
    return ("Child", "Clock", "") if may_break else ("Child", "Clock")


def unallocated_rows(
    episodes: Iterable[Episode], clocks: Mapping[UUID, Deadline], on: date, *, may_allocate: bool
) -> list[list[Any]]:
    """Episodes nobody is accountable for; `clocks` gives each its running clock by its id."""
    rows = []
    for episode in episodes:
        clock = clocks.get(episode.pk)
        standing = tag(clock, on) if clock else None
        go = reverse("casework:episode-allocate", args=[episode.pk])
        rows.append(
            [
                {
                    "text": episode.child.short_name,
                    "href": reverse("casework:episode-detail", args=[episode.pk]),
                    "hint": episode.child.reference,
                },
                {
                    "text": episode.get_kind_display(),
                    "hint": f"opened {episode.opened_on:%-d %b %Y}",
                },
                episode.team.name,
                {
                    "text": f"since {clock.starts_on:%-d %b %Y}" if clock else "",
                    "tag": standing.text if standing else "",
                    "kind": standing.kind if standing else "grey",
                },
                {"text": "Allocate", "href": go} if may_allocate else "",
            ]
        )
    return rows


def kpisc11(found: Unallocated, on: date) -> str:
    """The indicator in words, for the children in need whom the reader may see."""
    if not found.in_need:
        return "KPISC11: no child in need is open, so there is nothing to count."
    number = len(found.long_ids)
    return (
        f"KPISC11 on {on:%-d %B %Y}: {number} of {found.in_need} open "
        f"{'child' if found.in_need == 1 else 'children'} in need, {found.share:.1f}%, "
        f"{'has' if number == 1 else 'have'} had no accountable worker for five working days or "
        "more. Lower is better."
    )


def workers(allocations: Iterable[Allocation], on: date) -> list[dict[str, Any]]:
    """Who works, or worked, on an episode, those of today first."""
    rows = [
        {
            "allocation": row,
            "period": _period(row, on),
            "is_now": row.starts_on <= on and (row.ends_on is None or row.ends_on >= on),
            "is_planned": row.starts_on > on,
        }
        for row in allocations
    ]
    return sorted(rows, key=lambda row: not row["is_now"])


def episode_facts(episode: Episode) -> list[dict[str, Any]]:
    referral = episode.referral
    facts = [
        ("Kind", episode.get_kind_display()),
        ("Opened", f"{episode.opened_on:%-d %B %Y} by {episode.team.name}"),
        ("Council's referral", f"{referral.referred_on:%-d %B %Y}" if referral else ""),
        ("Made by", referral.get_source_display() if referral else ""),
        ("Main need", referral.get_primary_need_display() if referral else ""),
        (
            "Assessment authorised",
            f"{episode.assessment_authorised_on:%-d %B %Y}"
            if episode.assessment_authorised_on
            else "",
        ),
        (
            "Closed",
            f"{episode.closed_on:%-d %B %Y}: {episode.get_closure_reason_display()}"
            if episode.closed_on
            else "",
        ),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def _status(episode: Episode | None) -> dict[str, str]:
    if episode is None:
        return {"tag": "No open work", "kind": "grey"}
    return {"tag": episode.get_kind_display(), "kind": KINDS[Episode.Kind(episode.kind)]}


def _accountable(episode: Episode | None, names: Mapping[UUID, str]) -> Any:
    if episode is None:
        return "–"
    if episode.pk not in names:
        return {"tag": "Nobody yet", "kind": "red"}
    return names[episode.pk]


def ended(row: Allocation, last_day: date) -> str:
    """What the manager reads after ending an allocation, or calling off what had not begun."""
    if last_day < row.starts_on:
        return f"{row.person.name}’s part is called off."
    return f"{row.person.name} ends on {last_day:%-d %B}."


def _period(row: Allocation, on: date) -> str:
    if row.starts_on > on:
        return f"planned from {row.starts_on:%-d %B %Y}"
    if row.ends_on is None:
        return f"since {row.starts_on:%-d %B %Y}"
    return f"{row.starts_on:%-d %B %Y} to {row.ends_on:%-d %B %Y}"
