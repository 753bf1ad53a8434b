"""The chronology as read: entries, and among them sessions and visits that are not signed yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import Person
from accounts.prepared import Prepared, prepared
from casework.child.models import Child
from casework.chronology.kinds import label_of, template_of
from casework.chronology.models import ChronologyEntry, ChronologyEntryQuerySet
from casework.direct_work import presenters, words
from casework.direct_work.models import DirectWorkSession, DirectWorkSessionQuerySet
from casework.direct_work.visit import presenters as visit_words
from casework.direct_work.visit.models import Visit, VisitQuerySet
from casework.direct_work.visit.words import in_short

# What is not signed yet goes under the kind its entry will have.
LIVE_KIND, VISIT_KIND = "casework.direct_work", "casework.visit"
LIVE_TEMPLATE = "casework/direct_work/_live.html"
VISIT_TEMPLATE = "casework/direct_work/visit/_live.html"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that happened: an `entry`, or a `session` or `visit` that is not signed yet."""

    on: date
    label: str
    who: str
    template: str
    is_new: bool = False
    tag: str = ""
    tag_kind: str = "grey"
    entry: ChronologyEntry | None = None
    session: DirectWorkSession | None = None
    visit: Visit | None = None
    in_short: str = ""


@dataclass(frozen=True)
class Sources:
    """The places the timeline is read from, narrowed alike."""

    entries: ChronologyEntryQuerySet
    live: DirectWorkSessionQuerySet
    visits: VisitQuerySet

    @property
    def unsigned(self) -> tuple[tuple[str, QuerySet[Any]], ...]:
        """Kind and rows of what is not signed yet."""
        return (LIVE_KIND, self.live), (VISIT_KIND, self.visits)


def sources(person: Person, child: Child) -> Sources:
    """What this reader, who may see the child, may read of its chronology."""
    return Sources(
        entries=ChronologyEntry.objects.about(child),
        live=DirectWorkSession.objects.visible_to(person).filter(child=child).live(),
        visits=Visit.objects.readable_by(person).filter(child=child).live(),
    )


def since(found: Sources, looked: datetime) -> Sources:
    """Only what is new or moved after that moment."""
    moved = Q(created_at__gt=looked) | Q(submitted_at__gt=looked)
    return Sources(
        found.entries.filter(recorded_at__gt=looked),
        found.live.filter(moved),
        found.visits.filter(moved),
    )


def page_of(found: Sources, number: Any, size: int) -> Page:
    """One page of keys, latest event first; `items` turns them into what is shown."""
    columns = ("source", "pk", "happened_on", "written_at")
    entries = found.entries.order_by().annotate(source=Value("entry"), written_at=F("recorded_at"))
    live = [
        rows.order_by()
        .annotate(source=Value(kind), written_at=F("created_at"))
        .values_list(*columns)
        for kind, rows in found.unsigned
    ]
    rows = entries.values_list(*columns).union(*live, all=True)
    return Paginator(rows.order_by("-happened_on", "-written_at"), size).get_page(number)


def items(keys: Iterable[tuple[str, UUID, date, datetime]], reader: Person, looked=None):
    """What stands behind the keys of one page, in their order; a query for each source there."""
    keys = list(keys)
    found = {
        "entry": _behind(keys, "entry", _entries),
        LIVE_KIND: _behind(keys, LIVE_KIND, _sessions),
        VISIT_KIND: _behind(keys, VISIT_KIND, _visits),
    }
    for source, pk, _, written_at in keys:
        is_new = looked is not None and written_at > looked
        row = found[source][pk]
        if source == "entry":
            yield entry_item(row, is_new)
        elif source == VISIT_KIND:
            yield visit_item(row, reader, is_new)
        else:
            yield live_item(row, reader, is_new)


def _behind(keys: list, source: str, rows: Prepared) -> dict[UUID, Any]:
    ids = [pk for kind, pk, *_ in keys if kind == source]
    return {row.pk: row for row in rows(ids)} if ids else {}


@prepared
def _entries(ids: list[UUID]) -> QuerySet[ChronologyEntry]:
    return ChronologyEntry.objects.filter(pk__in=ids).order_by().to_show()


@prepared
def _sessions(ids: list[UUID]) -> QuerySet[DirectWorkSession]:
    return with_people(DirectWorkSession.objects.filter(pk__in=ids).order_by())


@prepared
def _visits(ids: list[UUID]) -> QuerySet[Visit]:
    return Visit.objects.filter(pk__in=ids).order_by().select_related("author")


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


def visit_item(visit: Visit, reader: Person, is_new: bool = False) -> Item:
    tag = visit_words.state_tag(visit, reader, timezone.now())
    return Item(
        on=visit.day,
        label=label_of(VISIT_KIND),
        who="" if visit.author_id == reader.pk else visit.author.name,
        template=VISIT_TEMPLATE,
        is_new=is_new,
        tag=tag.text,
        tag_kind=tag.kind,
        visit=visit,
        in_short=in_short(visit),
    )


def by_day(rows: Iterable[Item]) -> Iterator[tuple[date, list[Item]]]:
    for day, together in groupby(rows, key=lambda item: item.on):
        yield day, list(together)


def latest(
    entries: Iterable[ChronologyEntry],
    live: Iterable[DirectWorkSession],
    visits: Iterable[Visit],
    reader: Person,
    count: int,
) -> list[Item]:
    """The last few of all, for the overview."""
    both = [
        *((entry.happened_on, entry.recorded_at, entry_item(entry)) for entry in entries),
        *((row.happened_on, row.created_at, live_item(row, reader)) for row in live),
        *((row.day, row.created_at, visit_item(row, reader)) for row in visits),
    ]
    both.sort(key=lambda row: row[:2], reverse=True)
    return [item for _, _, item in both[:count]]
