"""Questions about sessions that lists, the child's page and the home page ask."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import answered_by
from casework.consent.codes import Activity
from casework.direct_work.completeness import FIELDS
from casework.direct_work.models import (
    DirectWorkSession,
    DirectWorkSessionQuerySet,
    ScaleReading,
)
from casework.episode.models import Episode

# What a session with one child needs to be agreed.
ACTIVITY = Activity.ONE_TO_ONE


def episode_on(child_id: UUID, on: date) -> Episode | None:
    """The spell of work that was open with the child on that day."""
    still_open = Q(closed_on=None) | Q(closed_on__gte=on)
    return Episode.objects.filter(still_open, child=child_id, opened_on__lte=on).first()


def to_finish(person: Person) -> DirectWorkSessionQuerySet:
    """Sessions of this person that are still theirs to finish: drafts, and returned ones first."""
    return (
        DirectWorkSession.objects.visible_to(person)
        .filter(author=person)
        .unfinished()
        .select_related("child", "tool")
        .order_by("-state", "-happened_on")
    )


def to_sign(person: Person, on: date) -> DirectWorkSessionQuerySet:
    """Sessions that wait for this person's signature, longest waiting first."""
    if not person.may(Permission.DIRECT_WORK_COUNTERSIGN):
        return DirectWorkSession.objects.none()
    return (
        DirectWorkSession.objects.waiting()
        .filter(child__in=answered_by(person, on))
        .exclude(author=person)
        .select_related("child", "author", "tool")
        .order_by("submitted_at")
    )


def previous_reading(child_id: UUID, *, before: DirectWorkSession | None = None) -> int | None:
    """What the child last said on the scale, before the given session."""
    rows = ScaleReading.objects.counted().filter(child=child_id, said_by=ScaleReading.SaidBy.CHILD)
    if before is not None:
        rows = rows.filter(on__lte=before.happened_on).exclude(session=before)
    return rows.order_by("-on", "-pk").values_list("value", flat=True).first()


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
    return "" if value is None else str(value)
