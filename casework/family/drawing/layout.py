"""Where everybody of a family stands: one row a generation, couples side by side.

Columns are slots of one width and rows of one height, so symbols and their labels never meet.
Lines run between slots and in the channels between rows, where no symbol stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.family.drawing.graph import Brood, Couple, Family

SLOT = 132  # from one person to the next
SYMBOL = 44  # width and height of a symbol
LABEL = 42  # height of the words below a symbol
LANE = 14  # between two lines of one channel
MARGIN = 28
SWEEPS = 6

Point = tuple[float, float]


@dataclass(frozen=True)
class CoupleLine:
    """From one partner to the other; `middle` is where marks of separation stand."""

    couple: Couple
    points: tuple[Point, ...]
    middle: Point


@dataclass(frozen=True)
class ChildLine:
    """From the parents' line down to one child."""

    child: UUID
    parents: frozenset[UUID]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """Centres of symbols, lines, and the size of the whole."""

    centres: dict[UUID, Point]
    couples: tuple[CoupleLine, ...]
    children: tuple[ChildLine, ...]
    width: float
    height: float
    rows: tuple[tuple[UUID, ...], ...]


def layout(family: Family) -> Layout:
    rows = _ordered_rows(family)
    x = _columns(rows, family)
    lanes = _Lanes(family, rows)
    y = lanes.row_centres()
    place = {one: level for level, row in enumerate(rows) for one in row}
    centres = {one: (x[one], y[place[one]]) for one in x}
    couples = tuple(_couple_line(each, centres, lanes, rows, place) for each in family.couples)
    starts = {line.couple.pair: line.middle for line in couples}
    children = tuple(
        line
        for brood in family.broods
        for line in _child_lines(brood, centres, starts, lanes, place)
    )
    reach = max(x.values()) + SLOT / 2 + MARGIN
    return Layout(centres, couples, children, reach, lanes.bottom(), tuple(map(tuple, rows)))


# Order within a row


def _ordered_rows(family: Family) -> list[list[UUID]]:
    """Rows from the eldest generation down; partners together, children under their parents."""
    rows = [
        [one for one, node in family.nodes.items() if node.generation == generation]
        for generation in family.generations()
    ]
    rows = [_flat(_clusters(row, family)) for row in rows]
    for _ in range(SWEEPS):
        for downwards in (True, False):
            place = {one: at for row in rows for at, one in enumerate(row)}
            near = _neighbours(family, downwards=downwards)
            rows = [_sorted_row(row, family, near, place) for row in rows]
    return rows


def _sorted_row(
    row: Sequence[UUID],
    family: Family,
    near: dict[UUID, list[UUID]],
    place: dict[UUID, int],
) -> list[UUID]:
    def pull(cluster: Sequence[UUID]) -> tuple[float, int]:
        pulls = [place[other] for one in cluster for other in near.get(one, [])]
        own = min(place[one] for one in cluster)
        return (sum(pulls) / len(pulls) if pulls else own, own)

    return _flat(sorted(_clusters(row, family), key=pull))


def _neighbours(family: Family, *, downwards: bool) -> dict[UUID, list[UUID]]:
    """Whom somebody should stand near in the next row: their parents, or their children."""
    near: dict[UUID, list[UUID]] = {}
    for brood in family.broods:
        for parent in brood.parents:
            for child in brood.children:
                one, other = (child, parent) if downwards else (parent, child)
                near.setdefault(one, []).append(other)
    return near


def _clusters(row: Sequence[UUID], family: Family) -> list[list[UUID]]:
    """Chains of partners, and groups of brothers and sisters without partners, as given."""
    partners: dict[UUID, list[UUID]] = {}
    for couple in family.couples:
        partners.setdefault(couple.one, []).append(couple.other)
        partners.setdefault(couple.other, []).append(couple.one)
    left, clusters = list(row), []
    while left:
        # A chain begins at its end: with somebody who has one partner, a man by custom.
        first = min(left, key=lambda one: _begins_chain(one, partners, family, left))
        chain = [first]
        left.remove(first)
        while following := [one for one in partners.get(chain[-1], []) if one in left]:
            chain.append(following[0])
            left.remove(following[0])
        clusters.append(chain)
    clusters.sort(key=lambda chain: row.index(chain[0]))
    return _with_broods(clusters, family)


def _begins_chain(
    one: UUID, partners: dict[UUID, list[UUID]], family: Family, left: list[UUID]
) -> tuple[int, int, int]:
    still = sum(other in left for other in partners.get(one, []))
    return (still != 1, family.nodes[one].someone.sex != "M", left.index(one))


def _with_broods(clusters: list[list[UUID]], family: Family) -> list[list[UUID]]:
    """Brothers and sisters who have no partner stand together, eldest first."""
    single = {cluster[0]: cluster for cluster in clusters if len(cluster) == 1}
    taken: set[UUID] = set()
    found = []
    for cluster in clusters:
        if cluster[0] in taken:
            continue
        brood = next((each for each in family.broods if cluster[0] in each.children), None)
        if len(cluster) > 1 or brood is None:
            found.append(cluster)
            continue
        together = [one for one in brood.children if one in single]
        taken.update(together)
        found.append(together)
    return found


def _flat(clusters: Sequence[Sequence[UUID]]) -> list[UUID]:
    return [one for cluster in clusters for one in cluster]


# Columns


