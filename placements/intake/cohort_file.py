"""Reads a university's list of students. Pure: bytes in, rows and refusals out.

Columns by name, in any order; others are passed by, so that a failed-rows file can be put right and
sent again as it is. UTF-8 or Windows-1252. Adjustments have no column: such a file goes through
many hands, and the student tells their own.
"""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from partners.register import FileRefused, detect_encoding
from placements.profile.models import Travel

REQUIRED = ("Name", "E-mail", "University", "Days")
COLUMNS = (
    *REQUIRED,
    "First day",
    "Weekdays",
    "Programme",
    "Comes from",
    "Gets about",
    "Learning needs",
)
EXAMPLE = (
    "Robin Example",
    "robin.example@university.example",
    "Severn Vale University",
    "70",
    "",
    "Mon Tue Wed Thu",
    "MA Social Work",
    "Kidderminster",
    "Public transport",
    "Direct work with younger children",
)
MOST_ROWS = 500
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TRAVEL = {
    "car": Travel.CAR,
    "drives": Travel.CAR,
    "public transport": Travel.TRANSPORT,
    "bus": Travel.TRANSPORT,
    "train": Travel.TRANSPORT,
    "on foot": Travel.ON_FOOT,
    "bicycle": Travel.ON_FOOT,
    "bike": Travel.ON_FOOT,
}
Value = str | int | list[int] | None


@dataclass(frozen=True)
class Row:
    """One readable row: `values` by field name, JSON-ready."""

    line: int
    values: dict[str, Value]
    cells: list[str]


@dataclass(frozen=True)
class Refused:
    """One row that cannot be taken: the line it begins on, why, and its cells as they came."""

    line: int
    reason: str
    cells: list[str]


@dataclass(frozen=True)
class CohortFile:
    header: list[str]
    rows: list[Row]
    refusals: list[Refused]


class _Wrong(ValueError):
    """A cell that cannot be taken; the message is the reason."""


def read(content: bytes) -> CohortFile:
    """Every row, read or refused, in order. Raises FileRefused for the file as a whole."""
    text = content.decode(detect_encoding(BytesIO(content)))
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        lines, before = [], 0
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                lines.append((line, [_clean(cell) for cell in cells]))
    except csv.Error as error:
        raise FileRefused(
            f"The file stops making sense at line {reader.line_num}: {error}. "
            "Look for a quotation mark that is not closed."
        ) from error
    if not lines:
        raise FileRefused("The file is empty.")
    header, body = lines[0][1], lines[1:]
    if len(body) > MOST_ROWS:
        raise FileRefused(f"This file has {len(body)} rows; one cohort has at most {MOST_ROWS}.")
    places = _find_columns(header)
    found = CohortFile(header, [], [])
    addresses: dict[str, int] = {}
    for line, cells in body:
        try:
            found.rows.append(Row(line, _values(header, places, cells, line, addresses), cells))
        except _Wrong as wrong:
            found.refusals.append(Refused(line, str(wrong), cells))
    return found


def _find_columns(header: list[str]) -> dict[str, int]:
    known = {column.casefold(): column for column in COLUMNS}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        column = known.get(cell.casefold())
        if column is None:
            continue
        if column in places:
            raise FileRefused(f"The column {column} stands twice in the first line.")
        places[column] = at
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        raise FileRefused(
            f"The first line has no column called {' or '.join(missing)}. Take the empty list from "
            "this page: its first line has them all."
        )
    return places


def _values(
    header: list[str],
    places: dict[str, int],
    cells: list[str],
    line: int,
    addresses: dict[str, int],
) -> dict[str, Value]:
    if len(cells) != len(header):
        raise _Wrong(f"The row has {len(cells)} cells and the first line {len(header)}.")
    given = {column: cells[at] for column, at in places.items()}
    values = {
        field: read_cell(given.get(column, ""), column)
        for column, (field, read_cell) in _FIELDS.items()
    }
    address = str(values["email"])
    if address in addresses:
        raise _Wrong(f"The address {address} already stands on line {addresses[address]}.")
    addresses[address] = line
    return values


def _text(longest: int, *, required: bool = False) -> Callable[[str, str], Value]:
    def read_cell(cell: str, column: str) -> str:
        if required and not cell:
            raise _Wrong(f"{column} is missing.")
        if len(cell) > longest:
            raise _Wrong(f"{column} is longer than {longest} characters.")
        return cell

    return read_cell


def _email(cell: str, column: str) -> str:
    address = cell.lower()
    try:
        validate_email(address)
    except ValidationError:
        raise _Wrong(f"{column} is not an address: {_quoted(cell)}.") from None
    return address


def _days(cell: str, column: str) -> int:
    found = re.fullmatch(r"(70|100)( days)?", cell.lower())
    if found is None:
        raise _Wrong(f"{column} is neither 70 nor 100: {_quoted(cell)}.")
    return int(found[1])


def _day(cell: str, column: str) -> str | None:
    """Day first, as people write it here, or year first."""
    if not cell:
        return None
    found = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", cell)
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else cell
    with suppress(ValueError):
        day = date.fromisoformat(iso)
        if len(iso) == 10 and 2000 <= day.year <= 2100:
            return day.isoformat()
    raise _Wrong(f"{column} is not a date (day/month/year): {_quoted(cell)}.")


def _weekdays(cell: str, column: str) -> list[int]:
    """ "Mon Tue Wed", "Mon-Thu" or nothing for Monday to Friday."""
    if not cell:
        return [0, 1, 2, 3, 4]
    names = [name[:3] for name in re.findall(r"[a-z]+", cell.lower()) if name != "to"]
    if not names or any(name not in WEEKDAYS for name in names):
        raise _Wrong(f"{column} are not days of the week: {_quoted(cell)}.")
    days = [WEEKDAYS.index(name) for name in names]
    if len(days) == 2 and re.search(r"[-–]| to ", cell) and days[0] < days[1]:
        return list(range(days[0], days[1] + 1))
    return sorted(set(days))


def _travel(cell: str, column: str) -> str:
    if not cell:
        return ""
    try:
        return TRAVEL[cell.casefold()].value
    except KeyError:
        raise _Wrong(
            f"{column} is not car, public transport, on foot or bicycle: {_quoted(cell)}."
        ) from None


_FIELDS: dict[str, tuple[str, Callable[[str, str], Value]]] = {
    "Name": ("name", _text(120, required=True)),
    "E-mail": ("email", _email),
    "University": ("university", _text(200, required=True)),
    "Days": ("days_total", _days),
    "First day": ("starts_on", _day),
    "Weekdays": ("weekdays", _weekdays),
    "Programme": ("programme", _text(120)),
    "Comes from": ("home_area", _text(60)),
    "Gets about": ("travel", _travel),
    "Learning needs": ("learning_needs", _text(2000)),
}


def _clean(cell: str) -> str:
    """White space as people see it, and no characters a database or a page cannot hold."""
    return re.sub(r"[\s\x00-\x1f\x7f\ufeff]+", " ", cell).strip()


def _quoted(cell: str) -> str:
    return f"'{cell[:60]}'" if cell else "it is empty"
