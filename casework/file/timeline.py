"""The chronology as read: entries, and among them the sessions that are not signed yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, Value

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.kinds import label_of, template_of
from casework.chronology.models import ChronologyEntry, ChronologyEntryQuerySet
from casework.direct_work import presenters, words
from casework.direct_work.models import DirectWorkSession, DirectWorkSessionQuerySet

LIVE_KIND = "casework.direct_work"
LIVE_TEMPLATE = "casework/direct_work/_live.html"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that happened. `entry` for a finished one, `session` for one not signed yet."""

    on: date
    label: str
    who: str
    template: str
    is_new: bool = False
    tag: str = ""
    tag_kind: str = "grey"
    entry: ChronologyEntry | None = None
    session: DirectWorkSession | None = None
    in_short: str = ""


@dataclass(frozen=True)
class Sources:
    """The two places the timeline is read from, narrowed alike."""

    entries: ChronologyEntryQuerySet
    live: DirectWorkSessionQuerySet


def sources(person: Person, child: Child) -> Sources:
    """What this reader, who may see the child, may read of its chronology."""
    return Sources(
        entries=ChronologyEntry.objects.about(child),
        live=DirectWorkSession.objects.visible_to(person).filter(child=child).live(),
    )


def since(found: Sources, looked: datetime) -> Sources:
    """Only what is new or moved after that moment."""
    moved = Q(created_at__gt=looked) | Q(submitted_at__gt=looked)
    return Sources(found.entries.filter(recorded_at__gt=looked), found.live.filter(moved))


def page_of(found: Sources, number: Any, size: int) -> Page:
    """One page of keys, latest event first; `items` turns them into what is shown."""
    columns = ("source", "pk", "happened_on", "written_at")
    entries = found.entries.order_by().annotate(source=Value("entry"), written_at=F("recorded_at"))
    live = found.live.order_by().annotate(source=Value("live"), written_at=F("created_at"))
    rows = entries.values_list(*columns).union(live.values_list(*columns), all=True)
    return Paginator(rows.order_by("-happened_on", "-written_at"), size).get_page(number)


def items(keys: Iterable[tuple[str, UUID, date, datetime]], reader: Person, looked=None):
    """What stands behind the keys of one page, in their order; two queries."""
    keys = list(keys)
    entries = ChronologyEntry.objects.select_related("by").in_bulk(
        [pk for source, pk, *_ in keys if source == "entry"]
    )
    live = with_people(DirectWorkSession.objects.all()).in_bulk(
        [pk for source, pk, *_ in keys if source == "live"]
    )
    for source, pk, _, written_at in keys:
        is_new = looked is not None and written_at > looked
        if source == "entry":
            yield entry_item(entries[pk], is_new)
        else:
            yield live_item(live[pk], reader, is_new)


def with_people(sessions: DirectWorkSessionQuerySet) -> DirectWorkSessionQuerySet:
    return sessions.select_related("author", "tool").with_scale()


def entry_item(entry: ChronologyEntry, is_new: bool = False) -> Item:
    return Item(
        on=entry.happened_on,
        label=label_of(entry.kind),
        who=entry.by.name,
        template=template_of(entry.kind),
        is_new=is_new,
        entry=entry,
    )


def live_item(session: DirectWorkSession, reader: Person, is_new: bool = False) -> Item:
    tag = presenters.state_tag(session, reader)
    return Item(
        on=session.happened_on,
        label=label_of(LIVE_KIND),
        who="" if session.author_id == reader.pk else session.author.name,
        template=LIVE_TEMPLATE,
        is_new=is_new,
        tag=tag.text,
        tag_kind=tag.kind,
        session=session,
        in_short=f"{words.in_short(session)} {words.scale_words(session.scale, session.scale_was)}",
    )


def by_day(rows: Iterable[Item]) -> Iterator[tuple[date, list[Item]]]:
    for day, together in groupby(rows, key=lambda item: item.on):
        yield day, list(together)


def latest(
    entries: Iterable[ChronologyEntry],
    live: Iterable[DirectWorkSession],
    reader: Person,
    count: int,
) -> list[Item]:
    """The last few of both, for the overview."""
    both = [
        *((entry.happened_on, entry.recorded_at, entry_item(entry)) for entry in entries),
        *((row.happened_on, row.created_at, live_item(row, reader)) for row in live),
    ]
    both.sort(key=lambda row: row[:2], reverse=True)
    return [item for _, _, item in both[:count]]
