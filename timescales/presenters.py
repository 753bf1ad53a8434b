"""How a clock is said: the same words and colours on every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from timescales.clock import (
    LONDON,
    Calendar,
    Unit,
    elapsed_hours,
    elapsed_working_days,
    local_day,
    short_day,
)
from timescales.models import ClockRule, Deadline, EscalationStep
from timescales.rulebook import Rulebook


@dataclass(frozen=True)
class Tag:
    """Words and the kind that colours them: red, amber, green, blue or grey."""

    text: str
    kind: str


@dataclass(frozen=True)
class Progress:
    """ "Day 43 of 45", how full the bar is (0 to 1), its colour, and why the date is what it is."""

    headline: str
    share: float
    kind: str
    sentence: str


def tag(deadline: Deadline, on: date | datetime) -> Tag:
    """Where a deadline stands on a day, or at an instant, counted in its rule's own unit."""
    today = local_day(on)
    if deadline.cancelled_at is not None:
        return Tag("No longer needed", "grey")
    if deadline.met_on is not None:
        return _met(deadline)
    if deadline.paused_since is not None:
        return Tag(f"Paused since {short_day(deadline.paused_since, today.year)}", "grey")
    if _is_past(deadline, on):
        return Tag(f"Overdue{_by_how_much(deadline, on)}", "red")
    return _ahead(deadline, on, today)


def progress(deadline: Deadline, on: date | datetime) -> Progress:
    """How far a clock has run: its day, or its hour, out of the limit."""
    passed = _passed(deadline, on)
    word = "Hour" if deadline.unit == Unit.HOURS else "Day"
    total = _length(deadline)
    share = min(1.0, passed / total) if total else 1.0
    return Progress(
        headline=f"{word} {passed} of {total}",
        share=share,
        kind=tag(deadline, on).kind,
        sentence=sentence(deadline),
    )


def sentence(deadline: Deadline) -> str:
    """The explanation as a sentence of its own."""
    return f"{deadline.explanation[:1].upper()}{deadline.explanation[1:]}."


def limit_in_words(rule: ClockRule) -> str:
    """`45 working days`, `10, 20 and 30 working days`, `1 week, then 6 weeks each time`."""
    numbers = list(rule.limits)
    if len(numbers) == 1:
        return rule.unit.in_words(numbers[0])
    if rule.later_from == "previous":
        return f"{rule.unit.in_words(numbers[0])}, then {rule.unit.in_words(numbers[1])} each time"
    return f"{', '.join(map(str, numbers[:-1]))} and {rule.unit.in_words(numbers[-1])}"


def warning_in_words(rule: ClockRule) -> str:
    unit = Unit.HOURS if rule.unit is Unit.HOURS else Unit.WORKING_DAYS
    return f"{unit.in_words(rule.warn_at)} before" if rule.warn_at else "on the day"


def in_force_in_words(rule: ClockRule) -> str:
    if rule.effective_from is None and rule.effective_to is None:
        return "At all times"
    begins = f"from {rule.effective_from:%-d %B %Y}" if rule.effective_from else ""
    ends = f"until {rule.effective_to:%-d %B %Y}" if rule.effective_to else ""
    words = f"{begins} {ends}".strip()
    return words[:1].upper() + words[1:]


def step_in_words(step: EscalationStep) -> str:
    """`2 working days overdue: the person they answer to.`"""
    moment = {
        EscalationStep.Moment.NEARING: "When the warning begins",
        EscalationStep.Moment.DUE: "On the day it is due",
        EscalationStep.Moment.OVERDUE: (
            f"{Unit.WORKING_DAYS.in_words(step.wait)} overdue"
            if step.wait
            else "As soon as it is overdue"
        ),
    }[EscalationStep.Moment(step.moment)]
    return f"{moment}: {step.get_whom_display()}{', at once' if step.is_urgent else ''}"


