"""When an episode may close, and for which reason: the census's rules, in words. Pure.

The numbers are those of the rules in the open validator of the children in need census.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.episode.codes import CENSUS_REASONS, EARLY_HELP_REASONS, ClosureReason
from casework.episode.models import Episode

AFTER_ASSESSMENT = frozenset({ClosureReason.ASSESSED_NFA, ClosureReason.ASSESSED_EARLY_HELP})


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """What the record says when somebody asks to close an episode."""

    kind: str
    opened_on: date
    last_work_on: date | None = None
    died_on: date | None = None
    assessed_on: date | None = None
    has_enquiry: bool = False
    has_conference: bool = False
    has_plan: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why not, beside the question it is about."""

    field: str
    sentence: str


def refusals(facts: ClosingFacts, *, on: date, reason: str, today: date) -> list[Refusal]:
    """Everything that is wrong with closing on that day for that reason; empty where it may."""
    return [*_of_the_day(facts, on, today), *_of_the_reason(facts, on, reason)]


def reasons_open_to(facts: ClosingFacts) -> list[str]:
    """The reasons that this record can bear, in the order of the code set."""
    day = max(filter(None, [facts.opened_on, facts.assessed_on, facts.died_on]))
    return [
        reason
        for reason in ClosureReason.values
        if not list(_of_the_reason(facts, max(day, facts.last_work_on or day), reason))
    ]


def _of_the_day(facts: ClosingFacts, on: date, today: date) -> Iterator[Refusal]:
    if on > today:
        yield Refusal("on", "Work closes today or on a day that has passed.")
    if on < facts.opened_on:
        yield Refusal("on", f"It opened on {_day(facts.opened_on)}. Close it then or later.")
    # 8565: no event is dated after the closure.
    elif facts.last_work_on is not None and on < facts.last_work_on:
        yield Refusal(
            "on",
            f"Something on this record is dated {_day(facts.last_work_on)}. Nothing may come after "
            "the closing: choose that day or a later one.",
        )


def _of_the_reason(facts: ClosingFacts, on: date, reason: str) -> Iterator[Refusal]:
    in_need = facts.kind == Episode.Kind.IN_NEED
    if reason not in (CENSUS_REASONS if in_need else EARLY_HELP_REASONS):
        yield Refusal("reason", "Early help and child in need end for different reasons.")
        return
    if reason in AFTER_ASSESSMENT:
        yield from _after_assessment(facts, on)
    # 8585Q
    if reason == ClosureReason.DIED and facts.died_on is None:
        yield Refusal("reason", "Record the child's death first: the return asks for its date.")
    if reason == ClosureReason.DIED and facts.died_on is not None and on < facts.died_on:
        yield Refusal("on", "That is before the child died.")
    if in_need and facts.died_on is not None and reason != ClosureReason.DIED:
        yield Refusal("reason", "The child has died: that is the reason the return asks for.")


def _after_assessment(facts: ClosingFacts, on: date) -> Iterator[Refusal]:
    """8825Q: with an assessment. 2990: without an enquiry, a conference or a plan."""
    if facts.assessed_on is None or facts.assessed_on > on:
        yield Refusal(
            "reason",
            "“Closed after assessment” needs an assessment that a manager has authorised. Finish "
            "it, or choose another reason.",
        )
    there = [
        words
        for words, found in (
            ("a section 47 enquiry", facts.has_enquiry),
            ("a child protection conference", facts.has_conference),
            ("a plan", facts.has_plan),
        )
        if found
    ]
    if there:
        yield Refusal(
            "reason",
            f"More than an assessment happened here: {_listed(there)}. Choose the reason why the "
            "services ended.",
        )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
