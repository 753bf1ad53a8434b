"""Charts as SVG made on the server: they print, need no script, and each has its table of words.

Pure functions: numbers and words in, safe markup out. Colour comes from classes in
`static/css/components.css`, never from style attributes; no meaning hangs on colour alone.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same figures as a table: `head` and `rows`, all of them text."""

    title: str
    drawing: SafeString
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


# ---- Bars against a limit --------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart. `limit` draws a mark; a value beyond it is drawn and said as over."""

    label: str
    value: float
    limit: float | None = None
    text: str = ""
    href: str = ""

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.value > self.limit

    def words(self) -> str:
        if self.text:
            return self.text
        return number(self.value) + ("" if self.limit is None else f" of {number(self.limit)}")


def bar_chart(
    title: str, bars: Sequence[Bar], *, note: str = "", head: Sequence[str] = ("", "Now", "Limit")
) -> Chart:
    """Bars on one scale, each with its own limit mark. `head` names the columns of the table."""
    top = max([bar.value for bar in bars] + [bar.limit or 0 for bar in bars] + [1])
    rows = format_html_join("", "{}", ((_bar_row(bar, top),) for bar in bars))
    with_limits = any(bar.limit is not None for bar in bars)
    return Chart(
        title=title,
        drawing=format_html('<ul class="app-bars">{}</ul>', rows),
        head=head if with_limits else head[:2],
        rows=[
            [bar.label, number(bar.value)] + ([_limit_words(bar)] if with_limits else [])
            for bar in bars
        ],
        note=note,
    )


def _limit_words(bar: Bar) -> str:
    if bar.limit is None:
        return "no limit"
    return number(bar.limit) + (" (over)" if bar.is_over else "")


def _bar_row(bar: Bar, top: float) -> SafeString:
    label = (
        format_html('<a class="govuk-link" href="{}">{}</a>', bar.href, bar.label)
        if bar.href
        else bar.label
    )
    said = f"{bar.label}: {bar.words()}{', over the limit' if bar.is_over else ''}"
    mark = (
        format_html(
            '<line class="app-ink-mark" x1="{0}" x2="{0}" y1="0" y2="24"'
            ' vector-effect="non-scaling-stroke"/>',
            _round(min(bar.limit / top, 1) * 98),
        )
        if bar.limit is not None
        else ""
    )
    return format_html(
        '<li class="app-bars__row"><span class="app-bars__label">{}</span>'
        '<svg class="app-bars__bar" viewBox="0 0 100 24" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="{}" x="0" y="4" width="{}" height="16"/>{}</svg>'
        '<span class="app-bars__value">{}{}</span></li>',
        label,
        said,
        "app-fill-red" if bar.is_over else "app-fill-blue",
        _round(bar.value / top * 98),
        mark,
        bar.words(),
        mark_safe(' <strong class="app-bars__over">over</strong>') if bar.is_over else "",
    )


# ---- Lines over time -------------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """One line: its name, the letter or short word at its end, and its readings by day."""

    name: str
    short: str
    points: Sequence[tuple[date, float]] = field(default_factory=tuple)


_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 300, 14, 150
_LABEL_GAP = 15


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    lowest: float = 0,
    highest: float = 10,
    note: str = "",
) -> Chart:
    """Several readings on one scale over time, told apart by dashes and by a word at the end."""
    drawn = [one for one in series if one.points]
    days = sorted({day for one in drawn for day, _ in one.points})
    said = "; ".join(
        f"{one.name}: {number(one.points[0][1])} to {number(one.points[-1][1])}"
        if len(one.points) > 1
        else f"{one.name}: {number(one.points[0][1])}"
        for one in drawn
    )
    frame = _Frame(days, lowest, highest)
    ends = _apart([frame.y(one.points[-1][1]) for one in drawn])
    drawing = format_html(
        '<svg class="app-line-chart" viewBox="0 0 340 184" role="img"'
        ' aria-labelledby="{0}-t {0}-d"><title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>'
        "{3}{4}{5}</svg>",
        _id(title, said),
        title,
        said or "No readings yet",
        frame.scale_lines(),
        frame.months(),
        format_html_join(
            "",
            "{}",
            (
                (_line(frame, one, place, y),)
                for place, (one, y) in enumerate(zip(drawn, ends, strict=True))
            ),
        ),
    )
    by_day = [dict(one.points) for one in drawn]
    return Chart(
        title=title,
        drawing=drawing,
        head=["Date", *(one.name for one in drawn)],
        rows=[
            [
                f"{day:%-d %B %Y}",
                *(number(values[day]) if day in values else "–" for values in by_day),
            ]
            for day in days
        ],
        note=note,
    )


@dataclass(frozen=True)
class _Frame:
    days: Sequence[date]
    lowest: float
    highest: float

    def x(self, day: date) -> float:
        span = (self.days[-1] - self.days[0]).days
        share = (day - self.days[0]).days / span if span else 0.5
        return _round(_LEFT + 8 + share * (_RIGHT - _LEFT - 16))

    def y(self, value: float) -> float:
        share = (value - self.lowest) / ((self.highest - self.lowest) or 1)
        return _round(_BOTTOM - min(max(share, 0), 1) * (_BOTTOM - _TOP))

    def scale_lines(self) -> SafeString:
        middle = (self.lowest + self.highest) / 2
        return format_html_join(
            "",
            '<line class="app-ink-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="app-ink-axis" x="26" y="{}" text-anchor="end">{}</text>',
            (
                (_LEFT, _RIGHT, self.y(value), self.y(value), self.y(value) + 5, number(value))
                for value in (self.lowest, middle, self.highest)
            ),
        )

    def months(self) -> SafeString:
        """The first reading of each month names it, where there is room for the word."""
        marks: list[tuple[float, str]] = []
        for day in self.days:
            if not marks or (f"{day:%b}" != marks[-1][1] and self.x(day) - marks[-1][0] >= 34):
                marks.append((self.x(day), f"{day:%b}"))
        return format_html_join(
            "", '<text class="app-ink-axis" x="{}" y="174" text-anchor="middle">{}</text>', marks
        )


