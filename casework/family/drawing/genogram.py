"""The genogram: a family's layout drawn with the standard symbols, and its table.

Squares are male, circles female, a diamond means not known, a triangle not born yet. A double
border is the child it is about, a cross means died, a solid line married, a dashed one partners or
parents together, one stroke separated, two divorced. The dotted line encloses the child's home.
"""

from datetime import date
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from casework.family.circle import Circle, Someone
from casework.family.codes import Basis, Kind, TieEnd, TieKind
from casework.family.drawing.graph import Couple, Family, Node, family_of
from casework.family.drawing.layout import (
    LABEL,
    LANE,
    SLOT,
    SYMBOL,
    CoupleLine,
    Layout,
    Point,
    layout,
)
from casework.family.drawing.outline import Box, outline
from govuk.charts import Chart

LONGEST_NAME = 15
HALF = SYMBOL / 2
INDEX_WORDS = "the child"
STROKES: dict[str, int] = {TieEnd.SEPARATED: 1, TieEnd.DIVORCED: 2}


def genogram(circle: Circle, on: date, *, small: bool = False) -> SafeString:
    """The drawing alone. Every person is a link to their row of the table, with words for those
    who cannot see it."""
    family = family_of(circle, on)
    placed = layout(family)
    child = circle.child.name
    return format_html(
        '<svg class="app-genogram{}" viewBox="0 0 {} {}" width="{}" role="group"'
        ' aria-labelledby="{id}-t {id}-d"><title id="{id}-t">Genogram of {child}</title>'
        '<desc id="{id}-d">{desc}</desc>{home}{lines}{people}</svg>',
        " app-genogram--small" if small else "",
        round(placed.width),
        round(placed.height),
        round(placed.width),
        id="genogram-small" if small else "genogram",
        child=child,
        desc=in_words(family, circle, on),
        home=_home(circle, placed, on),
        lines=_lines(family, placed),
        people=format_html_join(
            "",
            "{}",
            ((_person(node, placed.centres[node.id], circle, on),) for node in _in_order(family)),
        ),
    )


def genogram_chart(circle: Circle, on: date) -> Chart:
    """The drawing with its twin: everybody in it, to whom they belong, and what the marks say."""
    family = family_of(circle, on)
    at_home = circle.at_home(on)
    return Chart(
        title="Genogram",
        drawing=genogram(circle, on),
        head=["Who", "To the child", "Age", "Parents in the drawing", "Couple", "At home", "PR"],
        rows=[
            [
                node.someone.name,
                kind_in_words(node),
                age_words(node.someone, on),
                _names(family, _parents_of(family, node.id)) or "–",
                _couples_in_words(family, node.id) or "–",
                "Yes" if node.id in at_home else "–",
                _responsible(circle, node.id, on) or "–",
            ]
            for node in _in_order(family)
        ],
    )


def anchors(circle: Circle, on: date) -> list[str]:
    """The id of each row of the table, in its order: where the links of the drawing lead."""
    return [_anchor(node) for node in _in_order(family_of(circle, on))]


def _anchor(node: Node) -> str:
    return f"kin-{node.kin.relationship_id}" if node.kin else "kin-child"


def in_words(family: Family, circle: Circle, on: date) -> str:
    """One sentence for those who hear the drawing."""
    rows = len(family.generations())
    people = len(family.nodes)
    home = len(circle.at_home(on) & family.nodes.keys())
    said = f"{people} {'person' if people == 1 else 'people'} in {rows} generation"
    said += "" if rows == 1 else "s"
    return f"{said}. {home} live in the child's home." if home else f"{said}."


def kind_in_words(node: Node) -> str:
    return Kind(node.kin.kind).label if node.kin else INDEX_WORDS.capitalize()


def age_words(someone: Someone, on: date) -> str:
    age = someone.age(on)
    if someone.has_died:
        died = f"died {someone.died_on:%Y}" if someone.died_on else "has died"
        return died if age is None else f"{died}, aged {age}"
    if someone.born_on is None:
        return ""
    return str(age) if age is not None else "not born yet"


# People


def _in_order(family: Family) -> list[Node]:
    """From the eldest generation down, as they are tabbed through."""
    return sorted(
        family.nodes.values(),
        key=lambda node: (node.generation, node.someone.born_on or date.max, node.someone.name),
    )


