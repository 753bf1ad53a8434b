"""How timescales asks upwards without calling: each room registers the clocks of its subjects.

Filled in `AppConfig.ready()`; read by refresh, by the sweep and by everything that asks a right
again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.prepared import Prepared, prepared
from timescales.deadlines import DeadlineFact

Facts = Any
VisibleRoots = Callable[[Person, Collection[UUID]], set[UUID]]
RootsOf = Callable[[Person], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class SubjectClock:
    """The clocks of one kind of subject.

    `facts` reads many subjects in a constant number of queries and leaves out what does not exist;
    `deadlines` is pure. `visible_roots(person, root_ids)` answers which of the roots the person may
    see, in one query. `roots_of(person)`, where given, is the same answer as a subquery of root
    ids, so that a list of deadlines is scoped inside the database. `path(subject_id)` is where the
    thing is done, without a host; `paths` names another place for the rules it names by code.
    """

    subject_type: str
    root_type: str
    facts: Callable[[Sequence[UUID]], dict[UUID, Facts]]
    deadlines: Callable[[Facts], list[DeadlineFact]]
    visible_roots: VisibleRoots
    path: Callable[[UUID], str]
    roots_of: RootsOf | None = None
    paths: Mapping[str, Callable[[UUID], str]] = field(default_factory=dict)

    def path_for(self, rule: str, subject_id: UUID) -> str:
        """Where the deadline of that rule is met."""
        return self.paths.get(rule, self.path)(subject_id)


class NobodyAnswers(LookupError):
    """No room registered this kind of subject or root."""


_clocks: dict[str, SubjectClock] = {}
_roots: dict[str, tuple[VisibleRoots, Prepared | None]] = {}


def register(clock: SubjectClock) -> None:
    """Make the clocks of a subject type known; a second registration replaces the first."""
    _clocks[clock.subject_type] = clock
    known = _roots.get(clock.root_type)
    _roots[clock.root_type] = (
        clock.visible_roots,
        prepared(clock.roots_of) if clock.roots_of else known[1] if known else None,
    )


def register_root(
    root_type: str, visible_roots: VisibleRoots, roots_of: RootsOf | None = None
) -> None:
    """Answer for a kind of root that notices name but that has no clocks of its own."""
    _roots[root_type] = (visible_roots, prepared(roots_of) if roots_of else None)


def clock_of(subject_type: str) -> SubjectClock:
    try:
        return _clocks[subject_type]
    except KeyError as error:
        raise NobodyAnswers(f"no clocks are registered for {subject_type!r}") from error


def subject_types() -> list[str]:
    return sorted(_clocks)


def root_types() -> list[str]:
    return sorted(_roots)


def visible_roots(person: Person, root_type: str, root_ids: Collection[UUID]) -> set[UUID]:
    """Which of `root_ids` this person may see. Raises NobodyAnswers: an unknown root is shown to no
    one.
    """
    if root_type not in _roots:
        raise NobodyAnswers(f"no room answers for roots of type {root_type!r}")
    return _roots[root_type][0](person, root_ids)


def roots_of(person: Person, root_type: str) -> Any | None:
    """The roots a person may see, as a subquery; None where the room gives only a set."""
    known = _roots[root_type][1]
    return None if known is None else known.subquery(person)
