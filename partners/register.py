"""Reads the national school register's CSV. Pure: a binary stream in, rows and refusals out.

Source: the register's own download ("edubasealldata") and any subset of its columns, in any order,
as UTF-8 (with or without a byte order mark) or Windows-1252. What is wrong with the file as a whole
raises `FileRefused`; what is wrong with one row is a `Refused` and the reading goes on. Only one
row stands in memory at a time.
"""

import codecs
import csv
import re
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, Self
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from _csv import Reader

REQUIRED = ("URN", "EstablishmentName", "EstablishmentStatus (name)")
STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "closing",
    "proposed to open": "proposed",
}
FIRST_URN, LAST_URN = 100_000, 999_999
FIRST_YEAR, LAST_YEAR = 1000, 2200
OLDEST_PUPIL = 25

Value = str | int | None


class FileRefused(Exception):
    """The file cannot be read at all; the message says why, in words for whoever sent it."""


@dataclass(frozen=True)
class Row:
    """One readable row: `values` by field name, only for columns the file has, JSON-ready."""

    line: int
    urn: int
    values: dict[str, Value]


@dataclass(frozen=True)
class Refused:
    """One row that cannot be taken: the line it begins on, why, and its cells as they came."""

    line: int
    reason: str
    cells: list[str]


class _Wrong(ValueError):
    """A cell that cannot be taken; the message is the reason."""


def _text(longest: int) -> Callable[[str, str], str]:
    def read(cell: str, column: str) -> str:
        if len(cell) > longest:
            raise _Wrong(f"{column} is longer than {longest} characters.")
        return cell

    return read


def _name(cell: str, column: str) -> str:
    if not cell:
        raise _Wrong(f"{column} is missing.")
    return _text(200)(cell, column)


def _status(cell: str, column: str) -> str:
    try:
        return STATUSES[cell.lower()]
    except KeyError:
        raise _Wrong(f"{column} is not known: {_quoted(cell)}.") from None


def _urn(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and FIRST_URN <= int(cell[:9]) <= LAST_URN):
        raise _Wrong(f"URN is not a number of six digits: {_quoted(cell)}.")
    return int(cell)


def _day(cell: str, column: str) -> str | None:
    """The register writes dd-mm-yyyy; a program that saved it again, dd/mm/yyyy or yyyy-mm-dd."""
    if not cell:
        return None
    found = re.fullmatch(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})", cell)
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else cell
    with suppress(ValueError):
        day = date.fromisoformat(iso)
        if len(iso) == 10 and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day.isoformat()
    raise _Wrong(f"{column} is not a date (day-month-year): {_quoted(cell)}.")


def _age(cell: str, column: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) < 4 and int(cell) <= OLDEST_PUPIL):
        raise _Wrong(f"{column} is not an age: {_quoted(cell)}.")
    return int(cell)


def _postcode(cell: str, column: str) -> str:
    bare = re.sub(r"\s", "", cell).upper()
    if re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", bare):
        return f"{bare[:-3]} {bare[-3:]}"
    return _text(10)(cell.upper(), column)


def _phone(cell: str, column: str) -> str:
    """Kept as text. A spreadsheet drops the leading zero of a number; it is given back."""
    bare = re.sub(r"[\s().-]", "", cell)
    if re.fullmatch(r"(\+|00)44(\(0\)|0)?[0-9]{9,10}", bare):
        bare = "0" + re.sub(r"^(\+|00)440?", "", bare)
    if re.fullmatch(r"[1-9][0-9]{8,9}", bare):
        bare = "0" + bare
    return _text(40)(bare if re.fullmatch(r"[0-9]+", bare) else cell, column)


def _website(cell: str, column: str) -> str:
    """An address a link may lead to: http or https, the host in small letters. Else nothing."""
    address = cell.replace("\\", "/")
    found = re.match(r"(?i)(https?)\s*[:;]?/+", address)
    scheme = found[1].lower() if found else "http"
    address = address[found.end() :] if found else address
    try:
        parts = urlsplit(f"{scheme}://{address}")
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", host) or parts.username:
        return ""
    path = "" if parts.path == "/" else parts.path
    link = urlunsplit((scheme, host + port, path, parts.query, parts.fragment))
    return "" if re.search(r"\s", link) or len(link) > 300 else link


# Column of the register -> (our field, how its cell is read).
COLUMNS: dict[str, tuple[str, Callable[[str, str], Value]]] = {
    "EstablishmentName": ("name", _name),
    "EstablishmentStatus (name)": ("status", _status),
    "EstablishmentNumber": ("establishment_number", _text(10)),
    "TypeOfEstablishment (name)": ("kind", _text(120)),
    "PhaseOfEducation (name)": ("phase", _text(60)),
    "StatutoryLowAge": ("low_age", _age),
    "StatutoryHighAge": ("high_age", _age),
    "ReligiousCharacter (name)": ("religious_character", _text(100)),
    "Street": ("street", _text(200)),
    "Locality": ("locality", _text(200)),
    "Address3": ("address3", _text(200)),
    "Town": ("town", _text(100)),
    "County (name)": ("county", _text(100)),
    "Postcode": ("postcode", _postcode),
    "SchoolWebsite": ("website", _website),
    "TelephoneNum": ("phone", _phone),
    "LA (code)": ("la_code", _text(5)),
    "LA (name)": ("la_name", _text(100)),
    "DistrictAdministrative (name)": ("district", _text(100)),
    "OpenDate": ("opened_on", _day),
    "CloseDate": ("closed_on", _day),
}
_KNOWN = {column.lower(): column for column in ("URN", *COLUMNS)}


