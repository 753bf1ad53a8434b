"""Finding a child by what people know of them, with the reason for every match. It only reads.

Part of a name, the sound of a name, a likeness of spelling, a date of birth with one slip in it,
a pupil number or a reference. One query for what the reader may open and one for masked rows.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, Case, ExpressionWrapper, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast

from accounts.models import Person
from casework.child.models import Child, ChildQuerySet, Restriction
from casework.child.names import NameSounds, PlainName, whole_name
from casework.child.people import accountable_workers

MOST_SHOWN = 50
# One letter stands in nearly every name: it finds nobody in particular and reads every row.
FEWEST_LETTERS = 2
# What each way of fitting is worth in the ranking; LIKENESS_WEIGHT is shared out by spelling.
WEIGHTS = {
    "reference_same": 200,
    "upn_same": 200,
    "dob_same": 60,
    "contains_all": 50,
    "sounds_all": 30,
    "dob_slip": 25,
    "alike": 10,
    "sounds_some": 5,
}
LIKENESS_WEIGHT = 20
# Part of a name alone finds nobody: with two names typed, both must fit.
FINDS = frozenset(WEIGHTS) - {"sounds_some"}
_UPN = re.compile(r"^[A-Za-z]\d{11}[\dA-Za-z]$")
_REFERENCE = re.compile(r"^[A-Za-z]{2,}\d+$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is known of the child somebody looks for."""

    names: tuple[str, ...] = ()
    dob: date | None = None
    school_id: UUID | None = None
    upn: str = ""
    reference: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.names or self.dob or self.school_id or self.upn or self.reference)


@dataclass(frozen=True)
class Match:
    """A child that fits, why, and who works with them. A masked one shows none of it."""

    child: Child
    reasons: tuple[str, ...]
    worker: Person | None = None
    ask: Person | None = None
    score: int = 0

    @property
    def is_masked(self) -> bool:
        return self.ask is not None


def read_words(text: str, *, dob: date | None = None, school_id: UUID | None = None) -> Wanted:
    """What was typed into one box, sorted into names, a date, a pupil number and a reference."""
    names, upn, reference = [], "", ""
    for word in text.split()[:8]:
        if _UPN.match(word):
            upn = word.upper()
        elif _REFERENCE.match(word):
            reference = word.upper()
        elif day_first := _DAY_FIRST.match(word):
            dob = dob or _date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        elif sum(character.isalpha() for character in word) >= FEWEST_LETTERS:
            names.append(word[:80])
    return Wanted(names=tuple(names), dob=dob, school_id=school_id, upn=upn, reference=reference)


def wanted_child(
    *,
    first_name: str,
    last_name: str,
    dob: date | None = None,
    upn: str = "",
    school_id: UUID | None = None,
) -> Wanted:
    """Somebody described in full, as a request or a form describes a child."""
    names = (*first_name.split(), *last_name.split())
    return Wanted(names=names, dob=dob, upn=upn, school_id=school_id)


def find(
    person: Person,
    text: str,
    *,
    on: date,
    dob: date | None = None,
    school_id: UUID | None = None,
) -> list[Match]:
    """Children `person` may open that fit, best first; restricted ones masked, at the end."""
    wanted = read_words(text, dob=dob, school_id=school_id)
    if wanted.is_empty:
        return []
    shown = matching(_at_school(Child.objects.visible_to(person, on), school_id), wanted)
    masked = matching(_at_school(Child.objects.masked_for(person, on), school_id), wanted)
    return [*with_workers(shown, on), *masked_rows(masked, on)]


def matching(children: ChildQuerySet, wanted: Wanted) -> list[Match]:
    """Those of `children` that fit, best first, in one query, at most `MOST_SHOWN`."""
    return _ranked(children, wanted, counted=FINDS)


def _ranked(children: ChildQuerySet, wanted: Wanted, *, counted: frozenset[str]) -> list[Match]:
    ways = _ways(wanted)
    fits = [way for name, way in ways.items() if name in counted]
    rows = children.select_related("school").alias(sounds=NameSounds(whole_name()))
    rows = rows.annotate(whole=whole_name()).annotate(**_signs(ways))
    if fits:
        rows = rows.filter(reduce(or_, fits))
    rows = rows.annotate(score=_score(wanted)).order_by(
        "-score", PlainName("last_name"), PlainName("first_name"), "pk"
    )
    return [
        Match(child=row, reasons=tuple(_reasons(row, wanted)), score=row.score)
        for row in rows[:MOST_SHOWN]
    ]


def likely_same(children: ChildQuerySet, wanted: Wanted) -> list[Match]:
    """Those of `children` who may be the very child described: wider than `find`, then sifted.

    The pupil number is the same; or the date of birth and some of the name; or, with a slip in the
    date, all of the name; or the whole name at the same school, or letter by letter.
    """
    return [
        match for match in _ranked(children, wanted, counted=FINDS) if _is_likely(match, wanted)
    ]


