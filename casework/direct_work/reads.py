"""Questions about sessions that lists, the child's page and the home page ask."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.utils import timezone

from accounts.models import Person
from accounts.permissions import Permission
from accounts.reporting import managers_of, practice_educator_of
from accounts.roles import Role
from casework.child.models import Child, visible_children
from casework.child.people import answered_children
from casework.consent.codes import Activity
from casework.consent.ledger import Standing, standings
from casework.direct_work.completeness import FIELDS
from casework.direct_work.models import (
    DirectWorkSession,
    DirectWorkSessionQuerySet,
    ScaleReading,
)
from casework.episode.models import Episode
from records.actions import record_type
from records.models import StateChange
from records.states import Move


@dataclass(frozen=True)
class Readings:
    """The scale as a form needs it: who said what now, and what the child said before."""

    now: dict[str, int]
    before: int | None


# What a session with one child needs to be agreed.
ACTIVITY = Activity.ONE_TO_ONE


def episode_on(child_id: UUID, on: date) -> Episode | None:
    """The spell of work that was open with the child on that day."""
    still_open = Q(closed_on=None) | Q(closed_on__gte=on)
    return Episode.objects.filter(still_open, child=child_id, opened_on__lte=on).first()


def consent_for(child: Child, on: date) -> Standing:
    """Whether a session with this child may be final; two queries."""
    return standings([child], [ACTIVITY], on)[child.pk][ACTIVITY]


def with_children_of(person: Person) -> DirectWorkSessionQuerySet:
    """Every session with a child this person may see, unsent ones too: that one exists."""
    return DirectWorkSession.objects.filter(child__in=visible_children(person))


def to_finish(person: Person) -> DirectWorkSessionQuerySet:
    """Sessions of this person that are still theirs to finish: drafts, and returned ones first."""
    return (
        DirectWorkSession.objects.visible_to(person)
        .filter(author=person)
        .unfinished()
        .select_related("child", "tool")
        .order_by("-state", "-happened_on")
    )


def to_sign(person: Person, on: date | None = None) -> DirectWorkSessionQuerySet:
    """Sessions that wait for this person's signature, longest waiting first."""
    if not person.may(Permission.DIRECT_WORK_COUNTERSIGN):
        return DirectWorkSession.objects.none()
    return (
        DirectWorkSession.objects.waiting()
        .filter(child__in=answered_children(person, on or timezone.localdate()))
        .exclude(author=person)
        .select_related("child", "author", "tool")
        .order_by("submitted_at")
    )


def told_of_worry(author: Person, accountable: Person | None, on: date) -> list[Person]:
    """Who learns of a worry at once: the accountable worker, the managers of both, the educator.

    The author is never among them.
    """
    around = [author.pk, *([accountable.pk] if accountable else [])]
    told = {person for people in managers_of(around, on).values() for person in people}
    told |= {accountable} if accountable else set()
    if author.role == Role.STUDENT and (educator := practice_educator_of(author, on)):
        told.add(educator)
    return sorted(told - {author}, key=lambda person: person.name)


def waiting_elsewhere(person: Person, on: date | None = None) -> DirectWorkSessionQuerySet:
    """Sessions of people who answer to this person that wait for somebody else's signature."""
    on = on or timezone.localdate()
    return (
        DirectWorkSession.objects.visible_to(person, on)
        .waiting()
        .filter(author__in=person.reach(on).supervised)
        .exclude(child__in=answered_children(person, on))
        .select_related("child", "author", "tool")
        .order_by("submitted_at")
    )


def previous_reading(child_id: UUID, *, before: DirectWorkSession | None = None) -> int | None:
    """What the child last said on the scale, before the given session."""
    rows = ScaleReading.objects.counted().filter(child=child_id, said_by=ScaleReading.SaidBy.CHILD)
    if before is not None:
        rows = rows.filter(on__lte=before.happened_on).exclude(session=before)
    return rows.order_by("-on", "-pk").values_list("value", flat=True).first()


def readings_around(child_id: UUID, session: DirectWorkSession | None) -> Readings:
    """What was said in this session, and what the child had said last before it; one query."""
    last = (
        ScaleReading.objects.counted()
        .filter(child=child_id, said_by=ScaleReading.SaidBy.CHILD)
        .order_by("-on", "-pk")
    )
    if session is None:
        return Readings({}, last.values_list("value", flat=True).first())
    last = last.filter(on__lte=session.happened_on).exclude(session=session)
    now = ScaleReading.objects.filter(session=session).order_by()
    rows = now.annotate(is_now=Value(True)).values_list("is_now", "said_by", "value")
    before = last.annotate(is_now=Value(False)).values_list("is_now", "said_by", "value")[:1]
    found = list(rows.union(before, all=True))
    return Readings(
        {said_by: value for is_now, said_by, value in found if is_now},
        next((value for is_now, _, value in found if not is_now), None),
    )


def as_sent(session: DirectWorkSession) -> dict[str, Any]:
    """Field to the words a reader sees, as they stand now."""
    words = {name: _words(session, name) for name in FIELDS}
    for row in session.scale_readings.all():
        words[f"scale_{row.said_by}"] = str(row.value)
    return words


def _words(session: DirectWorkSession, name: str) -> str:
    display = getattr(session, f"get_{name}_display", None)
    value = display() if display else getattr(session, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def latest_comment(session: DirectWorkSession) -> StateChange | None:
    """Why it last came back, while that is still unanswered or just answered."""
    return (
        StateChange.objects.filter(
            record_type=record_type(session), record_id=session.pk, move=Move.RETURN
        )
        .select_related("by")
        .last()
    )


def moves_of(session: DirectWorkSession) -> list[StateChange]:
    """How the record came to where it is, first move first."""
    rows = StateChange.objects.filter(record_type=record_type(session), record_id=session.pk)
    return list(rows.select_related("by"))
