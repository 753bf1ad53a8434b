"""How intakes are told: the board, the sums behind it, the year, proposals, a list's preview."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from partners.register import safe_cell
from placements.intake.capacity import Bound, Capacity
from placements.intake.cohort_file import COLUMNS, EXAMPLE
from placements.intake.matching import BAR, GOOD, Proposal
from placements.intake.models import (
    CohortImport,
    CohortRow,
    Intake,
    IntakeTask,
    Match,
    Nomination,
    Offer,
    WheelStep,
)

INTAKE_HEAD = [
    "Intake",
    "From",
    {"text": "Offered", "numeric": True},
    {"text": "Accepted", "numeric": True},
    {"text": "Named", "numeric": True},
    {"text": "Empty", "numeric": True},
    {"text": "Tasks open", "numeric": True},
]
OFFER_HEAD = [
    "University",
    "Days",
    {"text": "Offered", "numeric": True},
    {"text": "Accepted", "numeric": True},
    {"text": "Declined", "numeric": True},
    {"text": "Named", "numeric": True},
    {"text": "Empty", "numeric": True},
    "Answer",
    "",
]
STUDENT_HEAD = ["Student", "University", "First day", "Practice educator", ""]
TASK_HEAD = ["Task", "Due", "Who", ""]
STEP_HEAD = ["When", "Step", "Who", "Now"]
SUM_HEAD = ["What bounds it", "How it is worked out", {"text": "Places", "numeric": True}]
IMPORT_HEAD = ["File", "By", "Now", "Students"]
ROW_HEAD = ["Line", "Student", "University", "First day", "What it makes"]
REFUSED_HEAD = ["Line", "Why it cannot be taken"]
STATES = {
    CohortImport.State.READY: "amber",
    CohortImport.State.DONE: "green",
    CohortImport.State.FAILED: "red",
    CohortImport.State.DISCARDED: "grey",
    CohortImport.State.UNDONE: "grey",
}
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def students(number: int) -> str:
    return f"{number} student" if number == 1 else f"{number} students"


@dataclass(frozen=True)
class Totals:
    """An intake's places in one line; empty are accepted places without a student."""

    offered: int = 0
    accepted: int = 0
    declined: int = 0
    named: int = 0

    @property
    def empty(self) -> int:
        return self.accepted - self.named

    @property
    def unanswered(self) -> int:
        return self.offered - self.accepted - self.declined


def totals(offers: Iterable[Any]) -> Totals:
    """`named` is counted by the list."""
    rows = list(offers)
    return Totals(
        offered=sum(one.places for one in rows),
        accepted=sum(one.accepted for one in rows),
        declined=sum(one.declined for one in rows),
        named=sum(one.named for one in rows),
    )


def intake_row(intake: Intake, found: Totals, open_tasks: int) -> list[Any]:
    return [
        {"text": intake.name, "href": reverse("placements:intake-detail", args=[intake.pk])},
        {"text": day(intake.starts_on), "hint": f"to {day(intake.ends_on)}"},
        str(found.offered),
        str(found.accepted),
        str(found.named),
        str(found.empty),
        str(open_tasks),
    ]


def cards(found: Totals, room: Capacity, intake: Intake) -> list[dict[str, Any]]:
    """The figures on top of the board; each leads to its rows."""
    left = room.left
    return [
        {
            "number": room.free,
            "text": "places free",
            "hint": f"room for {room.places}, {room.taken.places} still here",
            "href": "#room",
            "kind": "blue",
        },
        {
            "number": found.offered - found.declined,
            "text": "offered and not declined",
            "hint": f"{left} more can be offered" if left >= 0 else f"{-left} more than room",
            "href": "#offers",
            "kind": "red" if left < 0 else "blue",
        },
        {
            "number": found.accepted,
            "text": "accepted",
            "hint": f"{found.unanswered} not answered yet",
            "href": "#offers",
            "kind": "amber" if found.unanswered else "green",
        },
        {
            "number": found.empty,
            "text": "empty",
            "hint": "accepted, no student named yet",
            "href": "#students",
            "kind": "amber" if found.empty else "green",
        },
    ]


def sums(room: Capacity) -> list[list[Any]]:
    return [
        *(_sum(bound) for bound in (room.hours, room.desks, room.by_educators, room.work)),
        ["Places", "the smaller of hours and desks, and of suitable work", str(room.places)],
        _sum(room.taken),
        ["Free", "places without those still here", str(room.free)],
    ]


def _sum(bound: Bound) -> list[Any]:
    return [bound.name, bound.sentence, str(bound.places)]


