"""What a plan, a review and a safety plan still lack before they may be sent. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

VERSION_FIELDS = (
    "why_new", "meeting_on", "why_plan", "working_well", "must_change", "family_network",
    "contingency", "ends_when", "visit_every", "childs_version",
)  # fmt: skip
REVIEW_FIELDS = (
    "held_on", "chaired_by", "better", "worries", "result", "result_why", "next_on",
    "next_late_why",
)  # fmt: skip
SAFETY_FIELDS = (
    "signs", "first_thing", "safe_place", "code_word", "childs_part", "afterwards",
    "talk_again_on",
)  # fmt: skip

_VERSION = {
    "why_plan": "Say why there is a plan: what worries whom, and what may happen.",
    "must_change": "Say what must change, and how everybody will see it.",
    "contingency": "Say what happens if things get worse.",
    "ends_when": "Say when the plan can end.",
    "visit_every": "Say how often the child is visited.",
    "childs_version": "Write the plan as the child would say it, or why that was not possible.",
}
_REVIEW = {
    "result": "Say what was decided.",
    "result_why": "Say why.",
    "chaired_by": "Say who chaired the review.",
}
_SAFETY = {
    "signs": "Say how the family notices that it is getting bad.",
    "first_thing": "Say what they do first.",
    "safe_place": "Say where they go.",
}


@dataclass(frozen=True)
class Branch:
    """One outcome as far as completeness asks: its words, and how many actions it has."""

    words: str
    actions: int


def missing_in_version(
    version: object,
    *,
    number: int,
    needs: Sequence[Sequence[Branch]],
    answered_by: Iterable[str],
) -> dict[str, str]:
    """Field to message. `needs` holds the outcomes of each need; `answered_by` who was asked."""
    lacks = _empty(version, _VERSION)
    if number > 1 and not getattr(version, "why_new", ""):
        lacks["why_new"] = "Say what this version changes, and why."
    if not needs:
        lacks["needs"] = "Add what the child or the family needs."
    elif any(not outcomes for outcomes in needs):
        lacks["needs"] = "Each need has an outcome: say what will be different."
    elif bare := [branch.words for outcomes in needs for branch in outcomes if not branch.actions]:
        lacks["needs"] = f"Nobody does anything yet for: {bare[0]}"
    asked = set(answered_by)
    if "child" not in asked:
        lacks["agreements"] = "Say whether the child agrees, or why the child could not be asked."
    elif not asked & {"parent", "absent_parent"}:
        lacks["agreements"] = "Say whether each parent or carer agrees, or why not asked."
    return lacks


def missing_in_review(review: object, contributions: Iterable[str]) -> dict[str, str]:
    lacks = _empty(review, _REVIEW)
    given = set(contributions)
    if "child" not in given:
        lacks["contributions"] = "Say what the child brought, or why the child was not asked."
    elif not given & {"parent", "absent_parent"}:
        lacks["contributions"] = "Say what each parent or carer brought, or why not asked."
    goes_on = getattr(review, "result", "") in ("continue", "change")
    if goes_on and getattr(review, "next_on", None) is None:
        lacks["next_on"] = "Say when the next review is."
    return lacks


def missing_in_safety_plan(safety_plan: object, steps: int, agreed: int) -> dict[str, str]:
    lacks = _empty(safety_plan, _SAFETY)
    if not steps:
        lacks["step_0_who"] = "Say who does what."
    if not agreed:
        lacks["agreements"] = "Say who in the family agreed to it."
    return lacks


def _empty(record: object, asked: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in asked.items() if getattr(record, name) in ("", None)}
