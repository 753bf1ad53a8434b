"""Queries whose SQL is built once, not once for every page.

Django needs longer to build a question of many parts than PostgreSQL to answer it. A function
marked `@prepared` builds its queryset once for each shape of what it is given, with marks in place
of what differs from call to call: numbers of rows, days, words, and how far a reader reaches. A
call then puts the given values where the marks stand.

    @prepared
    def open_work(child: UUID, on: date) -> QuerySet:
        return Episode.objects.filter(child=child).in_force(on)

    open_work(child.pk, today)                  # the rows, as a list
    open_work.count(child.pk, today)            # how many
    open_work.subquery(child.pk, today)         # what stands after `__in=` in another query
    open_work.build(OuterRef("pk"), today)      # the queryset itself

What is built must follow from the arguments alone, and is checked to, since a query that kept the
first caller's day would answer everybody after with it: see `_compile`.
"""

import copy
import functools
import inspect
import random
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, NoReturn, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, Model, Prefetch, QuerySet
from django.utils import timezone

from accounts.models import Person, Reach

_PLACEHOLDER = re.compile(r"(%%)|%s")
_SETS = tuple(field.name for field in fields(Reach) if field.name != "has_children_access")


class NotPreparable(Exception):
    """What was built depends on more than the arguments it was built for."""


class _Slot(NamedTuple):
    """A place for a value: which argument, and which part of it."""

    argument: int
    part: str


# What a builder may know besides its arguments, found by every call anew.
_NOW, _TODAY = _Slot(-1, "now"), _Slot(-1, "today")


@dataclass(frozen=True)
class _Built:
    """A query ready to be asked: its text between the placeholders, and what goes into them.

    Each of `values` is a slot, a list of slots and constants, or a constant.
    """

    queryset: QuerySet[Any, Any]
    compiler: Any
    text: tuple[str, ...]
    values: tuple[Any, ...]

    def sql(self, given: dict[_Slot, Any]) -> tuple[str, tuple[Any, ...]]:
        """The text and its parameters, as Django hands them to the database."""
        sql, params = [self.text[0]], list[Any]()
        for value, after in zip(self.values, self.text[1:], strict=True):
            found = _filled(value, given)
            params += found
            sql += [", ".join(["%s"] * len(found)), after]
        return "".join(sql), tuple(params)

    def asking(self, sql: str, params: tuple[Any, ...]) -> QuerySet[Any, Any]:
        """The queryset, answering from this text instead of building one."""
        compiler: Any = copy.copy(self.compiler)
        query: Any = copy.copy(self.queryset.query)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **kwargs: (sql, params)
        query.get_compiler = lambda *args, **kwargs: compiler
        made = cast(Any, type(self.queryset))(self.queryset.model, query, DEFAULT_DB_ALIAS)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(made, name, getattr(self.queryset, name))
        return made