def offer_rows(offers: Iterable[Offer], on: date, may: bool) -> list[list[Any]]:
    return [
        [
            {
                "text": offer.university.short_name or offer.university.name,
                "href": reverse("placements:offer-change", args=[offer.pk]) if may else "",
                "hint": f"More than room: {offer.over_reason}" if offer.over_reason else "",
            },
            str(offer.days_total),
            str(offer.places),
            str(offer.accepted),
            str(offer.declined),
            str(offer.named),
            str(offer.accepted - offer.named),
            _answer(offer, on),
            {
                "text": "Record the answer" if may else "",
                "href": reverse("placements:offer-answer", args=[offer.pk]) if may else "",
            },
        ]
        for offer in offers
    ]


def _answer(offer: Offer, on: date) -> dict[str, Any]:
    if not offer.unanswered:
        return {"text": day(offer.answered_on), "hint": offer.note}
    late = offer.answer_by < on
    return {
        "text": f"{offer.unanswered} by {day(offer.answer_by)}",
        "tag": "Late" if late else "",
        "kind": "red",
        "hint": offer.note,
    }


@dataclass(frozen=True)
class Opens:
    """What of an intake's students somebody may open and do; the reason of a match is the
    manager's: it may touch on what a student needs."""

    match: bool
    manage: bool
    profiles: Mapping[UUID, UUID]
    placements: Collection[UUID]


def student_rows(nominations: Iterable[Nomination], opens: Opens) -> list[list[Any]]:
    """`match` is joined by the list."""
    rows = []
    for one in nominations:
        match: Match | None = getattr(one, "match", None)
        profile = opens.profiles.get(one.student_id)
        rows.append(
            [
                {
                    "text": one.student.name,
                    "href": reverse("placements:student-detail", args=[profile]) if profile else "",
                    "hint": ", ".join(DAYS[number] for number in one.weekdays),
                },
                {
                    "text": one.offer.university.short_name or one.offer.university.name,
                    "hint": f"{one.offer.days_total} days",
                },
                day(one.starts_on),
                _educator(match, opens),
                _next(one, match, opens),
            ]
        )
    return rows


def _educator(match: Match | None, opens: Opens) -> dict[str, Any]:
    if match is None:
        return {"tag": "Not matched", "kind": "amber"}
    may_open = match.placement_id in opens.placements
    chosen = f"{match.reason} (number {match.rank} of those proposed)"
    return {
        "text": match.practice_educator.name,
        "href": reverse("placements:placement-detail", args=[match.placement_id])
        if may_open
        else "",
        "hint": chosen if opens.match else "",
    }


def _next(one: Nomination, match: Match | None, opens: Opens) -> dict[str, Any]:
    if match is None and opens.match:
        return {"text": "Match", "href": reverse("placements:match", args=[one.pk])}
    if match is None and opens.manage:
        url = reverse("placements:nomination-withdraw", args=[one.pk])
        return {"text": "Withdraw", "href": url}
    return {"text": ""}


def task_rows(tasks: Iterable[IntakeTask], on: date, may: bool) -> list[list[Any]]:
    return [
        [
            {
                "text": task.title,
                "href": reverse("placements:task-detail", args=[task.pk]) if may else "",
                "hint": task.dropped_why or task.note,
            },
            {"text": day(task.due_on), **_state(task, on)},
            task.owner.name,
            {
                "text": "Mark as done" if may and task.is_open else "",
                "href": reverse("placements:task-done", args=[task.pk])
                if may and task.is_open
                else "",
            },
        ]
        for task in tasks
    ]


def _state(task: IntakeTask, on: date) -> dict[str, str]:
    if task.done_on:
        return {"tag": f"Done {task.done_on:%-d %B}", "kind": "green"}
    if task.dropped_why:
        return {"tag": "Not needed", "kind": "grey"}
    if task.due_on < on:
        return {"tag": "Late", "kind": "red"}
    return {"tag": "Soon", "kind": "amber"} if task.due_on <= on + timedelta(days=14) else {}