def _line(frame: _Frame, one: Series, place: int, label_y: float) -> SafeString:
    kind = place % 4 + 1
    points = [(frame.x(day), frame.y(value)) for day, value in one.points]
    return format_html(
        '<polyline class="app-line app-line--{0}" points="{1}"/>{2}'
        '<text class="app-ink-label app-ink-label--{0}" x="308" y="{3}">{4}</text>',
        kind,
        " ".join(f"{x},{y}" for x, y in points),
        format_html_join(
            "", f'<circle class="app-dot app-dot--{kind}" cx="{{}}" cy="{{}}" r="3.5"/>', points
        ),
        label_y + 5,
        one.short,
    )


def _apart(places: Sequence[float]) -> list[float]:
    """Moves labels that would sit on one another apart, keeping their order from the top."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + _LABEL_GAP)
    overflow = max(0, max(moved, default=0) - _BOTTOM)
    return [place - overflow for place in moved]


# ---- Small drawings --------------------------------------------------------------------------


def sparkline(
    title: str, values: Sequence[float | None], *, band: tuple[float, float] | None = None
) -> SafeString:
    """A trend the height of a line of text, with the band it should lie in drawn behind it."""
    known = [value for value in values if value is not None]
    edges = known + list(band or ())
    low, high = (min(edges), max(edges)) if edges else (0, 1)
    room = (high - low) or 1

    def y(value: float) -> float:
        return _round(46 - (value - low) / room * 40)

    step = 180 / max(len(values) - 1, 1)
    points = [(_round(8 + i * step), y(v)) for i, v in enumerate(values) if v is not None]
    said = (
        f"{title}: {', '.join(number(v) for v in known)}" if known else f"{title}: no figures yet"
    )
    if band:
        said += f"; band {number(band[0])} to {number(band[1])}"
    return format_html(
        '<svg class="app-sparkline" viewBox="0 0 200 52" role="img" aria-label="{}">{}'
        '<polyline class="app-line app-line--1" points="{}"/>{}</svg>',
        said,
        format_html(
            '<rect class="app-fill-band" x="0" y="{}" width="200" height="{}"/>',
            y(band[1]),
            max(_round(y(band[0]) - y(band[1])), 2),
        )
        if band
        else "",
        " ".join(f"{x},{py}" for x, py in points),
        format_html('<circle class="app-dot app-dot--1" cx="{}" cy="{}" r="5"/>', *points[-1])
        if points
        else "",
    )


@dataclass(frozen=True)
class DaySquare:
    """One day of a grid: `kind` is `done`, `away` or `ahead`; `label` is what its tooltip says."""

    kind: str
    label: str = ""


def day_grid(title: str, days: Sequence[DaySquare], *, per_row: int = 10) -> Chart:
    """Days as squares in rows of ten: done are full, away are crossed, those ahead are pale."""
    done, away, ahead = (
        sum(day.kind == kind for day in days) for kind in ("done", "away", "ahead")
    )
    lines = -(-len(days) // per_row) or 1
    said = f"{done} done, {away} away, {ahead} ahead, of {len(days)}"
    squares = format_html_join(
        "", "{}", ((_square(day, index, per_row),) for index, day in enumerate(days))
    )
    return Chart(
        title=title,
        drawing=format_html(
            '<svg class="app-day-grid" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
            per_row * 36 - 4,
            lines * 26 - 4,
            f"{title}: {said}",
            squares,
        ),
        head=["Days", "Number"],
        rows=[["Done", str(done)], ["Away", str(away)], ["Ahead", str(ahead)]],
    )


def _square(day: DaySquare, index: int, per_row: int) -> SafeString:
    x, y = index % per_row * 36, index // per_row * 26
    cross = (
        format_html(
            '<line class="app-ink-cross" x1="{}" y1="{}" x2="{}" y2="{}"/>',
            x + 8,
            y + 17,
            x + 24,
            y + 5,
        )
        if day.kind == "away"
        else ""
    )
    return format_html(
        '<g><rect class="app-day app-day--{}" x="{}" y="{}" width="32" height="22"/>{}{}</g>',
        day.kind if day.kind in {"done", "away"} else "ahead",
        x,
        y,
        cross,
        format_html("<title>{}</title>", day.label) if day.label else "",
    )


def progress_bar(label: str, *, share: float, kind: str = "blue") -> SafeString:
    """How far along, from 0 to 1; beyond 1 the bar is full."""
    full = _round(min(max(share, 0), 1) * 100)
    return format_html(
        '<svg class="app-progress" viewBox="0 0 100 10" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="app-fill-rest" width="100" height="10"/>'
        '<rect class="app-fill-{}" width="{}" height="10"/></svg>',
        label,
        kind,
        full,
    )


def number(value: float) -> str:
    """A figure as people write it: no ".0" behind a whole number, one decimal otherwise."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def _round(value: float) -> float:
    return round(value, 1)


def _id(*words: str) -> str:
    """An id that is the same each time the same chart is drawn."""
    return f"chart-{zlib.crc32('|'.join(words).encode()):08x}"
