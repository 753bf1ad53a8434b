"""How profiles are told: papers in words, places, roles."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.child.models import DeclaredConflict
from govuk.charts import number
from placements.models.placement import PracticePlacement
from placements.profile.models import (
    Adjustment,
    EducatorProfile,
    PepsAward,
    StudentAdjustments,
    StudentProfile,
)
from placements.profile.reads import Educator

EDUCATOR_HEAD = [
    "Practice educator",
    "Stage",
    "Practice as educator",
    "Registered until",
    {"text": "Hours", "numeric": True},
    {"text": "Desks", "numeric": True},
    {"text": "Places", "numeric": True},
    {"text": "Students now", "numeric": True},
]
AWARD_HEAD = ["Stage", "Awarded", "By"]
STUDENT_HEAD = ["Student", "Days", "From", "Planned to"]
CONFLICT_HEAD = ["Declared", "How they know the child or family", "Now"]


def day(on: date | None, nothing: str = "–") -> str:
    return f"{on:%-d %B %Y}" if on else nothing


def _fact(key: str, value: Any) -> dict[str, Any]:
    return {"key": key, "value": value, "href": ""}


def student_facts(profile: StudentProfile) -> list[dict[str, Any]]:
    return [
        _fact("University", profile.university.name),
        _fact("Programme", profile.programme or "Not said yet"),
        _fact("Level", profile.get_level_display()),
        _fact("Comes from", profile.home_area or "Not said yet"),
        _fact("Gets about", profile.get_travel_display() or "Not said yet"),
        _fact("Learning needs", profile.learning_needs or "Not said yet"),
    ]


def adjustment_facts(found: StudentAdjustments | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    return [
        _fact("Asked for", [Adjustment(code).label for code in found.needs] or "None"),
        _fact("In the student's words", found.words or "–"),
        _fact("Agreed", day(found.agreed_on, "Not agreed yet")),
    ]


def conflict_rows(conflicts: Iterable[DeclaredConflict]) -> list[list[Any]]:
    return [
        [
            day(one.declared_on),
            one.nature,
            {"tag": "Settled", "kind": "green"}
            if one.is_settled
            else {"tag": "To settle", "kind": "amber"},
        ]
        for one in conflicts
    ]


def placement_rows(placements: Iterable[PracticePlacement]) -> list[list[Any]]:
    return [
        [
            {
                "text": one.student.name,
                "href": reverse("placements:placement-detail", args=[one.pk]),
            },
            one.get_days_total_display(),
            day(one.starts_on),
            day(one.ends_on or one.planned_ends_on),
        ]
        for one in placements
    ]


def stage_text(stage: int) -> str:
    return f"Stage {stage}" if stage else "None recorded"


def currency_cell(one: Educator) -> dict[str, Any]:
    last = day(one.standing.last_educated_on, "never recorded")
    if one.standing.is_current():
        return {"tag": "Current", "kind": "green"}
    return {"tag": "Not current", "kind": "amber", "hint": f"last until {last}"}


def renewal_cell(one: Educator, on: date) -> dict[str, Any]:
    until = one.standing.registered_until
    if until is None:
        return {"tag": "Not recorded", "kind": "amber"}
    if until < on:
        return {"text": day(until), "tag": "Lapsed", "kind": "red"}
    soon = (until - on).days <= 60
    return {"text": day(until), "tag": "Renew soon" if soon else "", "kind": "amber"}


def educator_row(one: Educator, on: date) -> list[Any]:
    profile = one.profile
    return [
        {
            "text": profile.person.name,
            "href": reverse("placements:educator-detail", args=[profile.pk]),
            "hint": "Off-site" if profile.mode == EducatorProfile.Mode.OFF_SITE else "",
        },
        stage_text(one.standing.stage),
        currency_cell(one),
        renewal_cell(one, on),
        number(float(profile.hours_a_week)),
        str(profile.desks),
        {"text": str(one.places), "hint": places_sum(one)},
        str(one.taken(on, on)),
    ]


def places_sum(one: Educator) -> str:
    """ "18 hours ÷ 4 = 4; desks: 3"."""
    hours = number(float(one.profile.hours_a_week))
    each = number(float(one.rule.hours_per_student))
    return f"{hours} hours ÷ {each} = {one.places_by_hours}; desks: {one.profile.desks}"


def educator_facts(one: Educator, on: date) -> list[dict[str, Any]]:
    profile = one.profile
    last = day(one.standing.last_educated_on, "nothing recorded")
    current = "Current" if one.standing.is_current() else "Not current"
    until = day(profile.registered_until, "not recorded")
    return [
        _fact("Works", profile.get_mode_display()),
        _fact("Stage", stage_text(one.standing.stage)),
        _fact("Practice as an educator", f"{current}: {last}"),
        _fact("Social Work England number", profile.person.registration_number or "Not recorded"),
        _fact("Registration renewed until", until),
        _fact("Hours a week for educating", number(float(profile.hours_a_week))),
        _fact("Desks for students", str(profile.desks)),
        _fact("Places", f"{one.places} ({places_sum(one)})"),
        _fact("Works from", profile.base_area or "Not said yet"),
        _fact(
            "Adjustments the base can offer",
            [Adjustment(code).label for code in profile.can_offer] or "None said yet",
        ),
    ]


def award_rows(awards: Iterable[PepsAward]) -> list[list[Any]]:
    return [[one.get_stage_display(), day(one.awarded_on), one.awarded_by] for one in awards]
