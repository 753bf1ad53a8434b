"""A manager's and an educator's round: what waits, what is late, who carries how much.

Each function asks a constant number of questions, however large the team.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from accounts.models import Person
from accounts.prepared import prepared
from casework.assessment import reads as assessments
from casework.decision.reads import awaiting
from casework.direct_work.reads import to_sign as sessions_to_sign
from casework.direct_work.visit.reads import to_sign as visits_to_sign
from casework.episode.models import Allocation, Episode
from casework.protection.waiting import rows_waiting
from casework.request.models import Request
from oversight import due
from oversight.caseload import Caseload, Spread, caseloads, spread, students_of
from oversight.placement_day import DayNumber, day_numbers
from timescales.calendars import load_calendar
from timescales.models import Deadline

# Long lists belong to their own page: the round shows the most urgent.
SHOWN = 10
NEWEST_DAYS = 20


@dataclass(frozen=True)
class TeamRound:
    figures: due.DueFigures
    clocks: Sequence[Deadline]
    to_sign: int
    assessments: int
    papers: int
    requests: int
    advice: int
    open_children: int
    in_need: int
    unallocated: int
    students: int
    spread: Spread


@dataclass(frozen=True)
class EducatorRound:
    figures: due.DueFigures
    clocks: Sequence[Deadline]
    to_sign: int
    assessments: int
    days: dict[UUID, DayNumber]


@dataclass(frozen=True)
class StudentRound:
    load: Caseload
    clocks: Sequence[Deadline]
    children: Collection[Allocation]


def team_round(person: Person, loads: Sequence[Caseload], on: date) -> TeamRound:
    """What a team manager answers for, on `on`."""
    deadlines, calendar = due.within_reach(person), load_calendar()
    episodes = Episode.objects.visible_to(person, on)
    unallocated = Q(pk__in=episodes.without_accountable(on).values("pk"))
    counts = episodes.open().aggregate(
        open=Count("pk"),
        in_need=Count("pk", filter=Q(kind=Episode.Kind.IN_NEED)),
        unallocated=Count("pk", filter=unallocated),
    )
    days = day_numbers([load.student_id for load in loads], on)
    newest = frozenset(pk for pk, day in days.items() if day.counted < NEWEST_DAYS)
    waiting = what_waits(person, on)
    return TeamRound(
        figures=due.figures(deadlines, on, calendar),
        clocks=due.most_urgent(deadlines, SHOWN),
        to_sign=waiting["records"],
        assessments=waiting["assessments"],
        papers=waiting["papers"],
        requests=Request.objects.visible_to(person, on).undecided().count(),
        advice=waiting["advice"],
        open_children=counts["open"],
        in_need=counts["in_need"],
        unallocated=counts["unallocated"],
        students=len(loads),
        spread=spread(loads, newest),
    )


def what_waits(person: Person, on: date) -> Counter[str]:
    """How many `records`, which are sessions and visits, `assessments`, other `papers` and pieces
    of `advice` wait for this person's hand; one query."""
    return Counter(name for name, _ in _piles(person, on))


@prepared
def _piles(person: Person, on: date) -> QuerySet[Any]:
    piles: dict[str, list[QuerySet[Any]]] = {
        "records": [sessions_to_sign(person, on), visits_to_sign(person, on)],
        "assessments": [assessments.to_sign(person, on), assessments.to_authorise(person, on)],
        "papers": rows_waiting(person, on),
        "advice": [awaiting(person, on)],
    }
    arms = [
        rows.order_by().annotate(pile=Value(name)).values_list("pile", "pk")
        for name, found in piles.items()
        for rows in found
    ]
    return arms[0].union(*arms[1:], all=True)


def educator_round(person: Person, loads: Sequence[Caseload], on: date) -> EducatorRound:
    """What a practice educator looks at first."""
    deadlines, calendar = due.within_reach(person), load_calendar()
    waiting = what_waits(person, on)
    return EducatorRound(
        figures=due.figures(deadlines, on, calendar),
        clocks=due.most_urgent(deadlines, SHOWN),
        to_sign=waiting["records"],
        assessments=waiting["assessments"],
        days=day_numbers([load.student_id for load in loads], on),
    )


def student_round(student: Person, reader: Person, on: date) -> StudentRound:
    """One student's work, as far as `reader` may see it."""
    carried = (
        Allocation.objects.visible_to(reader, on)
        .in_force(on)
        .filter(person=student, episode__closed_on=None)
        .select_related("episode__child")
        .order_by("starts_on", "pk")
    )
    episodes = [row.episode_id for row in carried]
    clocks = Deadline.objects.running().of_roots("casework.episode", episodes)
    return StudentRound(
        load=caseloads(students_of(reader, on).filter(pk=student.pk), on)[0],
        clocks=due.most_urgent(clocks, SHOWN),
        children=carried,
    )
