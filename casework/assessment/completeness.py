"""What an assessment still lacks before it may be sent: pure, so that page and action agree."""

from casework.assessment.reads import Whole
from casework.assessment.sections import BY_KEY, SECTIONS, Kind, Section, worded


def lacks(whole: Whole, key: str) -> dict[str, str]:
    """Field to message: everything a section lacks to be finished; empty where nothing."""
    section = BY_KEY[key]
    found = _ASKED[section.kind](whole, section)
    if whole.waiting_for(key):
        found["suggestions"] = "Accept or remove what was brought in from elsewhere."
    return found


def missing(whole: Whole) -> dict[str, list[str]]:
    """Section key to messages, for everything that keeps the assessment from being sent."""
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        messages = list(lacks(whole, section.key).values())
        if not messages and not whole.sections[section.key].is_finished:
            messages = ["Mark it finished."]
        if any(row.sent_at and not row.answered_at for row in whole.comments_on(section.key)):
            messages.append("Answer the comment on it.")
        if messages:
            found[section.key] = messages
    return found


def _text(whole: Whole, section: Section) -> dict[str, str]:
    row = whole.sections[section.key]
    if section.may_skip and row.skipped_why:
        return {}
    found = {}
    if not row.text:
        found["text"] = (
            "Write what you found, or say why it was not looked at."
            if section.may_skip
            else _answer(section.question)
        )
    if section.more_required and not row.more:
        found["more"] = _answer(section.more)
    return found


def _answer(question: str) -> str:
    """Two questions may lack an answer at once: each is asked by its own words."""
    return f"Answer “{worded(question, 'the child')}”"


def _sources(whole: Whole, section: Section) -> dict[str, str]:
    return {} if whole.sources else {"who": "Name at least one person or record."}


def _seen(whole: Whole, section: Section) -> dict[str, str]:
    assessment = whole.assessment
    if not whole.sightings:
        if assessment.not_seen_why:
            return {}
        return {"seen_on": "Give a day on which the child was seen, or say why the child was not."}
    found = {}
    if not any(row.alone for row in whole.sightings) and not assessment.not_alone_why:
        found["not_alone_why"] = "Say why the child was never seen alone."
    if not assessment.own_words:
        found["own_words"] = "Write what the child said, or how they told you without words."
    return found


def _dangers(whole: Whole, section: Section) -> dict[str, str]:
    if not whole.dangers:
        return {"danger_1": "Write at least one danger statement and its safety goal."}
    return {
        f"goal_{row.position}": "Write the safety goal that answers this danger statement."
        for row in whole.dangers
        if not row.goal
    }


def _scales(whole: Whole, section: Section) -> dict[str, str]:
    return {} if whole.readings else {"value": "Give at least one number, with who said it."}


def _factors(whole: Whole, section: Section) -> dict[str, str]:
    if whole.assessment.factors:
        return {}
    return {"factors": "Choose at least one, or “No factors identified”."}


def _outcome(whole: Whole, section: Section) -> dict[str, str]:
    found = {}
    if not whole.assessment.outcomes:
        found["outcomes"] = "Choose at least one outcome."
    if not whole.sections[section.key].more:
        found["more"] = _answer(section.more)
    return found


_ASKED = {
    Kind.TEXT: _text,
    Kind.SOURCES: _sources,
    Kind.SEEN: _seen,
    Kind.DANGERS: _dangers,
    Kind.SCALES: _scales,
    Kind.FACTORS: _factors,
    Kind.OUTCOME: _outcome,
}