@dataclass(frozen=True)
class Month:
    """One month of the wheel with every intake's tasks in it."""

    first: date
    tasks: Sequence[IntakeTask]
    is_now: bool

    @property
    def title(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def open(self) -> int:
        return sum(task.is_open for task in self.tasks)


def year(tasks: Iterable[IntakeTask], on: date) -> list[Month]:
    """Twelve months from this one; what is late and open stands in this one."""
    months = [_months_on(on, number) for number in range(12)]
    found: dict[date, list[IntakeTask]] = {first: [] for first in months}
    for task in tasks:
        first = task.due_on.replace(day=1)
        if first < months[0] and task.is_open:
            first = months[0]
        if first in found:
            found[first].append(task)
    return [Month(first, found[first], first == months[0]) for first in months]


def _months_on(on: date, number: int) -> date:
    years, month = divmod(on.month - 1 + number, 12)
    return date(on.year + years, month + 1, 1)


def step_rows(steps: Iterable[WheelStep], may: bool) -> list[list[Any]]:
    return [
        [
            weeks_text(step.weeks),
            {
                "text": step.title,
                "hint": step.what_to_do,
                "href": reverse("placements:step-change", args=[step.pk]) if may else "",
            },
            step.get_owner_display(),
            {"tag": "Used", "kind": "green"}
            if step.is_used
            else {"tag": "Not used", "kind": "grey"},
        ]
        for step in steps
    ]


def weeks_text(weeks: int) -> str:
    if weeks == 0:
        return "On the first day"
    number = f"{abs(weeks)} week{'' if abs(weeks) == 1 else 's'}"
    return f"{number} before" if weeks < 0 else f"{number} after"


# Proposals


@dataclass(frozen=True)
class Offered:
    """One proposal as the page shows it."""

    number: int
    person_id: str
    name: str
    good: list[str]
    mind: list[str]
    bars: list[str]
    needs_mentor: bool
    is_full: bool


def proposals(found: Iterable[Proposal]) -> list[Offered]:
    return [
        Offered(
            number=number,
            person_id=str(one.educator.profile.person_id),
            name=one.educator.profile.person.name,
            good=[reason.text for reason in one.reasons if reason.kind == GOOD],
            mind=[reason.text for reason in one.reasons if reason.kind not in (GOOD, BAR)],
            bars=[reason.text for reason in one.reasons if reason.kind == BAR],
            needs_mentor=one.needs_mentor,
            is_full=one.is_full,
        )
        for number, one in enumerate(found, start=1)
    ]


# The list of a cohort


def import_row(one: CohortImport, made: int) -> list[Any]:
    return [
        {
            "text": f"{localtime(one.made_at):%-d %B %Y, %H:%M}",
            "href": reverse("placements:cohort-detail", args=[one.pk]),
            "hint": one.file_name,
        },
        one.by.name,
        {"tag": one.get_state_display(), "kind": STATES[one.state]},
        str(made) if made else "–",
    ]


def row_cells(row: CohortRow, intake: Intake) -> list[Any]:
    values = row.values
    starts_on = date.fromisoformat(values["starts_on"]) if values["starts_on"] else intake.starts_on
    return [
        str(row.line),
        {"text": values["name"], "hint": values["email"]},
        {"text": values["university"], "hint": f"{values['days_total']} days"},
        {
            "text": day(starts_on),
            "hint": ", ".join(DAYS[number] for number in values["weekdays"]),
        },
        {
            "tag": row.get_outcome_display(),
            "kind": "green" if row.outcome == CohortRow.Outcome.NEW else "blue",
            "hint": f"Same name here: {row.alike}. Is it the same person?" if row.alike else "",
        },
    ]


def import_summary(record: CohortImport, rows: Sequence[CohortRow], refused: int) -> str:
    new = sum(row.outcome == CohortRow.Outcome.NEW for row in rows)
    known = len(rows) - new
    already = f", {known} known already" if known else ""
    lines = "row" if refused == 1 else "rows"
    return f"{students(len(rows))}: {new} new{already}; {refused} {lines} refused"


def refused(record: CohortImport) -> list[list[str]]:
    """Every refused row: line and reason."""
    return [[str(one.line), one.reason] for one in record.refusals.all()]


def undo_until(record: CohortImport, within: timedelta) -> str:
    moment: datetime | None = record.finished_at
    return f"{localtime(moment + within):%-d %B, %H:%M}" if moment else ""


def failed_rows(record: CohortImport) -> Iterator[list[str]]:
    """Line and reason, then the cells as they came, safe in a spreadsheet. Put right, it can be
    imported as it is: the two columns in front are passed by.
    """
    yield [safe_cell(cell) for cell in ("Line", "Reason", *record.header)]
    for one in record.refusals.all():
        yield [safe_cell(cell) for cell in (str(one.line), one.reason, *one.cells)]


def empty_list() -> list[Sequence[str]]:
    """The first line of a list, and an example of a row."""
    return [COLUMNS, EXAMPLE]
