"""What in a text tells who a child is. Pure: facts and a text in, findings out.

Words are compared without case, accents, apostrophes and hyphens. A name that is an everyday word
too ("will", "young") is one only where it is written with a capital.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Kind(Enum):
    """What a finding is, as the end of a sentence that begins with it."""

    NAME = "is the name of somebody in a family the student works with"
    BORN = "is a date of birth in a family the student works with"
    REFERENCE = "is the reference of a child"
    PUPIL_NUMBER = "is, or looks like, a pupil number"
    POSTCODE = "is, or looks like, a postcode"
    ADDRESS = "is where a family the student works with lives or lived"
    SCHOOL = "is the name of a child’s school"


@dataclass(frozen=True)
class Finding:
    """`said` as it was written; `key` the same for every way of writing it. `may_be_a_word`: it
    tells of a child only if it is meant to, and a person can say that it is not."""

    said: str
    key: str
    kind: Kind
    may_be_a_word: bool

    @property
    def sentence(self) -> str:
        return f"“{self.said}” {self.kind.value}."


@dataclass(frozen=True)
class Facts:
    """Phrases as tuples of plain words, each with what it is and whether it may be a word; days on
    which somebody was born or is expected."""

    phrases: Mapping[tuple[str, ...], tuple[Kind, bool]] = field(default_factory=dict)
    births: frozenset[date] = frozenset()


def facts(
    *,
    names: Iterable[tuple[str, str]] = (),
    references: Iterable[str] = (),
    births: Iterable[date | None] = (),
    addresses: Iterable[str] = (),
    schools: Iterable[str] = (),
) -> Facts:
    """Facts as they are recorded: names as first and last, addresses with commas."""
    phrases: dict[tuple[str, ...], tuple[Kind, bool]] = {}
    for school in schools:
        phrases |= _of_a_school(school)
    for address in addresses:
        phrases |= _of_an_address(address)
    for first, last in names:
        phrases |= _of_a_name(first, last)
    for reference in references:
        phrases[tuple(_plain_words(reference))] = (Kind.REFERENCE, False)
    phrases.pop((), None)
    return Facts(phrases, frozenset(day for day in births if day is not None))


def scan(text: str, known: Facts, adults: Iterable[str] = ()) -> list[Finding]:
    """What tells who a child is, each once, in the order of the text.

    `adults` are the names of the adults of the placement: one word of theirs tells of no child.
    """
    theirs = {word for name in adults for word in _plain_words(name)}
    found = sorted(
        [*_phrases(text, known.phrases, theirs), *_births(text, known.births), *_numbers(text)],
        key=lambda one: one[0],
    )
    first: dict[str, Finding] = {}
    for _, finding in found:
        first.setdefault(finding.key, finding)
    return list(first.values())


# ---- What is known of a child ------------------------------------------------------------------


def _of_a_name(first: str, last: str) -> dict[tuple[str, ...], tuple[Kind, bool]]:
    """The whole name tells; each of its words may be an ordinary one."""
    phrases = {
        (word,): (Kind.NAME, True) for word in _plain_words(f"{first} {last}") if len(word) > 1
    }
    wholes = (tuple(_plain_words(name)) for name in (first, last, f"{first} {last}"))
    return phrases | {whole: (Kind.NAME, False) for whole in wholes if len(whole) > 1}


def _of_a_school(name: str) -> dict[tuple[str, ...], tuple[Kind, bool]]:
    """The whole name tells; what is left without "primary school" may be ordinary words, and is
    often written as one."""
    whole = tuple(_plain_words(name))
    own = list(whole)
    while own and own[-1] in _OF_ANY_SCHOOL:
        own.pop()
    phrases = {words: (Kind.SCHOOL, True) for words in (tuple(own), ("".join(own),)) if own}
    return phrases | {whole: (Kind.SCHOOL, len(whole) < 2)}


def _of_an_address(address: str) -> dict[tuple[str, ...], tuple[Kind, bool]]:
    """House and street tell; the street alone, or the name of a house, may be ordinary words.
    Towns and counties do not tell."""
    phrases: dict[tuple[str, ...], tuple[Kind, bool]] = {}
    for number, part in enumerate(re.split(r"[,\n]", address)):
        words = tuple(_plain_words(part))
        street = tuple(word for word in words if not any(sign.isdigit() for sign in word))
        if len(street) > 1 and (number == 0 or street != words):
            phrases[street] = (Kind.ADDRESS, True)
        if len(words) > 1 and street != words:
            phrases[words] = (Kind.ADDRESS, False)
    return phrases


# ---- What a text says ----------------------------------------------------------------------------

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LETTERS = str.maketrans("łŁøØđĐðÐıİ", "lLoOdDdDiI")


def _plain(word: str) -> str:
    """`Łukasz’s` is `lukasz`, `O'Brien` is `obrien`."""
    word = unicodedata.normalize("NFKD", word.translate(_LETTERS)).casefold().replace("’", "'")
    kept = "".join(sign for sign in word if not unicodedata.combining(sign))
    return kept.removesuffix("'s").replace("'", "")


def _plain_words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _phrases(
    text: str, phrases: Mapping[tuple[str, ...], tuple[Kind, bool]], theirs: set[str]
) -> Iterator[tuple[int, Finding]]:
    spots = list(_WORD.finditer(text))
    words = [_plain(spot.group()) for spot in spots]
    longest = max(map(len, phrases), default=0)
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            said = text[spots[place].start() : spots[place + length - 1].end()]
            key = _known(tuple(words[place : place + length]), said, phrases)
            if key is not None and not (length == 1 and key[0] in theirs):
                kind, may_be_a_word = phrases[key]
                yield spots[place].start(), Finding(said, " ".join(key), kind, may_be_a_word)
                place += length - 1
                break
        place += 1


def _known(
    words: tuple[str, ...], said: str, phrases: Mapping[tuple[str, ...], tuple[Kind, bool]]
) -> tuple[str, ...] | None:
    """The phrase these words are, if they are one: "the Sikorskis" is a name as well."""
    has_capital = said[0].isupper()
    if words in phrases:
        is_loose = len(words) == 1 and phrases[words][1]
        ordinary = words[0] in _ORDINARY or len(words[0]) < SHORTEST
        return None if is_loose and ordinary and not has_capital else words
    if len(words) == 1 and has_capital:
        for ending in ("es", "s"):
            one = (words[0].removesuffix(ending),)
            is_name = one in phrases and phrases[one][0] is Kind.NAME
            if is_name and one != words and len(one[0]) >= SHORTEST:
                return one
    return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?: of)?[ -]{_MONTH},?[ -](?P<year>\d{{4}}|\d{{2}})\b",
        rf"\b{_MONTH} {_DAY},? (?P<year>\d{{4}})\b",
        r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b",
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
    )
]


def _births(text: str, births: frozenset[date]) -> Iterator[tuple[int, Finding]]:
    for pattern in _DATES:
        for spot in pattern.finditer(text):
            for day in births & _days(**spot.groupdict()):
                yield spot.start(), Finding(spot.group(), day.isoformat(), Kind.BORN, False)


def _days(day: str, month: str, year: str) -> set[date]:
    """The days a written date may mean: a year of two figures is of this century or the last."""
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
    years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    found = set()
    for one in years:
        try:
            found.add(date(one, number, int(day)))
        except ValueError:
            continue
    return found


_SHAPES = {
    Kind.PUPIL_NUMBER: re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b", re.IGNORECASE),
    Kind.POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),
}


def _numbers(text: str) -> Iterator[tuple[int, Finding]]:
    """Whoever's they are: no text about learning has use for them."""
    for kind, shape in _SHAPES.items():
        for spot in shape.finditer(text):
            plain = spot.group().replace(" ", "").lower()
            yield spot.start(), Finding(spot.group(), plain, kind, False)