def detect_encoding(stream: BinaryIO) -> str:
    """`utf-8-sig` or `cp1252`, by reading the whole stream once; it ends at the start again."""
    stream.seek(0)
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileRefused("This file is UTF-16 text. Save it as CSV (UTF-8) and try again.")
    if start.startswith(b"PK"):
        raise FileRefused("This is a zip or a spreadsheet. Take the CSV file out of it first.")
    if not start:
        raise FileRefused("The file is empty.")
    for encoding in ("utf-8", "cp1252"):
        if _decodes(stream, encoding):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    raise FileRefused("This file is neither UTF-8 nor Windows-1252 text.")


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(1 << 16):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


class Register:
    """One register file, opened: `encoding`, `header`, `fields` it fills, and its rows once."""

    def __init__(self, stream: BinaryIO) -> None:
        self.encoding = detect_encoding(stream)
        self._text = TextIOWrapper(stream, encoding=self.encoding, newline="")
        self._reader = csv.reader(self._text, strict=True)
        try:
            with _words_for_csv_errors(self._reader):
                header = next((row for row in self._reader if any(row)), [])
            self.header = [_clean(cell) for cell in header]
            self._columns = _find_columns(self.header)
        except FileRefused:
            self._text.detach()
            raise
        self.fields = [COLUMNS[column][0] for column in self._columns if column != "URN"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the stream without closing it: it is the caller's."""
        self._text.detach()

    def rows(self) -> Iterator[Row | Refused]:
        """Each row of the file, read or refused, in the file's order; blank lines are passed by."""
        # A slot for every possible URN: duplicates are found in memory that does not grow.
        first_lines = array("I", bytes(array("I").itemsize * (LAST_URN - FIRST_URN + 1)))
        before = self._reader.line_num
        with _words_for_csv_errors(self._reader):
            for cells in self._reader:
                line, before = before + 1, self._reader.line_num
                if any(cell.strip() for cell in cells):
                    yield self._read(line, cells, first_lines)

    def _read(self, line: int, cells: list[str], first_lines: "array[int]") -> Row | Refused:
        try:
            if len(cells) != len(self.header):
                raise _Wrong(f"The row has {len(cells)} cells and the header {len(self.header)}.")
            by_column = {column: _clean(cells[at]) for column, at in self._columns.items()}
            urn = _urn(by_column.pop("URN"))
            slot = urn - FIRST_URN
            if first_lines[slot]:
                raise _Wrong(f"URN {urn} already stands on line {first_lines[slot]}.")
            values = {
                COLUMNS[column][0]: COLUMNS[column][1](cell, column)
                for column, cell in by_column.items()
            }
            _in_order(values)
        except _Wrong as wrong:
            return Refused(line, str(wrong), [cell.replace("\x00", "") for cell in cells])
        first_lines[slot] = line
        return Row(line, urn, values)


def _find_columns(header: list[str]) -> dict[str, int]:
    """Where each column we read stands, required ones included."""
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        column = _KNOWN.get(cell.lower())
        if column is None:
            continue
        if column in places:
            raise FileRefused(f"The column {column} stands twice in the first line.")
        places[column] = at
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        raise FileRefused(
            f"The first line has no column called {' or '.join(missing)}. It must name the columns "
            "as the register does, separated by commas."
        )
    return places


def _in_order(values: dict[str, Value]) -> None:
    opened, closed = values.get("opened_on"), values.get("closed_on")
    if opened and closed and str(closed) < str(opened):
        raise _Wrong(f"It closes ({closed}) before it opens ({opened}).")
    low, high = values.get("low_age"), values.get("high_age")
    if low is not None and high is not None and int(high) < int(low):
        raise _Wrong(f"The highest age ({high}) is below the lowest ({low}).")


def _clean(cell: str) -> str:
    """White space as people see it, and no characters a database or a page cannot hold."""
    return re.sub(r"[\s\x00-\x1f\x7f\ufeff]+", " ", cell).strip()


def _quoted(cell: str) -> str:
    return f"'{cell[:60]}'" if cell else "it is empty"


@contextmanager
def _words_for_csv_errors(reader: "Reader") -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise FileRefused(
            f"The file stops making sense at line {reader.line_num}: {error}. "
            "Look for a quotation mark that is not closed."
        ) from error


# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(cell: str) -> str:
    """The cell as a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