def _person(node: Node, centre: Point, circle: Circle, on: date) -> SafeString:
    x, y = centre
    someone = node.someone
    words = ", ".join(filter(None, [
        someone.name, kind_in_words(node).lower(), age_words(someone, on),
        "has parental responsibility" if _has_pr(circle, node.id, on) else "",
        "lives in the child's home" if node.id in circle.at_home(on) and node.kin else "",
    ]))  # fmt: skip
    return format_html(
        '<a href="#{}" class="app-genogram__person" aria-label="{}"><title>{}</title>'
        '<rect class="app-genogram__focus" x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        "{}{}{}{}</a>",
        _anchor(node),
        words,
        words,
        x - SLOT / 2 + 8,
        y - HALF - 9,
        SLOT - 16,
        SYMBOL + LABEL + 6,
        _symbol(node, centre, on),
        _cross(centre) if someone.has_died else "",
        _pr_mark(centre) if _has_pr(circle, node.id, on) else "",
        _label(node, centre, on),
    )


def _symbol(node: Node, centre: Point, on: date) -> SafeString:
    """The shape; twice for the child the drawing is about."""
    shape = _shape(node.someone, centre, HALF, on)
    if node.kin is None:
        return format_html("{}{}", shape, _shape(node.someone, centre, HALF - 6, on))
    return shape


def _shape(someone: Someone, centre: Point, half: float, on: date) -> SafeString:
    x, y = centre
    if someone.born_on is None or someone.born_on <= on:
        if someone.sex == "M":
            return format_html(
                '<rect class="app-genogram__symbol" x="{}" y="{}" width="{}" height="{}"/>',
                x - half, y - half, half * 2, half * 2,
            )  # fmt: skip
        if someone.sex == "F":
            return format_html(
                '<circle class="app-genogram__symbol" cx="{}" cy="{}" r="{}"/>', x, y, half
            )
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    else:
        corners = [(x, y - half), (x + half, y + half), (x - half, y + half)]
    return format_html(
        '<polygon class="app-genogram__symbol" points="{}"/>', _points(tuple(corners))
    )


def _cross(centre: Point) -> SafeString:
    x, y = centre
    reach = HALF * 0.7
    return format_html(
        '<path class="app-genogram__line" d="M{} {}L{} {}M{} {}L{} {}"/>',
        x - reach, y - reach, x + reach, y + reach, x + reach, y - reach, x - reach, y + reach,
    )  # fmt: skip


def _pr_mark(centre: Point) -> SafeString:
    x, y = centre[0] + HALF - 5, centre[1] - HALF - 7
    return format_html(
        '<rect class="app-genogram__pr" x="{}" y="{}" width="26" height="17" rx="3"/>'
        '<text class="app-genogram__pr-text" x="{}" y="{}" text-anchor="middle">PR</text>',
        x, y, x + 13, y + 13,
    )  # fmt: skip


def _label(node: Node, centre: Point, on: date) -> SafeString:
    x, y = centre[0], centre[1] + HALF
    called = node.kin.called if node.kin else ""
    return format_html(
        '<text class="app-genogram__name" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="app-genogram__age" x="{}" y="{}" text-anchor="middle">{}</text>',
        x, y + 17, _short(called or _first(node.someone.name)),
        x, y + 34, _short_age(node.someone, on),
    )  # fmt: skip


def _short_age(someone: Someone, on: date) -> str:
    if someone.has_died:
        return f"died {someone.died_on:%Y}" if someone.died_on else "died"
    if someone.born_on is not None and someone.born_on > on:
        return "unborn"
    age = someone.age(on)
    return "" if age is None else str(age)


def _first(name: str) -> str:
    return name.split(" ")[0] if name else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


# Lines


def _lines(family: Family, placed: Layout) -> SafeString:
    couples = format_html_join("", "{}", ((_couple(line),) for line in placed.couples))
    children = format_html_join(
        "",
        '<polyline class="app-genogram__line{}" points="{}"/>',
        (
            (
                " app-genogram__line--dashed"
                if any((parent, line.child) in family.adopted for parent in line.parents)
                else "",
                _points(line.points),
            )
            for line in placed.children
        ),
    )
    return format_html("{}{}", couples, children)


