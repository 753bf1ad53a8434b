"""Versions of a curated chronology, what may still be chosen, and what changed between two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Person
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from casework.chronology.kinds import label_of, template_of
from casework.chronology.models import ChronologyEntry, ChronologyEntryQuerySet

TEXTS = {
    "wording": "What happened",
    "significance": "Why it matters",
    "impact": "What it meant for the child",
}


def versions_of(child_id: UUID, reader: Person) -> QuerySet[CuratedChronology]:
    """Newest first, each with how many entries it holds."""
    rows = CuratedChronology.objects.visible_to(reader).filter(child=child_id)
    return rows.annotate(entries=Count("chosen")).select_related("begun_by", "finished_by")


def chosen_of(version: CuratedChronology) -> list[ChosenEntry]:
    """In the order of the version, with their events."""
    rows = ChosenEntry.objects.filter(version=version).select_related("entry__by")
    return list(rows.defer("entry__text", "entry__search"))


def to_choose(version: CuratedChronology, words: str) -> ChronologyEntryQuerySet:
    """Entries of the log that this version has not chosen, latest first."""
    taken = ChosenEntry.objects.filter(version=version, entry=OuterRef("pk"))
    rows = ChronologyEntry.objects.filter(~Exists(taken), child=version.child_id)
    rows = rows.saying(words) if words else rows
    return rows.to_show()


def neighbour(chosen: ChosenEntry, *, up: bool) -> ChosenEntry | None:
    """The entry this one changes places with."""
    rows = ChosenEntry.objects.filter(version=chosen.version_id)
    if up:
        return rows.filter(position__lt=chosen.position).order_by("-position").first()
    return rows.filter(position__gt=chosen.position).order_by("position").first()


def before(version: CuratedChronology) -> CuratedChronology | None:
    return CuratedChronology.objects.filter(
        child=version.child_id, number=version.number - 1
    ).first()


@dataclass(frozen=True)
class Line:
    """One chosen entry as a page shows it."""

    chosen: ChosenEntry
    label: str
    template: str


def lines(chosen: Sequence[ChosenEntry]) -> list[Line]:
    return [Line(row, label_of(row.entry.kind), template_of(row.entry.kind)) for row in chosen]


@dataclass(frozen=True)
class Comparison:
    """What one version has that the other has not, and what is said otherwise in both."""

    added: list[Line]
    removed: list[Line]
    changed: list[dict[str, Any]]

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(older: Sequence[ChosenEntry], newer: Sequence[ChosenEntry]) -> Comparison:
    """Pure: both lists come with their entries."""
    was = {row.entry_id: row for row in older}
    now = {row.entry_id: row for row in newer}
    changed = []
    for row in newer:
        if old := was.get(row.entry_id):
            texts = [
                {"question": question, "before": getattr(old, name), "after": getattr(row, name)}
                for name, question in TEXTS.items()
                if getattr(old, name) != getattr(row, name)
            ]
            if texts:
                changed.append({"line": lines([row])[0], "texts": texts})
    return Comparison(
        added=lines([row for row in newer if row.entry_id not in was]),
        removed=lines([row for row in older if row.entry_id not in now]),
        changed=changed,
    )
