"""Finding a child by what people know of them, with the reason for every match. It only reads.

Part of a name, the sound of a name, a likeness of spelling, a date of birth with one slip in it,
a pupil number or a reference. One query for what the reader may open and one for masked rows; the
ways are written in SQL, since Django needs longer to build them than PostgreSQL to answer.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import IntegerField, QuerySet, Value

from accounts.models import Person
from accounts.prepared import prepared
from accounts.sql_rule import SqlRule
from casework.child.models import Child, ChildQuerySet, Restriction
from casework.child.names import PlainName
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
    "merged_name": 40,
    "sounds_all": 30,
    "dob_slip": 25,
    "alike": 10,
    "sounds_some": 5,
}
LIKENESS_WEIGHT = 20
# Part of a name alone finds nobody: with two names typed, both must fit.
FINDS = frozenset(WEIGHTS) - {"sounds_some"}
# Likeness of spelling is asked of every row.
CHEAP = FINDS - {"alike"}
_WILD = re.compile(r"[%_\\]")
_UPN = re.compile(r"^[A-Za-z]\d{11}[\dA-Za-z]$")
_REFERENCE = re.compile(r"^[A-Za-z]{2,}\d+$|^\d{3,20}$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is known of the child somebody looks for.

    `typed` is the names in one line, `slips` the days that may be meant by `dob`: both follow from
    the others where they are not given.
    """

    names: tuple[str, ...] = ()
    dob: date | None = None
    school_id: UUID | None = None
    upn: str = ""
    reference: str = ""
    typed: str = ""
    slips: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "typed", self.typed or " ".join(self.names))
        if self.dob and not self.slips:
            object.__setattr__(self, "slips", sorted(slips_of(self.dob)))

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
    restriction_key: UUID | None = None

    @property
    def fits_by_name(self) -> bool:
        row: Any = self.child
        return bool(row.contains_all or row.sounds_all or row.merged_name)

    @property
    def is_masked(self) -> bool:
        return self.ask is not None


def read_words(text: str, *, dob: date | None = None, school_id: UUID | None = None) -> Wanted:
    """What was typed into one box, sorted into names, a date, a pupil number and a reference."""
    names: list[str] = []
    upn, reference = "", ""
    for word in text.split()[:8]:
        if _UPN.match(word):
            upn = word.upper()
        elif _REFERENCE.match(word):
            # Our own numbers are said without their letters; a council's own have none.
            reference = word.upper()
        elif day_first := _DAY_FIRST.match(word):
            dob = dob or _date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        elif sum(character.isalpha() for character in word) >= FEWEST_LETTERS:
            names += _words(word)
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
    names = _words(f"{first_name} {last_name}")
    return Wanted(names=tuple(names), dob=dob, upn=upn, school_id=school_id)


def _words(text: str) -> list[str]:
    """Words that hold a letter, without the signs that mean something to LIKE."""
    cleaned = (_WILD.sub("", word)[:80] for word in text.split())
    return [word for word in cleaned if any(character.isalpha() for character in word)]


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
    shown = _best(person, on, wanted, masked=False)
    masked = _best(person, on, wanted, masked=True) if _hidden.count(person, on) else []
    return [*with_workers(shown, on), *masked_rows(masked, on)]


def _best(person: Person, on: date, wanted: Wanted, *, masked: bool) -> list[Match]:
    """By name and sound; by likeness of spelling only where no name fits, since that is dear."""
    asked = (
        wanted.school_id, wanted.dob, wanted.slips, wanted.upn or None, wanted.reference or None,
        wanted.typed, *wanted.names,
    )  # fmt: skip
    found = _matches(_found(masked, CHEAP, person, on, *asked), wanted)
    if wanted.names and not any(match.fits_by_name for match in found):
        return _matches(_found(masked, FINDS, person, on, *asked), wanted)
    return found


@prepared
def _hidden(person: Person, on: date) -> QuerySet[Child, Any]:
    """One row where anything is masked for this reader."""
    near = Child.objects.involved_first(person, on)
    return near.masked_for(person, on).values("pk")[:1]


@prepared
def _found(
    masked: bool, finds: frozenset[str], person: Person, on: date, school_id: UUID | None,
    dob: date | None, slips: list[date], upn: str | None, reference: str | None, typed: str,
    *names: str,
) -> ChildQuerySet:  # fmt: skip
    near = Child.objects.involved_first(person, on)
    children = near.masked_for(person, on) if masked else near.visible_to(person, on)
    wanted = Wanted(
        names=names, dob=dob, slips=slips, upn=upn or "", reference=reference or "", typed=typed
    )
    return _fitting(children.filter(school=school_id) if school_id else children, wanted, finds)


def matching(children: ChildQuerySet, wanted: Wanted) -> list[Match]:
    """Those of `children` that fit in one of the ways of `FINDS`, best first, in one query, at most
    `MOST_SHOWN`."""
    return _matches(_fitting(children, wanted, FINDS), wanted)


def _fitting(children: ChildQuerySet, wanted: Wanted, finds: frozenset[str]) -> ChildQuerySet:
    ways = _ways(wanted)
    asked = [way for name, way in ways.items() if name in finds]
    if asked:
        children = children.filter(either(asked))
    rows: Any = children.select_related("school").annotate(
        **{name: ways.get(name, Value(False)) for name in WEIGHTS}, score=_score(ways, wanted)
    )
    best = rows.order_by("-score", PlainName("last_name"), PlainName("first_name"), "pk")
    return best[:MOST_SHOWN]