def _couple(line: CoupleLine) -> SafeString:
    married = line.couple.kind == TieKind.MARRIED
    return format_html(
        '<polyline class="app-genogram__line{}" points="{}"/>{}',
        "" if married else " app-genogram__line--dashed",
        _points(line.points),
        _strokes(line),
    )


def _strokes(line: CoupleLine) -> SafeString:
    """One stroke across the line for separated, two for divorced, beside where children begin."""
    count = STROKES.get(line.couple.ended, 0)
    x, y = line.middle[0] - 22, line.middle[1]
    return format_html_join(
        "",
        '<path class="app-genogram__line" d="M{} {}L{} {}"/>',
        ((x + 7 * n - 4, y + 9, x + 7 * n + 4, y - 9) for n in range(count)),
    )


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


# The child's home


def _home(circle: Circle, placed: Layout, on: date) -> SafeString:
    boxes = home_boxes(placed, circle.at_home(on))
    path = " ".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in loop) + "Z" for loop in outline(boxes)
    )
    return format_html('<path class="app-genogram__home" d="{}"/>', path) if path else SafeString()


def home_boxes(placed: Layout, at_home: set[UUID]) -> list[Box]:
    """Boxes round the people of the home that stand beside each other, and ways between the boxes
    through the channels, where nobody stands."""
    groups = [_groups(row, at_home) for row in placed.rows]
    if sum(len(group) for row in groups for group in row) < 2:
        return []
    boxes: list[Box] = []
    before: list[Box] = []
    for row in groups:
        here = [_round(group, placed) for group in row]
        for left, right in zip(here, here[1:], strict=False):
            boxes.append((left[2] - 16, left[3] - 6, right[0] + 16, right[3] + LANE - 6))
        if before and here:
            boxes += _way(before[0], here[0])
        boxes += here
        before = here
    return boxes


def _groups(row: tuple[UUID, ...], at_home: set[UUID]) -> list[list[UUID]]:
    groups: list[list[UUID]] = [[]]
    for one in row:
        if one in at_home:
            groups[-1].append(one)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _round(group: list[UUID], placed: Layout) -> Box:
    xs = [placed.centres[one][0] for one in group]
    y = placed.centres[group[0]][1]
    side = SLOT / 2 - 6
    return min(xs) - side, y - HALF - 14, max(xs) + side, y + HALF + LABEL + 4


def _way(above: Box, below: Box) -> list[Box]:
    """From one box down to the next, and sideways in the channel where they are not in line."""
    left, right = max(above[0], below[0]), min(above[2], below[2])
    if right - left >= 24:
        return [(left, above[3] - 2, right, below[1] + 2)]
    middle = (above[3] + below[1]) / 2
    down, on = (above[0] + above[2]) / 2, (below[0] + below[2]) / 2
    return [
        (down - 12, above[3] - 2, down + 12, middle + 7),
        (min(down, on) - 12, middle - 7, max(down, on) + 12, middle + 7),
        (on - 12, middle - 7, on + 12, below[1] + 2),
    ]


# Words for the table


def _has_pr(circle: Circle, member: UUID, on: date) -> bool:
    row = circle.responsibility(member, on)
    return row is not None and row.has_it


def _responsible(circle: Circle, member: UUID, on: date) -> str:
    row = circle.responsibility(member, on)
    if row is None:
        return ""
    return Basis(row.basis).label if row.has_it else "No"


def _parents_of(family: Family, child: UUID) -> list[UUID]:
    return [
        parent for brood in family.broods if child in brood.children for parent in brood.parents
    ]


def _names(family: Family, ids: list[UUID]) -> str:
    return ", ".join(sorted(family.nodes[one].someone.name for one in ids))


def _couples_in_words(family: Family, one: UUID) -> str:
    return "; ".join(
        _couple_words(couple, family.nodes[next(iter(couple.pair - {one}))].someone.name)
        for couple in family.couples
        if one in couple.pair
    )


def _couple_words(couple: Couple, name: str) -> str:
    if couple.ended:
        return f"{TieEnd(couple.ended).label} from {name}".replace(" or dissolved", "")
    if couple.kind:
        return f"{TieKind(couple.kind).label} {name}"
    return f"Parent together with {name}"
