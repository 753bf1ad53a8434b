"""Plans in words: states, how long ago, what changed between two versions, the child's page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Person
from casework.child.models import Child
from casework.plan.codes import Category, Kind
from casework.plan.models import (
    Plan,
    PlanReview,
    PlanVersion,
    SafetyPlan,
    Status,
)
from casework.plan.reads import NeedRow
from govuk.charts import Chart, Series, line_chart
from records.models import SignedRecord
from records.states import State

QUESTIONS = {
    "why_plan": "Why we have a plan",
    "working_well": "What is working well",
    "must_change": "What must change, and how we will see it",
    "family_network": "Who in the family helps, and how",
    "contingency": "What happens if things get worse",
    "ends_when": "When the plan can end",
    "childs_version": "The plan as the child would say it",
    "visit_every": "Visits",
    "meeting_on": "Agreed at the meeting of",
}
_ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")


@dataclass(frozen=True)
class Tag:
    text: str
    kind: str


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions."""

    question: str
    before: str
    after: str


def state_tag(paper: SignedRecord, reader: Person) -> Tag:
    """Where a version, a review or a safety plan stands, as this reader needs to hear it."""
    mine = paper.author_id == reader.pk
    waits = "Waiting for the manager" if isinstance(paper, PlanVersion) else "Signed"
    return {
        State.DRAFT: Tag("Draft, not sent yet", "grey"),
        State.SUBMITTED: Tag("Waiting to be signed", "blue"),
        State.RETURNED: Tag("Returned to you" if mine else "Returned", "amber"),
        State.COUNTERSIGNED: Tag(waits, "blue" if isinstance(paper, PlanVersion) else "green"),
        State.AUTHORISED: Tag("In force", "green"),
        State.SUPERSEDED: Tag("Replaced", "grey"),
    }[State(paper.state)]


def status_tag(status: str) -> Tag:
    """What became of a need, an outcome or an action."""
    kinds = {Status.OPEN: "blue", Status.ACHIEVED: "green", Status.REMOVED: "grey"}
    return Tag(str(Status(status).label), kinds[Status(status)])


def months_between(first: date, last: date) -> int:
    """Whole calendar months; the last day of a shorter month counts as whole."""
    months = (last.year - first.year) * 12 + last.month - first.month
    next_day = date.fromordinal(last.toordinal() + 1)
    is_months_end = next_day.month != last.month
    return months if last.day >= first.day or is_months_end else months - 1


def ago(then: date, on: date) -> str:
    """ "14 months ago", "3 weeks ago", "on the same day"."""
    months, days = months_between(then, on), (on - then).days
    if months >= 1:
        return f"{months} month{'' if months == 1 else 's'} ago"
    if days >= 14:
        return f"{days // 7} weeks ago"
    if days >= 1:
        return f"{days} day{'' if days == 1 else 's'} ago"
    return "on the same day"


def repeat_words(plan: Plan, earlier: Sequence[Plan]) -> str:
    """ "Second child protection plan; the first ended 14 months ago." Empty for a first one.

    Counted from the day this plan started. `earlier` are plans of this kind in this portal, first
    one first; those before it are counted on the plan.
    """
    number = plan.plans_before_us + len(earlier)
    if not number:
        return ""
    nth = _ORDINALS[number + 1] if number + 1 < len(_ORDINALS) else f"Number {number + 1}:"
    kind = plan.get_kind_display()
    said = f"{nth} {kind[:1].lower()}{kind[1:]}"
    ended = [row.ends_on for row in earlier if row.ends_on]
    last = max(ended, default=plan.last_before_us_ended_on)
    if last is None:
        return f"{said}."
    which = "first" if number == 1 else "last"
    when = ago(last, plan.starts_on)
    if when == "on the same day":
        return f"{said}; the {which} ended on the day this one started."
    return f"{said}; the {which} ended {when.removesuffix(' ago')} before it."


