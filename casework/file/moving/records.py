"""Which records can be moved to another child, and what of each row says whose it is."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import Person
from casework.consent.models import ConsentEntry, ConsentException
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.visit.models import Visit


@dataclass(frozen=True, kw_only=True)
class Movable:
    """One kind of record. `section` is what the read log calls its pages; `parts` go along."""

    name: str
    model: type[Model]
    words: str
    section: str
    dated: str
    parts: tuple[tuple[type[Model], str], ...] = ()
    has_episode: bool = False


MOVABLES = {
    movable.name: movable
    for movable in (
        Movable(
            name="session",
            model=DirectWorkSession,
            words="direct work session",
            section="direct_work",
            dated="happened_on",
            parts=((ScaleReading, "session"),),
            has_episode=True,
        ),
        Movable(
            name="visit",
            model=Visit,
            words="visit",
            section="direct_work",
            dated="happened_on",
            has_episode=True,
        ),
        Movable(
            name="decision",
            model=Decision,
            words="decision",
            section="decisions",
            dated="made_on",
        ),
        Movable(
            name="consent",
            model=ConsentEntry,
            words="answer about consent",
            section="consent",
            dated="given_on",
        ),
        Movable(
            name="ground",
            model=ConsentException,
            words="lawful ground",
            section="consent",
            dated="starts_on",
        ),
    )
}


def written_at(row: Any) -> datetime:
    """When it was written down; for a row that knows its day alone, the beginning of that day."""
    for name in ("created_at", "recorded_at"):
        if hasattr(row, name):
            return getattr(row, name)
    return datetime.combine(row.made_on, time.min, timezone.get_default_timezone())


def movable_for(person: Person, movable: Movable) -> QuerySet[Any]:
    """Records of this kind that the person may read."""
    rows: Any = movable.model._default_manager
    return rows.visible_to(person).select_related("child__school")