def facts(deadline: Deadline) -> list[dict[str, str]]:
    """The rows of a clock's own page: rule, edition, start, source."""
    rule = deadline.rule
    rows = [
        ("Rule", f"{rule.code} {rule.title}"),
        ("Starts with", f"{rule.start_event}, {short_day(deadline.starts_on)}"),
        ("Is met by", rule.stop_event),
        ("Limit", rule.unit.in_words(deadline.limit)),
        ("Due", _due_in_words(deadline)),
        ("Who must act", deadline.owner.name if deadline.owner else "Nobody yet: team manager"),
        ("Edition", f"{rule.edition} ({rule.get_status_display().lower()})"),
        ("Source", rule.source),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def rule_groups(book: Rulebook, on: date) -> list[dict[str, Any]]:
    """Every rule by its kind, with all its editions, the one in force on `on` marked."""
    groups = []
    for kind in ClockRule.Kind:
        rules = [rule for code in book.codes() if (rule := _rule(book, code, on))["kind"] == kind]
        groups.append({"title": kind.label, "rules": rules})
    return [group for group in groups if group["rules"]]


def step_groups(steps: Iterable[EscalationStep]) -> list[dict[str, Any]]:
    """The stated waits, for children and for placements; what is stated twice is said once."""
    groups: dict[str, dict[str, None]] = {}
    for step in steps:
        title = "Practice placements" if step.root_type else "Work with children"
        groups.setdefault(title, {})[step_in_words(step)] = None
    return [{"title": title, "lines": list(lines)} for title, lines in groups.items()]


def _rule(book: Rulebook, code: str, on: date) -> dict[str, Any]:
    editions = [edition.row for edition in book.editions(code)]
    now = [row for row in editions if _holds(row, on)]
    current = now[0] if now else editions[-1]
    return {
        "row": current,
        "kind": current.kind,
        "limit": limit_in_words(current),
        "warning": warning_in_words(current),
        "in_force": in_force_in_words(current),
        "status_kind": {"verified": "green", "part": "blue"}.get(current.status, "amber"),
        "others": [
            {
                "edition": row.edition,
                "limit": limit_in_words(row),
                "in_force": in_force_in_words(row),
            }
            for row in editions
            if row is not current
        ],
        "newest": editions[-1],
    }


def _holds(rule: ClockRule, on: date) -> bool:
    return (rule.effective_from or date.min) <= on <= (rule.effective_to or date.max)


def _due_in_words(deadline: Deadline) -> str:
    if deadline.due_at is not None:
        return f"{short_day(deadline.due_on)} at {deadline.due_at.astimezone(LONDON):%H:%M}"
    return short_day(deadline.due_on)


def _met(deadline: Deadline) -> Tag:
    if not deadline.is_late:
        return Tag(f"Met {short_day(deadline.met_on)}", "green")
    late = _by_how_much(deadline, deadline.met_at or deadline.met_on).removeprefix(" ")
    return Tag(f"Met {late} late" if late else "Met late", "amber")


def _is_past(deadline: Deadline, on: date | datetime) -> bool:
    if isinstance(on, datetime):
        return deadline.overdue_from <= on
    return deadline.due_on < on


def _by_how_much(deadline: Deadline, on: date | datetime) -> str:
    """` 1 working day`; nothing on the weekend right after, when no unit has passed yet."""
    if deadline.unit == Unit.HOURS and deadline.due_at is not None and isinstance(on, datetime):
        hours = int(elapsed_hours(deadline.due_at, on))
        return f" {Unit.HOURS.in_words(hours)}" if hours else ""
    today = local_day(on)
    if deadline.unit == Unit.WORKING_DAYS:
        days = elapsed_working_days(deadline.due_on, today, deadline.calendar)
        return f" {Unit.WORKING_DAYS.in_words(days)}" if days else ""
    days = (today - deadline.due_on).days
    return f" {_days(days)}" if days else ""


def _ahead(deadline: Deadline, on: date | datetime, today: date) -> Tag:
    kind = "amber" if local_day(deadline.warn_from) <= today else "blue"
    if deadline.unit == Unit.HOURS and deadline.due_at is not None and isinstance(on, datetime):
        hours = int(elapsed_hours(on, deadline.due_at))
        return Tag(f"Due in {Unit.HOURS.in_words(hours)}" if hours else "Due within the hour", kind)
    if deadline.due_on == today:
        return Tag("Due today", "amber")
    if deadline.unit == Unit.WORKING_DAYS:
        days = elapsed_working_days(today, deadline.due_on, deadline.calendar)
        return Tag(f"Due in {Unit.WORKING_DAYS.in_words(days)}", kind)
    return Tag(f"Due in {_days((deadline.due_on - today).days)}", kind)


def _passed(deadline: Deadline, on: date | datetime) -> int:
    until = deadline.met_at or deadline.met_on or deadline.paused_since or on
    if deadline.unit == Unit.HOURS and deadline.starts_at is not None:
        now = until if isinstance(until, datetime) else None
        return max(0, int(elapsed_hours(deadline.starts_at, now))) if now else 0
    return _between(deadline, deadline.starts_on, local_day(until), deadline.calendar)


def _length(deadline: Deadline) -> int:
    if deadline.unit == Unit.HOURS:
        return deadline.limit
    return _between(deadline, deadline.starts_on, deadline.due_on, deadline.calendar)


def _between(deadline: Deadline, start: date, end: date, calendar: Calendar) -> int:
    if deadline.unit == Unit.WORKING_DAYS:
        return elapsed_working_days(start, end, calendar)
    return max(0, (end - start).days)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
