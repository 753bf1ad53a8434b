"""The steps of a placement in words: what is next, planned beside now, what was recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import Person
from accounts.opening import may_open
from placements.models.placement import PracticePlacement
from placements.presenters import moved, short_day
from placements.timeline.course import Course
from placements.timeline.models import (
    Destination,
    PlacementFeedback,
    PlacementMeeting,
    PlacementReport,
    PlacementStep,
)
from records.states import State
from timescales.clock import LONDON
from timescales.models import Deadline
from timescales.presenters import tag

STEP_HEAD = ["Step", "Planned", "Now", "Where it stands", ""]
WHAT_IF_HEAD = ["Step", "Planned", "Now", "If they are missed"]
DESTINATION_HEAD = ["Student", "Where they went", "Employer and job", "From", "Agreed"]
NEXT_STEPS = 3
MEETING_OF = {
    "P1": PlacementMeeting.Kind.INFORMAL,
    "P2": PlacementMeeting.Kind.AGREEMENT,
    "P8": PlacementMeeting.Kind.INTERIM,
    "P10": PlacementMeeting.Kind.FINAL,
}
STEP_OF = {
    "P5": PlacementStep.Kind.OBSERVATION,
    "P6": PlacementStep.Kind.PEOPLE,
    "P7": PlacementStep.Kind.COLLEAGUE,
    "P12": PlacementStep.Kind.PORTFOLIO,
    "P13": PlacementStep.Kind.PANEL,
}
REPORT_OF = {"P9": PlacementReport.Kind.INTERIM, "P11": PlacementReport.Kind.FINAL}
REPORT_STATES = {
    State.DRAFT: ("Being written", "amber"),
    State.RETURNED: ("Came back with a comment", "amber"),
    State.SUBMITTED: ("With the student to sign", "blue"),
    State.COUNTERSIGNED: ("Signed", "green"),
}


def step_rows(
    placement: PracticePlacement,
    deadlines: Iterable[Deadline],
    planned: Mapping[tuple[str, str], date],
    meetings: Mapping[str, PlacementMeeting],
    reports: Mapping[str, PlacementReport],
    *,
    verbs: "Verbs",
    on: date,
) -> list[list[Any]]:
    """One line for each step, in the order of the days."""
    return [
        [
            {"text": row.title, "hint": _arranged(meetings.get(MEETING_OF.get(row.code, "")))},
            _day(planned.get((row.code, row.key), row.due_on)),
            {"text": _day(row.due_on), "hint": _moved(row, planned)},
            _tag(row, on),
            _link(placement, row, meetings, reports, verbs),
        ]
        for row in deadlines
    ]


class Verbs:
    """What the reader may do on this placement's steps; asked once, read by every line."""

    def __init__(
        self, *, records: bool, writes_reports: bool, is_student: bool, gives_feedback: str
    ) -> None:
        self.records = records
        self.writes_reports = writes_reports
        self.is_student = is_student
        self.gives_feedback = gives_feedback


def next_steps(deadlines: Iterable[Deadline], on: date) -> list[dict[str, Any]]:
    """The first open steps as tasks: what, who, by when."""
    rows = [row for row in deadlines if row.is_open][:NEXT_STEPS]
    return [
        {
            "title": row.title,
            "hint": f"{row.owner.name if row.owner else 'Nobody yet'}, {_day(row.due_on)}",
            "status": tag(row, on).text,
            "kind": tag(row, on).kind,
        }
        for row in rows
    ]


def what_if_rows(planned: Course, now: Course, then: Course) -> list[list[Any]]:
    """Each day that hangs on the ledger, three times: planned, now, and if days are missed."""
    lines = [
        ("Learning agreement", "agreement_by"),
        ("Half the days", "midpoint_on"),
        ("Interim review", "interim_on"),
        ("Interim report", "interim_report_on"),
        ("Final meeting from", "final_from"),
        ("Last day", "ends_on"),
        ("Final report", "final_report_on"),
        ("Portfolio", "portfolio_on"),
        ("Panel", "panel_on"),
    ]
    return [
        [
            title,
            _day(getattr(planned, name)),
            _day(getattr(now, name)),
            {
                "text": _day(getattr(then, name)),
                "hint": moved(getattr(now, name), getattr(then, name)),
            },
        ]
        for title, name in lines
    ]


def what_if_sentence(missed: int, now: Course, then: Course) -> str:
    """The answer before it happens, in one sentence."""
    days = "day" if missed == 1 else "days"
    if then.ends_on == now.ends_on:
        return f"Missing the next {missed} {days} would not move the last day, {_day(now.ends_on)}."
    return (
        f"Missing the next {missed} {days} would move the last day from {_day(now.ends_on)} to "
        f"{_day(then.ends_on)}."
    )


def meeting_facts(meeting: PlacementMeeting, reads_words: bool) -> list[dict[str, Any]]:
    """A meeting in facts; what was said is for those who read the reports."""
    names = dict(PlacementMeeting.Attended.choices)
    present = [names[code] for code in meeting.attended]
    if meeting.others:
        present.append(meeting.others)
    rows = [
        ("Arranged for", _when(meeting)),
        ("Held on", f"{meeting.held_on:%A %-d %B %Y}" if meeting.held_on else "Not held yet"),
        ("Where, or how", meeting.place or "Not said"),
        ("Who was there", present or "Nobody yet"),
        ("Recorded by", meeting.recorded_by.name),
    ]
    if reads_words:
        rows += [
            ("What was said", meeting.notes or "Nothing written"),
            ("What was agreed", meeting.agreed or "Nothing written"),
        ]
    return [{"key": key, "value": value} for key, value in rows if value]


