"""The first page of a child's record, put together in few queries."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from accounts.permissions import Permission
from accounts.prepared import prepared
from casework.child.models import Child
from casework.chronology.models import ChronologyEntry
from casework.decision import presenters as decision_words
from casework.decision.models import Decision
from casework.decision.reads import open_for
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.reads import consent_for
from casework.direct_work.visit.carried import visits_of
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.presenters import planned_words
from casework.file import attention, clocks, registry, timeline
from casework.file.identity import open_episode, workers_of

LATEST = 6
CLOCKS = 6
DECISIONS = 5
LIVE = 20


def overview(person: Person, child: Child, on: date, now: datetime) -> dict[str, Any]:
    """Everything the page shows to this reader. A part the reader has no verb for is left out."""
    sees_work = person.may(Permission.DIRECT_WORK_VIEW)
    deadlines = clocks.of_child(child) if person.may(Permission.DEADLINE_VIEW) else []
    live = _live(person, child) if sees_work else []
    visits = visits_of(child) if sees_work else []
    decisions = _decisions(child) if person.may(Permission.DECISION_VIEW) else []
    episode = open_episode(child, on)
    asks_consent = episode is not None and person.may(Permission.CONSENT_VIEW)
    consent = consent_for(child, on) if asks_consent else None
    points = attention.points(
        person=person,
        child=child,
        on=on,
        now=now,
        deadlines=deadlines,
        live=live,
        visits=visits,
        decisions=decisions,
        consent=consent,
    )
    awaited = next((row["name"] for row in workers_of(child, on) if row["as"] == "accountable"), "")
    return {
        "attention": attention.as_context(points),
        "cards": clocks.cards(deadlines[:CLOCKS], now),
        "next_visit": _next_visit(visits, now),
        "latest": timeline.latest(
            _entries(child) if person.may(Permission.CHRONOLOGY_VIEW) else [],
            live,
            [one for one in visits if one.was_held],
            person,
            LATEST,
        ),
        "decisions": [(row, decision_words.tag(row, on, awaited)) for row in decisions[:DECISIONS]],
        "may_record": episode is not None and person.may(Permission.DIRECT_WORK_RECORD),
        "episode": episode if person.may(Permission.EPISODE_VIEW) else None,
        "main_panels": _panels(person, child, on, "main"),
        "aside_panels": _panels(person, child, on, "aside"),
    }


@prepared
def _live(person: Person, child: Child) -> QuerySet[DirectWorkSession]:
    rows = DirectWorkSession.objects.visible_to(person).filter(child=child).live()
    return timeline.with_people(rows)[:LIVE]


def _next_visit(visits: list[Visit], now: datetime) -> dict[str, Any] | None:
    """The planned visit that comes next, with when it is in words."""
    coming = [
        (one.planned_until, one)
        for one in visits
        if one.is_planned and one.planned_until is not None and one.planned_until > now
    ]
    nearest = min(coming, key=lambda pair: pair[0], default=(None, None))[1]
    return {"visit": nearest, "when": planned_words(nearest)} if nearest else None


@prepared
def _entries(child: Child) -> QuerySet[ChronologyEntry]:
    return ChronologyEntry.objects.about(child).to_show()[:LATEST]


@prepared
def _decisions(child: Child) -> QuerySet[Decision]:
    return open_for([child.pk])[:LIVE]


def _panels(person: Person, child: Child, on: date, place: str) -> list[dict[str, Any]]:
    """Panels of wings and rooms that have something to show, in their order."""
    found = []
    for panel in registry.panels_for(person, place):
        context = panel.context(person, child, on)
        if context is not None:
            found.append({"template": panel.template, "context": context})
    return found