def answers(version: PlanVersion) -> list[tuple[str, str]]:
    """Question and answer for everything written, in the order of the plan."""
    return [
        (question, words)
        for name, question in QUESTIONS.items()
        if (words := _said(version, name)) and name != "childs_version"
    ]


def changes(
    before: PlanVersion, after: PlanVersion, was: Sequence[NeedRow], now: Sequence[NeedRow]
) -> list[Change]:
    """What is not as it was in the version before: the words, then needs and what hangs on them."""
    found = [
        Change(question, _said(before, name), _said(after, name))
        for name, question in QUESTIONS.items()
        if _said(before, name) != _said(after, name)
    ]
    old, new = _items(was), _items(now)
    for line in {**new, **old}:
        said, says = old.get(line, ("", "")), new.get(line, ("", ""))
        if said != says:
            found.append(Change(says[0] or said[0], said[1], says[1]))
    return found


def _items(needs: Iterable[NeedRow]) -> dict[Any, tuple[str, str]]:
    found: dict[Any, tuple[str, str]] = {}
    for need in needs:
        found[need.line] = ("Need", need.words)
        for outcome in need.outcomes:
            found[outcome.line] = ("Outcome", f"{outcome.words} Seen by: {outcome.how_we_know}")
            for row in outcome.actions:
                words = f"{row.what}: {row.owner}, by {row.due_on:%-d %B %Y}"
                found[row.line] = ("Action", words)
    return found


def _said(version: PlanVersion, name: str) -> str:
    value = getattr(version, name)
    if name == "visit_every" and value:
        return f"At least every {value} working days"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return str(value or "")


def scale_chart(child: Child, readings: Iterable[Any]) -> Chart | None:
    """How near it feels over time, one line for each who gave numbers."""
    first = child.known_as or child.first_name
    who = {"child": (first, first[:1]), "parent": ("Parent or carer", "P"), "worker": ("Us", "U")}
    points: dict[str, dict[date, int]] = {said_by: {} for said_by in who}
    for reading in readings:
        points[reading.said_by][reading.on] = reading.value
    series = [
        Series(name, short, sorted(points[said_by].items()))
        for said_by, (name, short) in who.items()
        if points[said_by]
    ]
    if not series:
        return None
    note = f"{', '.join(one.name for one in series)}. 0 not begun, 10 reached."
    return line_chart("How near are we?", series, note=note)


def badge(kind: str) -> Tag:
    """The child's status on the identity bar."""
    if kind == Kind.CHILD_PROTECTION:
        return Tag("Child protection plan", "red")
    return Tag("Child in need plan", "blue")


def title_of(paper: PlanVersion | PlanReview | SafetyPlan) -> str:
    if isinstance(paper, PlanVersion):
        return f"{paper.plan.get_kind_display()}, version {paper.number}"
    if isinstance(paper, PlanReview):
        return f"Review of {paper.held_on:%-d %B %Y}"
    return "Safety plan"


def as_rows(pairs: Iterable[tuple[str, str]]) -> list[Mapping[str, str]]:
    """Questions and answers as rows of a summary list."""
    return [{"key": key, "value": value} for key, value in pairs]


def is_before(row: Plan, plan: Plan) -> bool:
    """An earlier plan of the same kind."""
    return row.kind == plan.kind and row.starts_on < plan.starts_on


def categories_in_words(codes: Iterable[str | None]) -> str:
    """ "neglect, then emotional abuse", in the order in which they held; empty without one."""
    labels = [Category(code).label for code in dict.fromkeys(codes) if code]
    return ", then ".join(str(label).lower() for label in labels)


def plan_row(plan: Plan, plans: Sequence[Plan]) -> dict[str, Any]:
    """One line of the list of a child's plans, newest first."""
    earlier = [row for row in reversed(plans) if is_before(row, plan)]
    return {
        "plan": plan,
        "tag": badge(plan.kind),
        "categories": categories_in_words((plan.initial_category, plan.latest_category)),
        "repeat": repeat_words(plan, earlier),
    }