# A single word shorter than this is a name only with a capital.
SHORTEST = 3
_SCHOOL_WORDS = """
academy aided and c ce catholic church college community controlled e england federation first form
free high infant infants junior middle nursery of pre primary rc roman school schools secondary
sixth special the trust unit voluntary
"""
_OF_ANY_SCHOOL = frozenset(_SCHOOL_WORDS.split())
_EVERYDAY_WORDS = """
abel art april august autumn bailey bay bell best bill bishop black bloom blue bond booth bourne
bright brook brooks brown buck bush butcher butler carpenter carter case chance chase child church
clay close cole cook coop cox crane cross daisy dale day dean der draper drew duke early eve faith
farmer field fields fisher flower ford forest fox frank freeman frost gale garden gate glen gold
good grace grant gray green grey hall hand hart harvest head hill hills holly hope house hunter iris
ivy jack james joy june keen key king knight lake lamb lane law leaf lee little long love mark marks
marsh mason max may meadow mercy miles mill mills moon moore moss north nurse olive page paige park
parker parks pat patience pearl penny pepper piper poppy pop potter power price prince prior quick
rain raven ray read reed rich river rivers rob robin rock rose rowan ruby ruth sage sand scott
shepherd short sky small smart snow south spring star stark steel stone storm street strong sue
summer summers swan tailor taylor temple town trust turner van violet von walker wall ward waters
way webb weaver west wells white will wills winter winters wise wood woods worth wright young
"""
_ORDINARY = frozenset(_EVERYDAY_WORDS.split())