def step_items(
    steps: Iterable[PlacementStep], *, removable: bool, reads_words: bool
) -> list[dict[str, Any]]:
    """Steps that were recorded, newest first; a note is for those who read the reports."""
    return [
        {
            "title": step.get_kind_display(),
            "when": f"{step.on:%-d %B %Y}",
            "who": step.who,
            "outcome": step.get_outcome_display(),
            "note": step.note if reads_words else "",
            "remove": reverse("placements:step-remove", args=[step.pk]) if removable else "",
        }
        for step in sorted(steps, key=lambda step: step.on, reverse=True)
    ]


def report_parts(report: PlacementReport) -> list[dict[str, str]]:
    """A report's parts with their questions; what is empty says so."""
    names = ("progress", "strengths", "to_develop", "plan")
    parts = [{"title": _title(name), "text": getattr(report, name)} for name in names]
    if report.kind == PlacementReport.Kind.FINAL:
        text = report.get_recommendation_display()
        parts.append({"title": "Recommendation", "text": text})
    return parts


def report_state(report: PlacementReport) -> tuple[str, str]:
    """Where a report stands, and the colour of it."""
    return REPORT_STATES[State(report.state)]


def feedback_facts(feedback: PlacementFeedback) -> list[dict[str, str]]:
    rows = [
        ("What worked well", feedback.worked_well),
        ("What should change", feedback.to_change or "Nothing said"),
        ("Would choose it again", feedback.get_again_display()),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def destination_rows(rows: Iterable[Destination], *, reader: Person) -> list[list[Any]]:
    return [
        [
            _to_timeline(row.placement, reader),
            row.get_went_to_display(),
            ", ".join(part for part in (row.employer, row.job) if part) or "Not said",
            f"{row.since:%-d %B %Y}" if row.since else "Not said",
            f"{row.agreed_on:%-d %B %Y}",
        ]
        for row in rows
    ]


def _to_timeline(placement: PracticePlacement, reader: Person) -> dict[str, str]:
    path = reverse("placements:timeline", args=[placement.pk])
    return {"text": placement.student.name, "href": path if may_open(reader, path) else ""}


def destination_facts(destination: Destination) -> list[dict[str, str]]:
    rows = [
        ("Where they went", destination.get_went_to_display()),
        ("Employer", destination.employer or "Not said"),
        ("Job", destination.job or "Not said"),
        ("From", f"{destination.since:%-d %B %Y}" if destination.since else "Not said"),
        (
            "Agreed",
            f"{destination.agreed_on:%-d %B %Y}, {destination.get_agreed_how_display().lower()}",
        ),
    ]
    return [{"key": key, "value": value} for key, value in rows]


# What the lines are made of


def _link(
    placement: PracticePlacement,
    row: Deadline,
    meetings: Mapping[str, PlacementMeeting],
    reports: Mapping[str, PlacementReport],
    verbs: Verbs,
) -> dict[str, str]:
    """The one thing to do with a step, or its record to read."""
    code, pk = row.code, placement.pk
    if code in MEETING_OF:
        return _meeting_link(pk, MEETING_OF[code], meetings, verbs)
    if code in REPORT_OF:
        return _report_link(pk, REPORT_OF[code], reports, verbs)
    if code == "P3":
        return {"text": "Agreement", "href": reverse("placements:agreement-current", args=[pk])}
    if code in STEP_OF and row.is_open:
        mine = verbs.is_student and code in {"P6", "P7", "P12"}
        if verbs.records or mine:
            href = reverse("placements:step-record", args=[pk, STEP_OF[code]])
            return {"text": "Record it", "href": href}
    if code == "P14" and row.is_open and row.key == f"feedback {verbs.gives_feedback}":
        return {"text": "Give it", "href": reverse("placements:feedback-give", args=[pk])}
    return {"text": ""}


def _meeting_link(
    pk: UUID, kind: str, meetings: Mapping[str, PlacementMeeting], verbs: Verbs
) -> dict[str, str]:
    found = meetings.get(kind)
    if found is not None and (found.held_on or not verbs.records):
        return {"text": "Read", "href": reverse("placements:meeting-detail", args=[found.pk])}
    if not verbs.records:
        return {"text": ""}
    text = "Record it" if found is not None else "Arrange or record"
    return {"text": text, "href": reverse("placements:meeting-plan", args=[pk, kind])}


def _report_link(
    pk: UUID, kind: str, reports: Mapping[str, PlacementReport], verbs: Verbs
) -> dict[str, str]:
    found = reports.get(kind)
    if found is not None:
        text = "Read and sign" if verbs.is_student and found.state == State.SUBMITTED else "Open"
        return {"text": text, "href": reverse("placements:report-detail", args=[found.pk])}
    if verbs.writes_reports:
        return {"text": "Write it", "href": reverse("placements:report-start", args=[pk, kind])}
    return {"text": ""}


def _tag(row: Deadline, on: date) -> dict[str, str]:
    found = tag(row, on)
    return {"tag": found.text, "kind": found.kind}


def _moved(row: Deadline, planned: Mapping[tuple[str, str], date]) -> str:
    first = planned.get((row.code, row.key))
    return moved(first, row.due_on) if first is not None and row.is_open else ""


def _arranged(meeting: PlacementMeeting | None) -> str:
    if meeting is None or meeting.held_on is not None or meeting.planned_for is None:
        return ""
    return f"Arranged for {_when(meeting)}"


def _when(meeting: PlacementMeeting) -> str:
    if meeting.planned_for is None:
        return ""
    return f"{meeting.planned_for.astimezone(LONDON):%a %-d %b %Y at %H:%M}"


def _title(name: str) -> str:
    words = str(PlacementReport._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return f"{short_day(day)} {day.year}"


def by_kind(rows: Sequence[Any]) -> dict[str, Any]:
    """Records by what they are of, since there is one of each."""
    return {row.kind: row for row in rows}