class Subselect(Expression):
    """A query within a query, given as text."""

    output_field = BooleanField()

    def __init__(self, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__()
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"({self.sql})", self.params


class Prepared:
    """A function that builds a queryset, called for its rows. See the top of this file."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        functools.update_wrapper(self, build)
        self.build = build
        self._built: dict[Hashable, _Built | None] = {}
        names = list(inspect.signature(build).parameters)
        self._day = names.index("on") if "on" in names else None

    def __call__(self, *given: Any) -> list[Any]:
        """The rows, as a list. Raises NotPreparable when first asked, if it cannot be prepared."""
        built, values = self._built_for(given)
        return [] if built is None else list(built.asking(*built.sql(values)))

    def count(self, *given: Any) -> int:
        """How many rows there are."""
        built, values = self._built_for(given)
        if built is None:
            return 0
        sql, params = built.sql(values)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) counted", params)
            return cursor.fetchone()[0]

    def subquery(self, *given: Any) -> "Subselect | list[Any]":
        """The same rows inside another query, after `__in=`; they must have one column."""
        built, values = self._built_for(given)
        return [] if built is None else Subselect(*built.sql(values))

    def _built_for(self, given: Sequence[Any]) -> tuple[_Built | None, dict[_Slot, Any]]:
        shape, values = _taken_apart(given, self._day)
        if shape not in self._built:
            self._built[shape] = _compile(self.build, given, self._day)
        return self._built[shape], values


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Prepared:
    """Marks a function of numbers, days, words, rows and readers whose queryset is built once.

    A `Person` among its arguments brings role and verbs, and the reach of today and of the day that
    is called `on`. A list stands for as many numbers as it has. Any argument of another kind is
    part of the shape: the query is built once for each of its values. What is a mark may be handed
    on and never compared: it is equal to nothing.
    """
    return Prepared(build)


# ---- What is given ---------------------------------------------------------------------------


def _taken_apart(given: Sequence[Any], day: int | None) -> tuple[Hashable, dict[_Slot, Any]]:
    """The shape of these arguments, and the values that go into the slots of a query."""
    shape: list[Any] = []
    values: dict[_Slot, Any] = {_NOW: timezone.now(), _TODAY: timezone.localdate()}
    for number, one in enumerate(given):
        if isinstance(one, Person):
            values[_Slot(number, "pk")] = one.pk
            shape.append((one.role, one.acting_roles))
            for when, reach in _reaches(one, given, day):
                for name in _SETS:
                    values[_Slot(number, f"{name} {when}")] = sorted(getattr(reach, name))
                # Nobody in a set is another query: Django leaves out a comparison with nothing.
                full = tuple(bool(getattr(reach, name)) for name in _SETS)
                shape.append((reach.has_children_access, full))
        elif isinstance(one, Model):
            values[_Slot(number, "pk")] = one.pk
            shape.append(one._meta.label)
        elif isinstance(one, list):
            values[_Slot(number, "each")] = one
            shape.append((list, bool(one)))
        elif type(one) in _KINDS:
            values[_Slot(number, "itself")] = one
            shape.append(type(one))
        else:
            shape.append(one)
    return tuple(shape), values


def _reaches(person: Person, given: Sequence[Any], day: int | None) -> Iterator[tuple[str, Reach]]:
    yield "today", person.reach(timezone.localdate())
    if day is not None:
        yield "on", person.reach(given[day])


def _filled(value: Any, given: dict[_Slot, Any]) -> list[Any]:
    """What goes into one placeholder: several values where a list or a reader's reach stood."""
    if isinstance(value, _Slot):
        found = given[value]
        return found if isinstance(found, list) else [found]
    if isinstance(value, list):
        return [[inner for one in value for inner in _filled(one, given)]]
    return [value]


# ---- Building with marks ---------------------------------------------------------------------


def _compile(
    build: Callable[..., QuerySet[Any, Any]], given: Sequence[Any], day: int | None
) -> _Built | None:
    """Build the query twice, with different marks, and keep it if only the marks differ.

    None where the shape alone says that nothing is found. Raises NotPreparable when the builder
    asks the database, reads more of a row than its number, reckons with a day, or knows a day, a
    moment or a number of a row from elsewhere. Today and the present moment are let in: each call
    puts in its own.
    """
    first, second = _marked(build, given, day), _marked(build, given, day)
    if first is None or second is None:
        return first
    if (first.text, first.values) != (second.text, second.values):
        raise NotPreparable(f"{build.__qualname__} builds something of its own out of what it got.")
    return first


def _marked(
    build: Callable[..., QuerySet[Any, Any]], given: Sequence[Any], day: int | None
) -> _Built | None:
    marks = _Marks()
    stand_ins = [_stand_in(number, one, marks) for number, one in enumerate(given)]
    for number, one in enumerate(given):
        if isinstance(one, Person):
            days = {"today": timezone.localdate()} | ({} if day is None else {"on": stand_ins[day]})
            stand_ins[number] = _reader(number, one, dict(_reaches(one, given, day)), days, marks)
    began = timezone.now()
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse):
        queryset = build(*stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
    present = (began, timezone.now())
    for besides in _fetched_besides(queryset):
        if any(isinstance(_slot(one, marks, present), _Slot) for one in _params(besides)):
            raise NotPreparable(f"{build.__qualname__} fetches more rows by what it got.")
    return _Built(
        queryset, compiler, tuple(_parted(sql)), tuple(_slot(one, marks, present) for one in params)
    )


def _fetched_besides(queryset: QuerySet[Any, Any]) -> Iterator[QuerySet[Any, Any]]:
    """Querysets of its own that it fetches related rows with; they are not built anew."""
    for lookup in cast(Any, queryset)._prefetch_related_lookups:
        if isinstance(lookup, Prefetch) and lookup.queryset is not None:
            yield lookup.queryset


def _params(queryset: QuerySet[Any, Any]) -> tuple[Any, ...]:
    return queryset.query.sql_with_params()[1]


def _refuse(execute: Any, sql: str, *rest: Any) -> NoReturn:
    raise NotPreparable(f"A question is asked while another is built: {sql[:80]}")


class _Marks(dict[Any, _Slot]):
    """Values that nobody has, and what each stands for. A later one is always the greater, so that
    a builder that sorts them does so alike each time."""

    def __init__(self) -> None:
        super().__init__()
        self._last = random.randrange(10**5)

    def make(self, number: int, part: str, kind: type) -> Any:
        self._last += random.randrange(1_000, 10_000)
        value = _KINDS[kind](self._last)
        self[value] = _Slot(number, part)
        return value


# How a mark of each kind is made of a number: a row far beyond any there is, a day of which there
# is no record.
_KINDS: dict[type, Callable[[int], Any]] = {
    UUID: lambda number: UUID(int=number << 64),
    int: lambda number: 10**9 + number,
    str: lambda number: f"{number:064}",
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
}


def _stand_in(number: int, one: Any, marks: _Marks) -> Any:
    """In place of one argument, something of its kind that carries marks and knows nothing else."""
    mark = functools.partial(marks.make, number)
    if isinstance(one, Person):
        return None  # once the days are known: see `_reader`
    if isinstance(one, Model):
        key = one._meta.pk.attname
        return one.__class__.from_db(DEFAULT_DB_ALIAS, [key], [mark("pk", type(one.pk))])
    if isinstance(one, list):
        return [mark("each", type(one[0]))] if one else []
    return mark("itself", type(one)) if type(one) in _KINDS else one


def _reader(
    number: int, one: Person, reaches: dict[str, Reach], days: dict[str, date], marks: _Marks
) -> Person:
    """In place of a reader, one of the same role and verbs whose reach is made of marks."""
    who: Any = Person.from_db(
        DEFAULT_DB_ALIAS, ["id", "role"], [marks.make(number, "pk", UUID), one.role]
    )
    who.acting_roles = one.acting_roles
    who._reach = {}
    for when, reach in reaches.items():
        told: dict[str, Any] = {}
        for name in _SETS:
            held = getattr(reach, name)
            kind = type(next(iter(held), None))
            told[name] = frozenset({marks.make(number, f"{name} {when}", kind)} if held else ())
        who._reach[days[when]] = replace(reach, **told)
    return who


def _slot(param: Any, marks: _Marks, present: tuple[datetime, datetime]) -> Any:
    """What a call puts in place of this parameter."""
    if isinstance(param, list | tuple | set | frozenset):
        return [_slot(one, marks, present) for one in param]
    if isinstance(param, Hashable) and param in marks:
        return marks[param]
    if isinstance(param, datetime) and present[0] <= param <= present[1]:
        return _NOW
    if type(param) is date and param in {timezone.localdate(moment) for moment in present}:
        return _TODAY
    if isinstance(param, UUID | date):
        raise NotPreparable(f"{param} was not among the arguments.")
    return param


def _parted(sql: str) -> Iterator[str]:
    """The text between its placeholders."""
    start = 0
    for found in _PLACEHOLDER.finditer(sql):
        if not found[1]:
            yield sql[start : found.start()]
            start = found.end()
    yield sql[start:]
