"""An assessment as it is begun, filled and sent, through the same actions people use."""

from datetime import date
from typing import Any

from casework.assessment import actions
from casework.assessment.models import Assessment, AssessmentSuggestion
from casework.assessment.sections import KEYS

TEXT = "Seen at home and at school.\n\nMum was open about how hard mornings are."


def write(assessment: Assessment, key: str, *, by, finish: bool = False, **answers: Any):
    """One section as its page would save it, from the version it stands in."""
    row = assessment.sections.get(key=key)
    return actions.write_section(
        assessment=assessment,
        key=key,
        began_from=row.lock_version,
        by=by,
        answers=answers,
        finish=finish,
    )


def told(key: str, on: date, **changes: Any) -> dict[str, Any]:
    """Answers that let a section be finished."""
    whole = {
        "sources": {
            "add": {"kind": "parent", "who": "Mum", "on": on, "why_not": ""},
        },
        "seen": {
            "add": {"on": on, "alone": True, "place": "School"},
            "own_words": "I want Dad to come to my match.",
            "words_language": "",
            "tool": None,
            "not_alone_why": "",
            "not_seen_why": "",
        },
        "dangers": {
            "pairs": [
                (
                    "Mum and school worry that he is alone at night.",
                    "For three months a grown-up is at home every night.",
                )
            ]
        },
        "scales": {"add": {"said_by": "child", "who": "", "value": 4, "on": on}},
        "factors": {"factors": ["4B", "16A"]},
        "outcome": {"outcomes": ["services"], "more": "A child in need plan, agreed with Mum."},
    }.get(key, {"text": TEXT, "more": "It means he is tired."})
    return whole | changes


def fill(assessment: Assessment, *, by, on: date, leave: tuple[str, ...] = ()) -> None:
    """Every section written and finished, but those in `leave`."""
    waiting = AssessmentSuggestion.objects.filter(assessment=assessment, state="waiting")
    for offered in waiting:
        actions.settle_suggestion(
            assessment=assessment, suggestion_id=offered.pk, accept=True, by=by
        )
    for key in KEYS:
        if key not in leave:
            written = write(assessment, key, by=by, finish=True, **told(key, on))
            assert not written.lacks, (key, written.lacks)


def a_full_one(episode, *, by, on: date) -> Assessment:
    assessment = actions.start_assessment(episode=episode, by=by, on=on)
    fill(assessment, by=by, on=on)
    return again(assessment)


def a_sent_one(episode, *, by, on: date) -> Assessment:
    return actions.submit_assessment(assessment=a_full_one(episode, by=by, on=on), by=by)


def an_authorised_one(episode, *, by, sw, tm, on: date) -> Assessment:
    sent = a_sent_one(episode, by=by, on=on)
    if sent.state == "submitted":
        actions.countersign_assessment(assessment=sent, by=sw)
    actions.authorise_assessment(assessment=sent, by=tm)
    return again(sent)


def again(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)