def _is_likely(match: Match, wanted: Wanted) -> bool:
    row: Any = match.child
    name_fits = row.sounds_all or row.alike
    same_school = wanted.school_id is not None and row.school_id == wanted.school_id
    return (
        row.upn_same
        or (row.dob_same and (row.sounds_some or row.alike))
        or (row.dob_slip and name_fits)
        or (same_school and name_fits)
        or row.contains_all
    )


def with_workers(matches: Collection[Match], on: date) -> list[Match]:
    """The same matches, each with who is accountable for the child; one query."""
    workers = accountable_workers([match.child.pk for match in matches], on)
    return [replace(match, worker=workers.get(match.child.pk)) for match in matches]


def masked_rows(matches: Collection[Match], on: date) -> list[Match]:
    """For restricted children nothing but whom to ask: who closed the record."""
    ids = [match.child.pk for match in matches]
    restrictions = Restriction.objects.standing(on).filter(child__in=ids)
    asked = {row.child_id: row.made_by for row in restrictions.select_related("made_by")}
    return [
        Match(child=match.child, reasons=(), ask=asked[match.child.pk])
        for match in matches
        if match.child.pk in asked
    ]


def _at_school(children: ChildQuerySet, school_id: UUID | None) -> ChildQuerySet:
    return children.filter(school=school_id) if school_id else children


def slips_of(dob: date) -> set[date]:
    """Dates one slip of the pen away: day and month changed about, or one digit wrong."""
    slips = {_date(dob.year, dob.day, dob.month)} if dob.day <= 12 else set()
    typed = f"{dob:%d%m%Y}"
    for place in range(len(typed)):
        for digit in "0123456789":
            text = typed[:place] + digit + typed[place + 1 :]
            slips.add(_date(int(text[4:]), int(text[2:4]), int(text[:2])))
    return {slip for slip in slips if slip is not None and slip != dob}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ways(wanted: Wanted) -> dict[str, Q]:
    """Each way a row can fit what is wanted, by name, as conditions that the indexes serve."""
    plain = [PlainName(Value(name)) for name in wanted.names]
    contains = [Q(whole__contains=word) for word in plain]
    fits = [Q(whole__contains=word) | Q(sounds__overlap=NameSounds(word)) for word in plain]
    ways = {}
    if plain:
        ways["contains_all"] = reduce(and_, contains)
        ways["sounds_all"] = reduce(and_, fits)
        ways["alike"] = Q(whole__trigram_word_similar=_as_typed(wanted))
        ways["sounds_some"] = reduce(or_, fits)
    if wanted.dob:
        ways["dob_same"] = Q(dob=wanted.dob)
        ways["dob_slip"] = Q(dob__in=slips_of(wanted.dob))
    if wanted.upn:
        ways["upn_same"] = Q(upn=wanted.upn) | Q(former_upn=wanted.upn)
    if wanted.reference:
        # A record that was merged away is found by its old reference too, as the one it became.
        merged = Child.objects.filter(la_child_id=wanted.reference, merged_into__isnull=False)
        ways["reference_same"] = Q(la_child_id=wanted.reference) | Q(
            pk__in=merged.values("merged_into")
        )
    return ways


def _as_typed(wanted: Wanted) -> PlainName:
    return PlainName(Value(" ".join(wanted.names)))


def _signs(ways: dict[str, Q]) -> dict[str, Any]:
    """A yes or no per way, so that the reasons and the rank come from the one query."""
    return {
        name: ExpressionWrapper(ways[name], output_field=BooleanField())
        if name in ways
        else Value(False)
        for name in WEIGHTS
    }


def _score(wanted: Wanted) -> Any:
    """How well a row fits: the weights of the ways that hold, and how like the name is spelt."""
    score: Any = Value(0)
    for name, weight in WEIGHTS.items():
        score = score + Case(
            When(**{name: True}, then=Value(weight)),
            default=Value(0),
            output_field=IntegerField(),
        )
    if wanted.names:
        # Any expression will do, though the stubs know only plain text.
        likeness = TrigramWordSimilarity(_as_typed(wanted), F("whole"))  # type: ignore[arg-type]
        score = score + Cast(likeness * LIKENESS_WEIGHT, IntegerField())
    return score


def _reasons(row: Any, wanted: Wanted) -> Iterator[str]:
    """Why this row is shown, in the words of the page."""
    if row.reference_same:
        yield "Same reference"
    if row.upn_same:
        yield "Same unique pupil number"
    if row.contains_all:
        yield "Name as typed"
    elif row.sounds_all:
        yield "Name sounds alike"
    elif row.alike:
        yield "Name spelt much alike"
    elif row.sounds_some:
        yield "Part of the name"
    if row.dob_same:
        yield "Same date of birth"
    elif row.dob_slip:
        yield _slip_in_words(row.dob, wanted.dob)
    if wanted.school_id and row.school_id == wanted.school_id:
        yield "Same school"


def _slip_in_words(ours: date, typed: date | None) -> str:
    swapped = typed is not None and (ours.day, ours.month) == (typed.month, typed.day)
    return (
        "Date of birth with day and month changed about"
        if swapped
        else ("Date of birth differs in one digit")
    )
