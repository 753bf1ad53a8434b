"""An agreement in words: its parts, who stands where, and the chase list."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from placements.agreement.actions import FIELDS, TEXTS
from placements.agreement.models import LearningAgreement
from placements.agreement.reads import Standing, standings
from placements.agreement.states import State
from placements.models.placement import PracticePlacement

STATE_KINDS = {
    State.DRAFT: "amber",
    State.SENT: "blue",
    State.IN_FORCE: "green",
    State.REPLACED: "grey",
}
CHASE_HEAD = ["Student", "Agreement", "Waits for", "Since"]


def state_kind(agreement: LearningAgreement) -> str:
    return STATE_KINDS[State(agreement.state)]


def parts(agreement: LearningAgreement) -> list[dict[str, Any]]:
    """Every part with its question, in the order of the form."""
    shown = {
        "supervision_every": agreement.get_supervision_every_display(),
        "supervision_hours_per_five_days": _hours(agreement),
        "workload_cap": f"{agreement.workload_cap.normalize():f} weighted pieces of work",
    }
    return [
        {
            "name": name,
            "title": _title(name),
            "text": shown.get(name) or getattr(agreement, name),
        }
        for name in FIELDS
    ]


def missing_sentence(agreement: LearningAgreement) -> str:
    """ "Still to write: who does what; safety and lone working." """
    missing = [_title(name).lower() for name in TEXTS if not getattr(agreement, name).strip()]
    return f"Still to write: {'; '.join(missing)}." if missing else ""


def standing_tasks(agreement: LearningAgreement) -> list[dict[str, Any]]:
    """Who has agreed and who has not, with the days."""
    if agreement.state == State.DRAFT:
        return []
    return [_task(one) for one in standings(agreement)]


def earlier_rows(agreements: Iterable[LearningAgreement]) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("placements:agreement-detail", args=[one.pk]),
            "text": f"Version {one.version}",
            "tag": one.get_state_display(),
            "kind": state_kind(one),
            "days": _days(one),
        }
        for one in agreements
    ]


def chase_row(placement: PracticePlacement, agreement: LearningAgreement | None) -> list[Any]:
    """One line of the chase list: a placement whose agreement is not agreed by everybody."""
    student = {
        "text": placement.student.name,
        "href": reverse("placements:agreement-current", args=[placement.pk]),
    }
    if agreement is None:
        started = f"{placement.starts_on:%-d %B %Y}"
        who = f"{placement.student.first_name} and {placement.practice_educator.first_name}"
        return [student, {"tag": "Not begun", "kind": "red"}, who, f"Placement began {started}"]
    state = {
        "text": f"Version {agreement.version}",
        "tag": agreement.get_state_display(),
        "kind": state_kind(agreement),
    }
    if agreement.state == State.DRAFT:
        who = f"{placement.student.first_name} and {placement.practice_educator.first_name}"
        return [student, state, who, f"Begun {agreement.started_on:%-d %B %Y}"]
    waiting = [one for one in standings(agreement) if one.answer is None]
    names = ", ".join(f"{one.name} ({one.party.label.lower()})" for one in waiting)
    return [student, state, names, f"Sent {agreement.sent_on:%-d %B %Y}"]


def _task(one: Standing) -> dict[str, Any]:
    title = f"{one.party.label}: {one.name}"
    if one.answer is None:
        since = f"Asked {_day(one.waits_since)}" if one.waits_since else ""
        return {"title": title, "hint": since, "status": "Not agreed yet", "kind": "amber"}
    how = f", {one.answer.how}" if one.answer.how else ""
    if one.has_agreed:
        return {"title": title, "status": f"Agreed {_day(one.answer.on)}{how}"}
    return {
        "title": title,
        "hint": f"{one.answer.comment}{how}",
        "status": f"Asked for a change {_day(one.answer.on)}",
        "kind": "red",
    }


def _days(agreement: LearningAgreement) -> str:
    if agreement.replaced_on is not None:
        return f"In force {_day(agreement.in_force_on)} to {_day(agreement.replaced_on)}"
    if agreement.in_force_on is not None:
        return f"In force since {_day(agreement.in_force_on)}"
    if agreement.sent_on is not None and agreement.state == State.SENT:
        return f"Sent {_day(agreement.sent_on)}"
    return f"Begun {_day(agreement.started_on)}"


def _hours(agreement: LearningAgreement) -> str:
    hours = agreement.supervision_hours_per_five_days.normalize()
    return f"{hours:f} hours for every five days on placement"


def _title(name: str) -> str:
    words = str(LearningAgreement._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day is not None else ""
