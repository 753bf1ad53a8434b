"""Two texts compared word by word, and a text in its paragraphs. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\s+|[^\s]+")
_BREAK = re.compile(r"\n\s*\n|\n")
# A paragraph longer than this is shown whole, old and new: the comparison grows with its square.
LONGEST = 1_500
# Two paragraphs that share more of their words than this are one, changed.
ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """A run of text: kept, put in or taken out."""

    text: str
    how: str

    @property
    def is_kept(self) -> bool:
        return self.how == "kept"


def paragraphs(text: str) -> list[str]:
    """The paragraphs a reader sees and pins a comment to; empty lines are none."""
    lines = _BREAK.split(text.replace("\r\n", "\n"))
    return [line.strip() for line in lines if line.strip()]


def changes(before: str, after: str) -> list[list[Piece]]:
    """Paragraph by paragraph, what is kept, put in and taken out.

    Joining kept and taken-out pieces gives `before` back; kept and put-in ones give `after`.
    """
    old, new = paragraphs(before), paragraphs(after)
    found: list[list[Piece]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if how == "equal":
            found += [[Piece(text, "kept")] for text in new[from_new:to_new]]
            continue
        found += _paired(old[from_old:to_old], new[from_new:to_new])
    return found


def _paired(gone: list[str], come: list[str]) -> Iterator[list[Piece]]:
    """A paragraph against the one it became; those that became nothing of the kind stand whole."""
    place = 0
    for text in gone:
        alike = (at for at in range(place, len(come)) if _are_alike(text, come[at]))
        found = next(alike, None)
        if found is None:
            yield [Piece(text, "out")]
            continue
        yield from ([Piece(one, "in")] for one in come[place:found])
        yield _words(text, come[found])
        place = found + 1
    yield from ([Piece(one, "in")] for one in come[place:])


def _are_alike(one: str, other: str) -> bool:
    words = SequenceMatcher(None, one.split()[:LONGEST], other.split()[:LONGEST], autojunk=False)
    return words.real_quick_ratio() > ALIKE and words.quick_ratio() > ALIKE


def _words(before: str, after: str) -> list[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return [Piece(before, "out"), Piece(after, "in")]
    return list(_joined(old, new))


def _joined(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if how == "equal":
            yield Piece("".join(new[from_new:to_new]), "kept")
            continue
        if from_old < to_old:
            yield Piece("".join(old[from_old:to_old]), "out")
        if from_new < to_new:
            yield Piece("".join(new[from_new:to_new]), "in")
