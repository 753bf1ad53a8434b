"""A family as a graph: people by generation, couples, and who is whose child.

Generation 0 is the child's own; parents stand above it, children below.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from casework.family.circle import Bound, Circle, Kin, Someone
from casework.family.codes import COUPLES, PARENTAL, Kind, TieEnd, TieKind

GENERATION = {
    Kind.MOTHER: -1,
    Kind.FATHER: -1,
    Kind.ADOPTIVE_PARENT: -1,
    Kind.STEP_PARENT: -1,
    Kind.PARENTS_PARTNER: -1,
    Kind.FOSTER_CARER: -1,
    Kind.GUARDIAN: -1,
    Kind.GRANDPARENT: -2,
    Kind.SIBLING: 0,
    Kind.HALF_SIBLING: 0,
    Kind.STEP_SIBLING: 0,
    Kind.COUSIN: 0,
    Kind.CHILD_OF_CHILD: 1,
    Kind.AUNT_UNCLE: -1,
    Kind.OTHER_RELATIVE: -1,
}
OF_THE_CHILD = (Kind.MOTHER, Kind.FATHER, Kind.ADOPTIVE_PARENT)
ORDER = list(Kind.values)


@dataclass(frozen=True, kw_only=True)
class Node:
    """One person of the drawing. `kin` is None for the child it is about."""

    someone: Someone
    generation: int
    kin: Kin | None = None

    @property
    def id(self) -> UUID:
        return self.someone.id


@dataclass(frozen=True)
class Couple:
    """Two people side by side, and how it stands: married, partners, or only parents together."""

    one: UUID
    other: UUID
    kind: str = ""
    ended: str = ""

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset((self.one, self.other))


@dataclass(frozen=True)
class Brood:
    """Children of the same parent or parents, eldest first."""

    parents: frozenset[UUID]
    children: tuple[UUID, ...]


@dataclass(frozen=True)
class Family:
    nodes: dict[UUID, Node]
    couples: tuple[Couple, ...] = ()
    broods: tuple[Brood, ...] = ()
    adopted: frozenset[tuple[UUID, UUID]] = field(default_factory=frozenset)

    def generations(self) -> list[int]:
        return sorted({node.generation for node in self.nodes.values()})


def family_of(circle: Circle, on: date) -> Family:
    """The relatives of today and those who died, each once, with couples and parents."""
    nodes = _nodes(circle, on)
    parents, adopted = _parents(circle, nodes)
    broods = _broods(parents, adopted, nodes)
    return Family(nodes, tuple(_couples(circle.ties, broods, nodes)), broods, frozenset(adopted))


def _nodes(circle: Circle, on: date) -> dict[UUID, Node]:
    nodes = {circle.child.id: Node(someone=circle.child, generation=0)}
    nearest_first = sorted(circle.kin, key=lambda kin: ORDER.index(kin.kind))
    for kin in nearest_first:
        shown = kin.is_current(on) or kin.someone.has_died
        if kin.kind in GENERATION and shown and kin.someone.id not in nodes:
            nodes[kin.someone.id] = Node(
                someone=kin.someone, generation=GENERATION[Kind(kin.kind)], kin=kin
            )
    return nodes


def _parents(
    circle: Circle, nodes: dict[UUID, Node]
) -> tuple[dict[UUID, set[UUID]], set[tuple[UUID, UUID]]]:
    """Whose parents are whose: told by ties, and by what the words for relatives already say."""
    child = circle.child.id
    parents: dict[UUID, set[UUID]] = {}
    adopted: set[tuple[UUID, UUID]] = set()

    def add(parent: UUID, of: UUID, *, by_adoption: bool) -> None:
        if parent in nodes and of in nodes:
            if nodes[parent].generation >= nodes[of].generation:
                return  # the words contradict each other; the table says both
            parents.setdefault(of, set()).add(parent)
            if by_adoption:
                adopted.add((parent, of))

    for row in circle.ties:
        if row.kind in PARENTAL:
            add(row.one, row.other, by_adoption=row.kind == TieKind.ADOPTIVE_PARENT)
    for node in nodes.values():
        if node.kin and node.kin.kind in OF_THE_CHILD:
            add(node.id, child, by_adoption=node.kin.kind == Kind.ADOPTIVE_PARENT)
    own = parents.get(child, set())
    for node in nodes.values():
        if node.kin and node.kin.kind == Kind.SIBLING and node.id not in parents:
            for parent in own:
                add(parent, node.id, by_adoption=(parent, child) in adopted)
        if node.kin and node.kin.kind == Kind.CHILD_OF_CHILD:
            add(child, node.id, by_adoption=False)
    return parents, adopted


def _broods(
    parents: dict[UUID, set[UUID]], adopted: set[tuple[UUID, UUID]], nodes: dict[UUID, Node]
) -> tuple[Brood, ...]:
    """Children of one generation with the same parents; birth and adoptive parents told apart."""
    together: dict[tuple[frozenset[UUID], int], list[UUID]] = {}
    for child, theirs in parents.items():
        adoptive = {parent for parent in theirs if (parent, child) in adopted}
        for kind in (theirs - adoptive, adoptive):
            if kind:
                key = (frozenset(kind), nodes[child].generation)
                together.setdefault(key, []).append(child)
    return tuple(
        Brood(theirs, tuple(sorted(children, key=lambda one: _eldest_first(nodes[one]))))
        for (theirs, _), children in together.items()
    )


def _eldest_first(node: Node) -> tuple[date, str]:
    return node.someone.born_on or date.max, node.someone.name


def _couples(
    ties: Iterable[Bound], broods: Iterable[Brood], nodes: dict[UUID, Node]
) -> Iterable[Couple]:
    """Each two people once: the tie that holds, else the latest that held, else common children."""
    latest = sorted(
        (tie for tie in ties if tie.kind in COUPLES),
        key=lambda tie: (tie.ended_on is None, tie.ended_on or tie.starts_on or date.min),
        reverse=True,
    )
    seen: set[frozenset[UUID]] = set()
    told = [Couple(tie.one, tie.other, tie.kind, _how(tie)) for tie in latest]
    implied = [
        Couple(one, other)
        for one, other in (
            sorted(brood.parents, key=str) for brood in broods if len(brood.parents) == 2
        )
    ]
    for couple in (*told, *implied):
        level = {nodes[one].generation for one in couple.pair if one in nodes}
        if couple.pair <= nodes.keys() and len(level) == 1 and couple.pair not in seen:
            seen.add(couple.pair)
            yield couple


def _how(tie: Bound) -> str:
    """Separated or divorced; a death is drawn on the person, not on the line."""
    return tie.ended_how if tie.ended_how in {TieEnd.SEPARATED, TieEnd.DIVORCED} else ""
