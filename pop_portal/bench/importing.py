"""The import of the schools' register: rows a second of a large file with every column we read."""

import csv
import time
from datetime import date
from io import BytesIO, TextIOWrapper

from partners.actions.school_import import import_file
from partners.register import COLUMNS
from pop_portal.bench.report import ImportRow

FIRST_URN = 300_000
_CELLS = {
    "EstablishmentStatus (name)": "Open",
    "EstablishmentNumber": "2001",
    "TypeOfEstablishment (name)": "Community school",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "ReligiousCharacter (name)": "Does not apply",
    "Street": "1 High Street",
    "Locality": "Lower Wick",
    "Town": "Worcester",
    "County (name)": "Worcestershire",
    "Postcode": "WR1 1AA",
    "SchoolWebsite": "www.oakfield.example",
    "TelephoneNum": "01905123456",
    "LA (code)": "885",
    "LA (name)": "Worcestershire",
    "DistrictAdministrative (name)": "Worcester",
    "OpenDate": date(1994, 9, 1).strftime("%d-%m-%Y"),
}


def measure_import(rows: int) -> list[ImportRow]:
    """A file of so many schools, imported three times: none is known, all are, each has moved."""
    first = _register(rows, _CELLS)
    moved = _register(rows, _CELLS | {"Street": "2 High Street"})
    files = (("all new", first), ("nothing changed", first), ("all changed", moved))
    return [ImportRow(what, rows, _seconds(file)) for what, file in files]


def _register(rows: int, cells: dict[str, str]) -> BytesIO:
    file = BytesIO()
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.DictWriter(text, ["URN", *COLUMNS], restval="")
    writer.writeheader()
    for number in range(rows):
        name = f"Oakfield Primary {number}"
        writer.writerow(cells | {"URN": FIRST_URN + number, "EstablishmentName": name})
    text.flush()
    text.detach()
    return file


def _seconds(file: BytesIO) -> float:
    file.seek(0)
    started = time.perf_counter()
    import_file(stream=file, file_name="bench.csv", by=None)
    return round(time.perf_counter() - started, 2)
