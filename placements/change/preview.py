"""What a change would do, found out by doing it and taking it back: nothing here guesses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person, in_force
from casework.episode.models import Allocation
from govuk.charts import number
from placements.checks.access import Period, from_day, joined
from placements.days import projections
from placements.models.placement import PracticePlacement
from placements.profile.models import PlacementRole
from timescales.calendars import load_calendar
from timescales.models import Deadline

SHUT, NOBODY, NOTHING = "Shut", "Nobody", "None"


@dataclass(frozen=True)
class Line:
    """One thing that changes, as it is and as it would be."""

    what: str
    now: str
    then: str


def preview(
    placement: PracticePlacement, act: Callable[[], Any], *, at: date, on: date
) -> list[Line]:
    """What differs once `act` is done, seen on the day `at`. Raises what `act` raises."""
    before = _facts(placement.pk, at, on)
    with transaction.atomic():
        act()
        after = _facts(placement.pk, at, on)
        transaction.set_rollback(True)
    keys = [*before, *(key for key in after if key not in before)]
    return [
        Line(key, before.get(key, NOTHING), after.get(key, NOTHING))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _facts(placement_id: UUID, at: date, on: date) -> dict[str, str]:
    placement = PracticePlacement.objects.select_related("student", "practice_educator").get(
        pk=placement_id
    )
    student = placement.student
    projection = projections([placement], on, load_calendar())[placement_id]
    limit = student.workload_limits.filter(in_force(at)).first()
    carries = number(float(limit.cases)) if limit else NOTHING
    team = student.memberships.filter(in_force(at), team=placement.team).exists()
    return {
        "First day": _day(placement.starts_on),
        "Planned last day": _day(placement.planned_ends_on),
        "Last day": _day(placement.ends_on) if placement.ends_on else "",
        "All days reached": "" if placement.ends_on else _day(projection.ends_on),
        f"Practice educator on {_day(at)}": _educating(placement, at),
        f"Answers for the student on {_day(at)}": _answering(student, at),
        f"In the team on {_day(at)}": "Yes" if team else "No",
        "Children's records": _records(student, on),
        f"Work the student may carry on {_day(at)}": carries,
        f"Children they work with on {_day(at)}": str(
            Allocation.objects.filter(in_force(at), person=student).count()
        ),
        **_due(placement_id),
    }


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _answering(student: Person, at: date) -> str:
    lines = student.lines_up.filter(in_force(at)).select_related("answers_to")
    return ", ".join(sorted({line.answers_to.name for line in lines})) or NOBODY


def _educating(placement: PracticePlacement, at: date) -> str:
    roles = placement.roles.in_force(at).filter(kind__in=PlacementRole.EDUCATORS)
    role = roles.select_related("person").first()
    return role.name if role is not None else placement.practice_educator.name


def _records(student: Person, on: date) -> str:
    rows = student.children_access.exclude(ends_on__lt=on)
    found = from_day(joined(Period(row.starts_on, row.ends_on) for row in rows), on)
    spans = [
        f"open {'now' if one.first <= on else f'from {_day(one.first)}'}"
        + (f" until midnight of {_day(one.last)}" if one.last else "")
        for one in found
    ]
    told = "; ".join(spans)
    return told[:1].upper() + told[1:] or SHUT


def _due(placement_id: UUID) -> dict[str, str]:
    rows = Deadline.objects.open().filter(root_id=placement_id).select_related("owner")
    return {
        row.title: f"{_day(row.due_on)}, {row.owner.name if row.owner else NOBODY}"
        for row in rows.order_by("due_on", "title")
    }
