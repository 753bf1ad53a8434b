"""One line round several boxes that touch or overlap: the outline of a household."""

from collections import defaultdict
from collections.abc import Sequence

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


def outline(boxes: Sequence[Box]) -> list[list[Point]]:
    """The closed loops round the union of the boxes, corners only."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    inside = {
        (i, j)
        for i in range(len(xs) - 1)
        for j in range(len(ys) - 1)
        if any(
            left <= xs[i] and xs[i + 1] <= right and top <= ys[j] and ys[j + 1] <= bottom
            for left, top, right, bottom in boxes
        )
    }
    # Each side of a cell with nothing beyond it, walked with the inside on the right.
    following: dict[Point, list[Point]] = defaultdict(list)
    for i, j in inside:
        if (i, j - 1) not in inside:
            following[xs[i], ys[j]].append((xs[i + 1], ys[j]))
        if (i + 1, j) not in inside:
            following[xs[i + 1], ys[j]].append((xs[i + 1], ys[j + 1]))
        if (i, j + 1) not in inside:
            following[xs[i + 1], ys[j + 1]].append((xs[i], ys[j + 1]))
        if (i - 1, j) not in inside:
            following[xs[i], ys[j + 1]].append((xs[i], ys[j]))
    loops = []
    while following:
        start = min(following)
        loop, at = [start], _step(following, start)
        while at != start:
            loop.append(at)
            at = _step(following, at)
        loops.append(_corners(loop))
    return loops


def _step(following: dict[Point, list[Point]], at: Point) -> Point:
    ways = following[at]
    step = ways.pop()
    if not ways:
        del following[at]
    return step


def _corners(loop: list[Point]) -> list[Point]:
    """Without the points in the middle of a straight line."""
    return [
        point
        for before, point, after in zip(
            [loop[-1], *loop[:-1]], loop, [*loop[1:], loop[0]], strict=True
        )
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1])
    ]