def _columns(rows: list[list[UUID]], family: Family) -> dict[UUID, float]:
    """Middle of each person, a slot apart at least; parents above the middle of their children."""
    x = {one: at * float(SLOT) for row in rows for at, one in enumerate(row)}
    for downwards in (False, True, False):
        near = _neighbours(family, downwards=downwards)
        for row in reversed(rows) if not downwards else rows:
            _spread(row, _wanted(row, family, near, x), x)
    least = min(x.values())
    return {one: at - least + SLOT / 2 + MARGIN for one, at in x.items()}


def _wanted(
    row: Sequence[UUID], family: Family, near: dict[UUID, list[UUID]], x: dict[UUID, float]
) -> dict[UUID, float]:
    """Where each would like to stand, with their whole cluster moved alike."""
    wanted: dict[UUID, float] = {}
    for cluster in _clusters(row, family):
        pulls = [x[other] for one in cluster for other in near.get(one, [])]
        middle = sum(x[one] for one in cluster) / len(cluster)
        shift = sum(pulls) / len(pulls) - middle if pulls else 0.0
        wanted |= {one: x[one] + shift for one in cluster}
    return wanted


def _spread(row: Sequence[UUID], wanted: dict[UUID, float], x: dict[UUID, float]) -> None:
    """Everybody as near to their wish as order and width allow: the mean of two greedy passes."""
    from_left: list[float] = []
    for one in row:
        from_left.append(max(wanted[one], from_left[-1] + SLOT) if from_left else wanted[one])
    from_right: list[float] = []
    for one in reversed(row):
        from_right.append(min(wanted[one], from_right[-1] - SLOT) if from_right else wanted[one])
    for one, low, high in zip(row, from_left, reversed(from_right), strict=True):
        x[one] = (low + high) / 2


# Lines


class _Lanes:
    """The channels between rows: each line that runs along one has a height of its own."""

    def __init__(self, family: Family, rows: list[list[UUID]]) -> None:
        self.rows = rows
        self._place = {one: level for level, row in enumerate(rows) for one in row}
        self._of: dict[object, tuple[int, int]] = {}
        self._count = [0] * len(rows)
        for couple in family.couples:
            if not self.beside(couple):
                self._take(couple.pair, self._place[couple.one])
        for brood in family.broods:
            # The bar over brothers and sisters hangs in the channel above the children's own row,
            # whichever row their parents stand in.
            self._take(brood, min(self._place[one] for one in brood.children) - 1)

    def beside(self, couple: Couple) -> bool:
        row = self.rows[self._place[couple.one]]
        return abs(row.index(couple.one) - row.index(couple.other)) == 1

    def _take(self, key: object, level: int) -> None:
        self._of[key] = (level, self._count[level])
        self._count[level] += 1

    def channel(self, level: int) -> float:
        """Height of the channel below a row."""
        return LANE * (self._count[level] + 2)

    def top(self, level: int) -> float:
        """Where a row's symbols begin."""
        above = sum(SYMBOL + LABEL + self.channel(one) for one in range(level))
        return MARGIN + 12 + above

    def row_centres(self) -> list[float]:
        return [self.top(level) + SYMBOL / 2 for level in range(len(self.rows))]

    def bottom(self) -> float:
        last = len(self.rows) - 1
        return self.top(last) + SYMBOL + LABEL + self.channel(last)

    def y(self, key: object) -> float:
        level, number = self._of[key]
        return self.top(level) + SYMBOL + LABEL + LANE * (number + 1)

    def number(self, key: object) -> int:
        return self._of[key][1]


def _couple_line(
    couple: Couple,
    centres: dict[UUID, Point],
    lanes: _Lanes,
    rows: list[list[UUID]],
    place: dict[UUID, int],
) -> CoupleLine:
    row = rows[place[couple.one]]
    left, right = sorted(couple.pair, key=row.index)
    (x1, y), (x2, _) = centres[left], centres[right]
    start, end = (x1 + SYMBOL / 2, y), (x2 - SYMBOL / 2, y)
    if lanes.beside(couple):
        return CoupleLine(couple, (start, end), ((start[0] + end[0]) / 2, y))
    low = lanes.y(couple.pair)
    out = 5.0 * (lanes.number(couple.pair) % 3)
    gap1, gap2 = x1 + SLOT / 2 - out, x2 - SLOT / 2 + out
    points = (start, (gap1, y), (gap1, low), (gap2, low), (gap2, y), end)
    return CoupleLine(couple, points, ((gap1 + gap2) / 2, low))


def _child_lines(
    brood: Brood,
    centres: dict[UUID, Point],
    starts: dict[frozenset[UUID], Point],
    lanes: _Lanes,
    place: dict[UUID, int],
) -> list[ChildLine]:
    bar = lanes.y(brood)
    groups = _sources(brood, centres, starts)
    lines = []
    for parents, start in groups:
        for child in brood.children:
            cx, cy = centres[child]
            path = (*start, (start[-1][0], bar), (cx, bar), (cx, cy - SYMBOL / 2))
            lines.append(ChildLine(child, parents, path))
    return lines


def _sources(
    brood: Brood, centres: dict[UUID, Point], starts: dict[frozenset[UUID], Point]
) -> list[tuple[frozenset[UUID], tuple[Point, ...]]]:
    """Where the lines to children begin: under the couple, else beside each parent alone."""
    if brood.parents in starts:
        return [(brood.parents, (starts[brood.parents],))]
    found: list[tuple[frozenset[UUID], tuple[Point, ...]]] = []
    for parent in sorted(brood.parents, key=str):
        x, y = centres[parent]
        side, gap = x + SYMBOL / 2, x + SLOT / 2 - 12
        found.append((frozenset({parent}), ((side, y), (gap, y))))
    return found