def _matches(rows: Iterable[Any], wanted: Wanted) -> list[Match]:
    return [Match(child=row, reasons=tuple(_reasons(row, wanted)), score=row.score) for row in rows]


def likely_same(children: ChildQuerySet, wanted: Wanted) -> list[Match]:
    """Those of `children` who may be the very child described: wider than `find`, then sifted.

    The pupil number is the same; or the date of birth and some of the name; or, with a slip in the
    date, all of the name; or the whole name at the same school, or letter by letter; or the name is
    that of another record which was merged into this one.
    """
    return [match for match in matching(children, wanted) if _is_likely(match, wanted)]


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
        or row.merged_name
    )


def with_workers(matches: Collection[Match], on: date) -> list[Match]:
    """The same matches, each with who is accountable for the child; one query."""
    workers = accountable_workers([match.child.pk for match in matches], on)
    return [replace(match, worker=workers.get(match.child.pk)) for match in matches]


def masked_rows(matches: Collection[Match], on: date) -> list[Match]:
    """For restricted children nothing but whom to ask, who closed the record, and its key."""
    if not matches:
        return []
    ids = [match.child.pk for match in matches]
    restrictions = Restriction.objects.standing(on).filter(child__in=ids)
    closed = {row.child_id: row for row in restrictions.select_related("made_by")}
    return [
        Match(child=match.child, reasons=(), ask=row.made_by, restriction_key=row.key)
        for match in matches
        if (row := closed.get(match.child.pk))
    ]


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


# The two columns PostgreSQL keeps for the search, and what is typed, plain.
_NAME, _SOUNDS = '"casework_child".search_name', '"casework_child".search_sounds'
_DOB = '"casework_child".dob'
_CONTAINS = f"{_NAME} LIKE '%%' || plain_name(%s) || '%%'"
_SOUNDS_LIKE = f"{_SOUNDS} && name_sounds(plain_name(%s))"
# What stands in an array is asked once, and the indexes of the ways beside it still serve.
_MERGED = (
    '"casework_child".id = ANY(ARRAY(SELECT merged_into_id FROM casework_child merged'
    " WHERE merged.merged_into_id IS NOT NULL AND {rule}))"
)


class _Rank(SqlRule):
    """The same for a number."""

    output_field = IntegerField()  # type: ignore[assignment]


def _ways(wanted: Wanted) -> dict[str, SqlRule]:
    """Each way a row can fit what is wanted, by name, as conditions that the indexes serve."""
    ways = {}
    if wanted.names:
        contains = [SqlRule(_CONTAINS, [name]) for name in wanted.names]
        fits = [either([one, SqlRule(_SOUNDS_LIKE, one.params)]) for one in contains]
        ways["contains_all"] = both(contains)
        ways["merged_name"] = _of_merged(both(fits))
        ways["sounds_all"] = both(fits)
        ways["alike"] = SqlRule(f"{_NAME} %%> plain_name(%s)", [wanted.typed])
        ways["sounds_some"] = either(fits)
    if wanted.dob:
        ways["dob_same"] = SqlRule(f"{_DOB} = %s", [wanted.dob])
        ways["dob_slip"] = SqlRule(f"{_DOB} = ANY(%s)", [wanted.slips])
    if wanted.upn:
        ways["upn_same"] = SqlRule(
            '"casework_child".upn = %s OR "casework_child".former_upn = %s', [wanted.upn] * 2
        )
    if wanted.reference:
        # A record that was merged away is found by its old reference too, as what it became.
        ways["reference_same"] = SqlRule(
            '"casework_child".la_child_id IN (%s, %s || %s) OR "casework_child".id IN (SELECT'
            " merged_into_id FROM casework_child merged"
            " WHERE merged.la_child_id IN (%s, %s || %s))",
            [wanted.reference, settings.CHILD_REFERENCE_PREFIX, wanted.reference] * 2,
        )
    return ways


def _of_merged(rule: SqlRule) -> SqlRule:
    """The same, asked of the records that were merged into this one."""
    theirs = rule.sql.replace('"casework_child".', "merged.")
    return SqlRule(_MERGED.format(rule=f"({theirs})"), rule.params)


def either(rules: Sequence[SqlRule]) -> SqlRule:
    """Any of these conditions."""
    return _joined(" OR ", rules)


def both(rules: Sequence[SqlRule]) -> SqlRule:
    """All of these conditions."""
    return _joined(" AND ", rules)


def _joined(word: str, rules: Sequence[SqlRule]) -> SqlRule:
    given = [value for rule in rules for value in rule.params]
    return SqlRule(word.join(f"({rule.sql})" for rule in rules), given)


def _score(ways: dict[str, SqlRule], wanted: Wanted) -> _Rank:
    """How well a row fits: the weights of the ways that hold, and how like the name is spelt."""
    parts = [f"CASE WHEN {way.sql} THEN {WEIGHTS[name]} ELSE 0 END" for name, way in ways.items()]
    given = [value for way in ways.values() for value in way.params]
    if wanted.names:
        parts.append(f"(word_similarity(plain_name(%s), {_NAME}) * {LIKENESS_WEIGHT})::integer")
        given.append(wanted.typed)
    return _Rank(" + ".join(parts) or "0", given)


def _reasons(row: Any, wanted: Wanted) -> Iterator[str]:
    """Why this row is shown, in the words of the page."""
    if row.reference_same:
        yield "Same reference"
    if row.upn_same:
        yield "Same unique pupil number"
    if row.contains_all:
        yield "Name as typed"
    elif row.merged_name:
        yield "Name of a record that was merged into this one"
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
