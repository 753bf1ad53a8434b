"""The ecomap: the child in the middle, people and places in one ring, lines by how it is between.

A thick line is close, a thin one ordinary, a dashed one distant, a zigzag difficult, two strokes
across no contact; a dotted line means that nobody has said yet.
"""

from collections.abc import Sequence
from datetime import date
from math import cos, hypot, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from casework.family.circle import Circle
from casework.family.codes import Bond
from casework.family.drawing.genogram import age_words
from casework.family.surroundings import Around
from govuk.charts import Chart

BOX_WIDTH, BOX_HEIGHT = 166, 62
CENTRE = 58  # radius of the child's own circle
LEAST_RADIUS = 230
GAP = 16
MARGIN = 14
LONGEST = 20
ZIGZAG = 9

Point = tuple[float, float]
LINE_CLASS = {
    Bond.CLOSE: " app-ecomap__line--close",
    Bond.DISTANT: " app-ecomap__line--distant",
    Bond.UNKNOWN: " app-ecomap__line--unknown",
}


def ring(count: int) -> tuple[list[Point], float]:
    """Centres of `count` boxes evenly round (0, 0), wide enough that none touches another, and the
    radius. The first stands at the top."""
    reach = hypot(BOX_WIDTH + GAP, BOX_HEIGHT + GAP)
    radius = max(LEAST_RADIUS, reach / (2 * sin(pi / count)) if count > 1 else 0)
    angles = [2 * pi * place / count - pi / 2 for place in range(count)]
    return [(round(radius * cos(a), 1), round(radius * sin(a), 1)) for a in angles], radius


def ecomap_chart(circle: Circle, around: Sequence[Around], on: date) -> Chart:
    """The drawing and its table."""
    return Chart(
        title="Ecomap",
        drawing=ecomap(circle, around, on),
        head=["Who or what", "What it is", "How it is between them", "At home"],
        rows=[
            [one.name, one.what, Bond(one.bond).label, "Yes" if one.at_home else "–"]
            for one in around
        ],
    )


def ecomap(circle: Circle, around: Sequence[Around], on: date) -> SafeString:
    centres, radius = ring(len(around))
    placed = list(zip(around, centres, strict=True))
    across = radius + BOX_WIDTH / 2 + MARGIN
    down = radius + BOX_HEIGHT / 2 + MARGIN
    close = sum(one.bond == Bond.CLOSE for one in around)
    hard = sum(one.bond == Bond.STRESSED for one in around)
    return format_html(
        '<svg class="app-genogram app-ecomap" viewBox="{} {} {} {}" width="{}" role="group"'
        ' aria-labelledby="ecomap-t ecomap-d"><title id="ecomap-t">Ecomap of {}</title>'
        '<desc id="ecomap-d">{} around the child: {} close, {} difficult.</desc>{}{}{}</svg>',
        round(-across), round(-down), round(across * 2), round(down * 2), round(across * 2),
        circle.child.name,
        len(around), close, hard,
        format_html_join(
            "", "{}", ((_line(one, at),) for one, at in placed)
        ),
        _middle(circle, on),
        format_html_join(
            "",
            "{}",
            ((_box(number, *each),) for number, each in enumerate(placed, 1)),
        ),
    )  # fmt: skip


def _middle(circle: Circle, on: date) -> SafeString:
    return format_html(
        '<circle class="app-genogram__symbol" cx="0" cy="0" r="{}"/>'
        '<circle class="app-genogram__symbol" cx="0" cy="0" r="{}"/>'
        '<text class="app-genogram__name" x="0" y="2" text-anchor="middle">{}</text>'
        '<text class="app-genogram__age" x="0" y="20" text-anchor="middle">{}</text>',
        CENTRE,
        CENTRE - 6,
        _short(circle.child.name, 12),
        age_words(circle.child, on),
    )


def _box(number: int, one: Around, at: Point) -> SafeString:
    x, y = at[0] - BOX_WIDTH / 2, at[1] - BOX_HEIGHT / 2
    words = ", ".join(
        [one.name, one.what, Bond(one.bond).label, *(["at home"] if one.at_home else [])]
    )
    return format_html(
        '<a href="#around-{}" class="app-genogram__person" aria-label="{}"><title>{}</title>'
        '<rect class="app-ecomap__box{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
        '<text class="app-genogram__name" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="app-genogram__age" x="{}" y="{}" text-anchor="middle">{}</text></a>',
        number,
        words,
        words,
        " app-ecomap__box--home" if one.at_home else "",
        x,
        y,
        BOX_WIDTH,
        BOX_HEIGHT,
        BOX_HEIGHT / 2 if one.is_person else 4,
        at[0],
        at[1] - 2,
        _short(one.name, LONGEST - 2),
        at[0],
        at[1] + 17,
        _short(one.what, LONGEST),
    )


def _line(one: Around, at: Point) -> SafeString:
    length = hypot(*at)
    unit = (at[0] / length, at[1] / length)
    start = (unit[0] * CENTRE, unit[1] * CENTRE)
    points = _zigzag(start, at, unit) if one.bond == Bond.STRESSED else [start, at]
    return format_html(
        '<polyline class="app-ecomap__line{}" points="{}"/>{}',
        LINE_CLASS.get(Bond(one.bond), ""),
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        _strokes(at, unit) if one.bond == Bond.CUT_OFF else "",
    )


def _zigzag(start: Point, end: Point, unit: Point) -> list[Point]:
    length = hypot(end[0] - start[0], end[1] - start[1])
    steps = int(length // (ZIGZAG * 1.4))
    across = (-unit[1], unit[0])
    swings = [0.0, *((1.0 if step % 2 else -1.0) for step in range(1, steps)), 0.0]
    return [
        (
            start[0] + unit[0] * length * step / steps + across[0] * swing * ZIGZAG,
            start[1] + unit[1] * length * step / steps + across[1] * swing * ZIGZAG,
        )
        for step, swing in enumerate(swings)
    ]


def _strokes(at: Point, unit: Point) -> SafeString:
    """Two strokes across the line, half way."""
    across = (-unit[1] * 12, unit[0] * 12)
    share = (CENTRE + hypot(*at)) / 2 / hypot(*at)
    middles = [(at[0] * share + unit[0] * d, at[1] * share + unit[1] * d) for d in (-4, 4)]
    return format_html_join(
        "",
        '<path class="app-ecomap__line app-ecomap__line--close" d="M{} {}L{} {}"/>',
        (
            (
                round(x - across[0], 1),
                round(y - across[1], 1),
                round(x + across[0], 1),
                round(y + across[1], 1),
            )
            for x, y in middles
        ),
    )


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
