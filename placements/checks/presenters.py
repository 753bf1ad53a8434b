"""How checks are told: as tasks, as a page, as a cohort's picture, and whether records are open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from placements.checks.access import Period
from placements.checks.models import ChecklistItem, PlacementCheck
from placements.checks.reads import Progress, Shown
from placements.models.placement import PracticePlacement

Part = ChecklistItem.Part
CHECK_HEAD = ["Check", "Now", "Seen", "", ""]
INDUCTION_HEAD = ["Part of the induction", "Now", "Had it", ""]
ITEM_HEAD = ["What", "Asked", "Now on the list", ""]
PART_HEAD = ["Part of the induction", "Had it", "Still to have it"]
COHORT_HEAD = ["Student", "First day", "Checks", "Induction", "Children's records"]


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def status(check: PlacementCheck, on: date) -> tuple[str, str]:
    """The word and colour of a check: "Holds", "Expired", "Taken back", "Not verified"."""
    newest = check.newest
    if newest is None:
        return ("Taken back", "red") if check.seen else ("Not verified", "red")
    if check.holds(on):
        soon = newest.expires_on is not None and (newest.expires_on - on).days <= 28
        return ("Runs out soon", "amber") if soon else ("Holds", "green")
    return ("Expired", "red") if newest.verified_on <= on else ("Not yet", "amber")


def check_tasks(
    checks: Iterable[PlacementCheck], on: date, may_verify: bool
) -> list[dict[str, Any]]:
    """The critical checks as a task list: who saw what when, what is missing or has expired."""
    tasks = []
    for check in checks:
        word, kind = status(check, on)
        tasks.append(
            {
                "title": check.item.title,
                "href": _verify_url(check) if may_verify else "",
                "hint": seen_line(check),
                "status": "" if kind == "green" else word,
                "kind": "" if kind == "green" else kind,
            }
        )
    return tasks


def seen_line(check: PlacementCheck) -> str:
    newest = check.newest
    if newest is None:
        back = next(iter(check.seen), None)
        return f"Taken back {day(back.revoked_on)}: {back.revoked_why}" if back else ""
    until = f", holds to {day(newest.expires_on)}" if newest.expires_on else ""
    return f"{newest.by}, {day(newest.verified_on)}{until}"


def check_rows(checks: Iterable[PlacementCheck], on: date, may: bool) -> list[list[Any]]:
    rows = []
    for check in checks:
        if check.item.part != Part.BEFORE:
            continue
        word, kind = status(check, on)
        newest = check.newest
        back = reverse("placements:check-revoke", args=[newest.pk]) if newest and may else ""
        rows.append(
            [
                {
                    "text": check.item.title + (" (critical)" if check.item.is_critical else ""),
                    "hint": check.item.what_it_looks_like,
                },
                {"tag": word, "kind": kind},
                {
                    "text": seen_line(check) or "–",
                    "hint": newest.evidence if newest else "",
                },
                {
                    "text": ("Verify again" if newest else "Verify") if may else "",
                    "href": _verify_url(check) if may else "",
                },
                {"text": "Take back" if back else "", "href": back},
            ]
        )
    return rows


def induction_rows(checks: Iterable[PlacementCheck], may: bool) -> list[list[Any]]:
    rows = []
    for check in checks:
        if check.item.part != Part.INDUCTION:
            continue
        newest = check.newest
        url = reverse("placements:induction-record", args=[check.pk])
        to_tick = may and newest is None
        rows.append(
            [
                {"text": check.item.title, "hint": check.item.what_it_looks_like},
                {"tag": "Had", "kind": "green"} if newest else {"tag": "To come", "kind": "grey"},
                {
                    "text": f"{day(newest.verified_on)}, with {newest.by}" if newest else "–",
                    "hint": newest.evidence if newest else "",
                },
                {"text": "Record it" if to_tick else "", "href": url if to_tick else ""},
            ]
        )
    return rows


def access_sentence(
    placement: PracticePlacement,
    open_on: Sequence[Period],
    missing: Sequence[str],
    on: date,
) -> tuple[str, str]:
    """Whether children's records are open to the student, since when or why not; and its colour."""
    if placement.has_ended:
        return f"The placement ended on {day(placement.ends_on)}; children's records are shut.", ""
    now = next((one for one in open_on if on in one), None)
    if now is not None:
        until = f" They shut after {day(now.last)} unless it is renewed." if now.last else ""
        return f"Children's records are open since {day(now.first)}.{until}", "green"
    if missing:
        names = "; ".join(missing)
        return f"Children's records are shut. Critical and not verified: {names}.", "red"
    later = next((one for one in open_on if one.first > on), None)
    if later is not None:
        return f"Children's records open by themselves on {day(later.first)}.", "amber"
    return "Children's records are shut: no check on the list is critical.", "red"


def progress_words(done: int, of: int) -> str:
    return f"{done} of {of}" if of else "–"


def cohort_row(placement: PracticePlacement, found: Progress, is_open: bool, on: date) -> list[Any]:
    return [
        {
            "text": placement.student.name,
            "href": reverse("placements:check-list", args=[placement.pk]),
        },
        {"text": day(placement.starts_on)},
        {
            "text": progress_words(found.verified, found.asked),
            "hint": f"Missing: {', '.join(found.missing)}" if found.missing else "",
        },
        {"text": progress_words(found.shown, found.to_show)},
        {"tag": "Open", "kind": "green"}
        if is_open
        else {"tag": "Shut", "kind": "red" if placement.starts_on <= on else "grey"},
    ]


def part_rows(parts: Iterable[Shown]) -> list[list[Any]]:
    return [
        [
            {"text": part.title, "hint": part.what_it_looks_like},
            progress_words(len(part.had), len(part.had) + len(part.missing)),
            ", ".join(part.missing) or "Nobody",
        ]
        for part in parts
    ]


def item_rows(items: Iterable[ChecklistItem], may: bool) -> list[list[Any]]:
    return [
        [
            {
                "text": item.title,
                "hint": item.what_it_looks_like,
                "href": reverse("placements:item-change", args=[item.pk]) if may else "",
            },
            {"text": _asked(item)},
            {"tag": "Critical", "kind": "red"}
            if item.is_critical
            else {"tag": item.get_part_display(), "kind": "blue"},
            {
                "text": "Remove" if may else "",
                "href": reverse("placements:item-remove", args=[item.pk]) if may else "",
            },
        ]
        for item in items
    ]


def _asked(item: ChecklistItem) -> str:
    if item.part == Part.BEFORE:
        return "Before the first day" + ("; has a last day" if item.ends else "")
    within = item.within_days
    return f"Within {within} working days" if within is not None else "In the first weeks"


def _verify_url(check: PlacementCheck) -> str:
    return reverse("placements:check-verify", args=[check.pk])
