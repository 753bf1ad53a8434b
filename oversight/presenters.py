"""Words, links and drawings of the roof's pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission
from casework.episode.models import Allocation
from govuk.charts import Bar, Chart, bar_chart
from oversight.caseload import Caseload, Spread
from oversight.placement_day import DayNumber
from oversight.rounds import EducatorRound, TeamRound
from timescales.models import Deadline
from timescales.presenters import tag

STUDENT_HEAD = ["Student", "Placement", {"text": "Children", "numeric": True}, "Cases"]
CHILD_HEAD = ["Child", "Kind of work", "Co-worker", "Over-limit reason"]
CASELOAD_NOTE = "Bar: cases today. Black line: this student's limit today."


def team_cards(found: TeamRound) -> list[dict[str, Any]]:
    """The four figures of the team's page, each with the list behind it."""
    board = reverse("timescales:deadline-board")
    signing = found.to_sign + found.assessments + found.papers
    waiting = signing + found.requests + found.advice
    return [
        _overdue_card(found.figures, board),
        _card(found.figures.soon, "due in 5 working days", "", f"{board}?urgency=soon", "amber"),
        _card(
            waiting,
            "waiting for you",
            f"{signing} to sign, {found.requests} requests, {found.advice} decisions",
            "#waiting",
            "blue",
        ),
        _card(
            found.figures.unallocated_five_days,
            "without a worker 5 days",
            f"KPISC11: {found.figures.unallocated_five_days} of {found.in_need} in need",
            reverse("casework:unallocated-queue"),
            "red" if found.figures.unallocated_five_days else "green",
        ),
    ]


def educator_cards(found: EducatorRound, reader: Person) -> list[dict[str, Any]]:
    board = reverse("timescales:deadline-board")
    cards = [
        _overdue_card(found.figures, board),
        _card(found.figures.soon, "due in 5 working days", "", f"{board}?urgency=soon", "amber"),
    ]
    if reader.may(Permission.DIRECT_WORK_COUNTERSIGN):
        queue = reverse("casework:direct-work-to-sign")
        cards.append(_card(found.to_sign, "to sign", "", queue, "blue"))
    if found.assessments:
        queue = reverse("casework:assessment-to-sign")
        cards.append(_card(found.assessments, "assessments to sign", "", queue, "blue"))
    return cards


def _overdue_card(figures: Any, board: str) -> dict[str, Any]:
    oldest = f"oldest was due {figures.oldest_due_on:%-d %B}" if figures.overdue else ""
    return _card(
        figures.overdue,
        "clock overdue" if figures.overdue == 1 else "clocks overdue",
        oldest,
        f"{board}?urgency=overdue",
        "red" if figures.overdue else "green",
    )


def _card(number: int, text: str, hint: str, href: str, kind: str) -> dict[str, Any]:
    return {"number": number, "text": text, "hint": hint, "href": href, "kind": kind}


def caseload_chart(loads: Sequence[Caseload]) -> Chart:
    """A bar a student against their own limit; each opens that student's work."""
    bars = [
        Bar(
            load.name,
            float(load.cases),
            None if load.limit is None else float(load.limit),
            href=reverse("oversight:student-work", args=[load.student_id]),
        )
        for load in loads
    ]
    return bar_chart(
        "Caseload against each student's limit",
        bars,
        note=CASELOAD_NOTE,
        head=("Student", "Cases", "Limit"),
    )


def spread_rows(found: Spread) -> list[dict[str, Any]]:
    return [
        {"key": "Average", "value": found.average},
        {"key": "Highest", "value": found.highest},
        {"key": "Newest workers, average", "value": found.newest_average},
    ]


def clock_rows(deadlines: Sequence[Deadline], on: date) -> list[dict[str, Any]]:
    """What a row of the clocks table says: what, why, when, who, and where to do it."""
    return [
        {
            "reference": row.reference,
            "title": row.title or row.rule.title,
            "why": row.explanation,
            "due_on": row.due_on,
            "tag": tag(row, on),
            "owner": row.owner.name if row.owner else "Nobody yet",
            "href": row.path,
        }
        for row in deadlines
    ]


def educator_rows(loads: Sequence[Caseload]) -> list[dict[str, Any]]:
    """Practice educators with how many students and children stand behind each."""
    by_educator = sorted((load for load in loads if load.educator), key=lambda one: one.educator)
    rows = []
    for name, group in groupby(by_educator, key=lambda one: one.educator):
        students = list(group)
        rows.append(
            {
                "name": name,
                "students": len(students),
                "children": sum(one.children for one in students),
            }
        )
    return rows


def student_rows(
    loads: Sequence[Caseload], days: Mapping[UUID, DayNumber]
) -> list[list[dict[str, Any] | str]]:
    return [
        [
            {"text": load.name, "href": reverse("oversight:student-work", args=[load.student_id])},
            str(days[load.student_id]) if load.student_id in days else "No placement running",
            {"text": load.children, "numeric": True},
            f"{load.cases.normalize():f} of {load.limit:f}" if load.limit else f"{load.cases:f}",
        ]
        for load in loads
    ]


def child_rows(children: Sequence[Allocation]) -> list[list[dict[str, Any] | str]]:
    return [
        [
            {
                "text": row.episode.child.short_name,
                "href": reverse("casework:child-overview", args=[row.episode.child_id]),
                "hint": row.episode.child.reference,
            },
            row.episode.get_kind_display(),
            f"since {row.starts_on:%-d %B %Y}",
            row.over_limit_reason or "–",
        ]
        for row in children
    ]
