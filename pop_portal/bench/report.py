"""What was measured, as a table for people and as JSON for machines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_QUERIES = 15
MOST_RATIO = 2.0
MOST_SWEEP = 5.0
MOST_SEARCH = 3.0


@dataclass(frozen=True)
class PageRow:
    scale: int
    page: str
    role: str
    queries: int
    sql_ms: float
    server_ms: float
    ratio: float
    size: int

    @property
    def misses(self) -> bool:
        return self.queries > MOST_QUERIES or self.ratio > MOST_RATIO


@dataclass(frozen=True)
class SweepRow:
    """`sweep_ms`: a morning's, when many deadlines reach a further stage; `idle_ms`: the next
    one's, five minutes later, with nothing new to tell.
    """

    deadlines: int
    scan_ms: float
    sweep_ms: float
    idle_ms: float

    @property
    def ratio(self) -> float:
        return self.sweep_ms / self.scan_ms

    @property
    def misses(self) -> bool:
        return self.ratio > MOST_SWEEP


@dataclass(frozen=True)
class SearchRow:
    """`own_ms`: the search's own statements, asked bare; `bare_ms`: one statement that only finds
    the rows, with no reader, reason or rank."""

    scale: int
    what: str
    bare_ms: float
    own_ms: float
    search_ms: float

    @property
    def ratio(self) -> float:
        return self.search_ms / self.own_ms

    @property
    def misses(self) -> bool:
        return self.ratio > MOST_SEARCH


@dataclass(frozen=True)
class ImportRow:
    """A register file of so many rows; `what`: how they stand to the schools there are."""

    what: str
    rows: int
    seconds: float

    @property
    def per_second(self) -> int:
        return round(self.rows / self.seconds)


def as_json(
    pages: Sequence[PageRow],
    placements: Sequence[PageRow],
    searches: Sequence[SearchRow],
    sweeps: Sequence[SweepRow],
    imports: Sequence[ImportRow],
) -> dict[str, Any]:
    return {
        "pages": [asdict(row) for row in pages],
        "placements": [asdict(row) for row in placements],
        "searches": [asdict(row) | {"ratio": row.ratio} for row in searches],
        "sweeps": [asdict(row) | {"ratio": row.ratio} for row in sweeps],
        "imports": [asdict(row) | {"per_second": row.per_second} for row in imports],
    }


def page_lines(rows: Sequence[PageRow]) -> list[str]:
    """A table; a row that misses an aim ends with a star."""
    head = f"{'scale':>5}  {'page':<30} {'role':<20} {'queries':>7} {'SQL ms':>7} {'server ms':>9}"
    lines = [f"{head} {'ratio':>5} {'bytes':>8}"]
    for row in rows:
        lines.append(
            f"{row.scale:>4}x  {row.page:<30} {row.role:<20} {row.queries:>7} {row.sql_ms:>7.1f} "
            f"{row.server_ms:>9.1f} {row.ratio:>5.2f} {row.size:>8}{' *' if row.misses else ''}"
        )
    return lines


def sweep_lines(rows: Sequence[SweepRow]) -> list[str]:
    lines = [f"{'deadlines':>9}  {'scan ms':>9} {'idle ms':>9} {'morning ms':>10} {'ratio':>5}"]
    for row in rows:
        lines.append(
            f"{row.deadlines:>9}  {row.scan_ms:>9.1f} {row.idle_ms:>9.1f} {row.sweep_ms:>10.1f}"
            f" {row.ratio:>5.2f}"
            f"{' *' if row.misses else ''}"
        )
    return lines


def search_lines(rows: Sequence[SearchRow]) -> list[str]:
    head = f"{'scale':>5}  {'search by':<15} {'search ms':>9} {'its SQL ms':>10} {'ratio':>5}"
    lines = [f"{head} {'finding alone ms':>16}"]
    for row in rows:
        lines.append(
            f"{row.scale:>4}x  {row.what:<15} {row.search_ms:>9.2f} {row.own_ms:>10.2f} "
            f"{row.ratio:>5.2f} {row.bare_ms:>16.2f}{' *' if row.misses else ''}"
        )
    return lines


def import_lines(rows: Sequence[ImportRow]) -> list[str]:
    lines = [f"{'schools':<15} {'rows':>7} {'seconds':>8} {'rows a second':>13}"]
    for row in rows:
        lines.append(f"{row.what:<15} {row.rows:>7} {row.seconds:>8.2f} {row.per_second:>13}")
    return lines
