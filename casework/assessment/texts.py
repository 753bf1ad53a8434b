"""An assessment as a reader sees it: section key to words, whatever kind the section is."""

from casework.assessment.models import Assessment
from casework.assessment.reads import Whole
from casework.assessment.sections import BY_KEY, Kind
from casework.direct_work.models import ScaleReading

SaidBy = ScaleReading.SaidBy


def as_text(whole: Whole) -> dict[str, str]:
    """Every section in words, in the order of the list; empty where nothing stands."""
    return {key: section_text(whole, key) for key in whole.sections}


def section_text(whole: Whole, key: str) -> str:
    """One section in paragraphs: what a signer reads, comments on and compares."""
    return "\n\n".join(part for part in _PARTS[BY_KEY[key].kind](whole, key) if part)


def scale_words(reading: ScaleReading) -> str:
    """ "Tomasz 4 on 3 May 2026" without the child's name: "Child: 4 on 3 May 2026"."""
    said = reading.who or reading.get_said_by_display()
    return f"{said}: {reading.value} on {reading.on:%-d %B %Y}"


def _text(whole: Whole, key: str) -> list[str]:
    row = whole.sections[key]
    return [row.text, row.more, f"Not looked at: {row.skipped_why}" if row.skipped_why else ""]


def _sources(whole: Whole, key: str) -> list[str]:
    return [
        f"{row.get_kind_display()}: {row.who}, "
        + (f"{row.on:%-d %B %Y}" if row.on else f"not done: {row.why_not}")
        for row in whole.sources
    ]


def _seen(whole: Whole, key: str) -> list[str]:
    found: Assessment = whole.assessment
    days = [
        f"Seen on {row.on:%-d %B %Y}, {'alone' if row.alone else 'with others'}"
        + (f", {row.place}" if row.place else "")
        for row in whole.sightings
    ]
    return [
        *days,
        f"Not seen: {found.not_seen_why}" if found.not_seen_why else "",
        f"Never alone: {found.not_alone_why}" if found.not_alone_why else "",
        f"“{found.own_words}”" if found.own_words else "",
        f"Language: {found.words_language}" if found.words_language else "",
        f"Tool: {found.tool.name}" if found.tool else "",
    ]


def _dangers(whole: Whole, key: str) -> list[str]:
    lines = []
    for row in whole.dangers:
        lines += [f"Danger: {row.danger}", f"Safety goal: {row.goal}" if row.goal else ""]
    return lines


def _scales(whole: Whole, key: str) -> list[str]:
    return [scale_words(row) for row in whole.readings]


def _factors(whole: Whole, key: str) -> list[str]:
    return whole.assessment.factor_words


def _outcome(whole: Whole, key: str) -> list[str]:
    return [*whole.assessment.outcome_words, whole.sections[key].more]


_PARTS = {
    Kind.TEXT: _text,
    Kind.SOURCES: _sources,
    Kind.SEEN: _seen,
    Kind.DANGERS: _dangers,
    Kind.SCALES: _scales,
    Kind.FACTORS: _factors,
    Kind.OUTCOME: _outcome,
}
