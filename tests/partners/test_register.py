"""The parser of the national register: what it takes, what it refuses, and why."""

import csv
import random
import tracemalloc
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.register import COLUMNS, FileRefused, Refused, Register, Row, safe_cell
from tests.partners.factories import ROW, plain_file, register_file, row

HEADER = "URN,EstablishmentName,EstablishmentStatus (name)"


def read(stream) -> list[Row | Refused]:
    with Register(stream) as register:
        return list(register.rows())


def only(stream) -> Row | Refused:
    (found,) = read(stream)
    return found


def reason(**changes: str) -> str:
    found = only(register_file([row(**changes)]))
    assert isinstance(found, Refused), found
    return found.reason


def value(name: str, **changes: str):
    found = only(register_file([row(**changes)]))
    assert isinstance(found, Row), found
    return found.values[name]


def test_a_row_with_every_column():
    found = only(register_file([row()]))
    assert found == Row(
        line=2,
        urn=100001,
        values={
            "la_code": "885",
            "la_name": "Worcestershire",
            "establishment_number": "2001",
            "name": "Saint Anne’s Primary",
            "kind": "Community school",
            "status": "open",
            "opened_on": "1994-09-01",
            "closed_on": None,
            "phase": "Primary",
            "low_age": 4,
            "high_age": 11,
            "religious_character": "Does not apply",
            "street": "1 High Street",
            "locality": "",
            "address3": "",
            "town": "Worcester",
            "county": "Worcestershire",
            "postcode": "WR1 1AA",
            "website": "http://www.saint-annes.example",
            "phone": "01905123456",
            "district": "Worcester",
        },
    )


def test_the_three_required_columns_are_enough():
    found = only(plain_file(HEADER, "100001,Oakfield,Open"))
    assert found == Row(2, 100001, {"name": "Oakfield", "status": "open"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Open", "open"),
        ("Closed", "closed"),
        ("Open, but proposed to close", "closing"),
        ("Proposed to open", "proposed"),
        (" open ", "open"),
    ],
)
def test_every_status_of_the_register(said, meant):
    assert value("status", Status=said) == meant


@given(
    order=st.permutations(sorted(COLUMNS)),
    drop=st.integers(0, 10),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    name=st.text(
        st.characters(codec="cp1252", exclude_categories=["C", "Z"]), min_size=1, max_size=60
    ),
)
def test_any_order_any_subset_any_encoding(order, drop, encoding, line_end, name):
    required = {"EstablishmentName", "EstablishmentStatus (name)"}
    kept = [column for column in order[drop:] if column not in required] + sorted(required)
    columns = random.Random(drop).sample([*kept, "URN"], len(kept) + 1)
    stream = register_file([row(Name=f"{name} ÿé")], columns, encoding, line_end)
    with Register(stream) as register:
        (found,) = register.rows()
    assert isinstance(found, Row)
    assert found.values["name"] == f"{name} ÿé"
    assert set(found.values) == {COLUMNS[column][0] for column in kept} == set(register.fields)
    assert register.encoding == ("cp1252" if encoding == "cp1252" else "utf-8-sig")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content):
    with suppress(FileRefused):
        read(BytesIO(content))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6), st.integers(0, 5))
def test_any_row_is_read_or_refused_with_its_line(cells, before):
    stream = register_file([row(URN=str(100002 + n)) for n in range(before)])
    text = stream.getvalue().decode()
    out = BytesIO()
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    out.write((text + line).encode("utf-8", "surrogatepass"))
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        return
    rows = read(out)
    assert len(rows) in {before, before + 1}
    if len(rows) > before:
        assert isinstance(rows[-1], Refused)
        assert rows[-1].line == before + 2


@pytest.mark.parametrize(
    "urn", ["", "abc", "12345", "1000000", "099999", "-10001", "1e5", "１２３４５６"]
)
def test_a_bad_urn(urn):
    assert "URN is not a number of six digits" in reason(URN=urn)


@pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
def test_a_missing_name(name):
    assert reason(Name=name) == "EstablishmentName is missing."


@pytest.mark.parametrize("status", ["", "Shut", "Opening"])
def test_an_unknown_status(status):
    assert "EstablishmentStatus (name) is not known" in reason(Status=status)


@pytest.mark.parametrize("day", ["31-02-2020", "00-01-2020", "1-1-20", "yesterday", "01-13-2020"])
def test_an_impossible_date(day):
    assert reason(OpenDate=day) == f"OpenDate is not a date (day-month-year): '{day}'."


@pytest.mark.parametrize("day", ["01-09-2007", "1-9-2007", "01/09/2007", "2007-09-01"])
def test_dates_as_the_register_and_spreadsheets_write_them(day):
    assert value("opened_on", OpenDate=day) == "2007-09-01"


def test_a_school_that_closes_before_it_opens():
    assert "closes (1994-08-31) before it opens" in reason(CloseDate="31-08-1994", Status="Closed")


@pytest.mark.parametrize("ages", [{"Low": "x"}, {"High": "99"}, {"Low": "-1"}, {"Low": "4.5"}])
def test_an_age_that_is_none(ages):
    assert "is not an age" in reason(**ages)


def test_a_highest_age_below_the_lowest():
    assert reason(Low="11", High="4") == "The highest age (4) is below the lowest (11)."


def test_a_text_longer_than_any_school_has():
    assert reason(Town="x" * 101) == "Town is longer than 100 characters."


def test_the_second_row_of_a_urn_is_refused_and_points_at_the_first():
    first, second, third = read(register_file([row(), row(Name="Other"), row(URN="100002")]))
    assert isinstance(first, Row)
    assert (second.line, second.reason) == (3, "URN 100001 already stands on line 2.")
    assert isinstance(third, Row)


def test_a_refused_row_does_not_use_up_its_urn():
    refused, taken = read(register_file([row(Name=""), row()]))
    assert isinstance(refused, Refused)
    assert isinstance(taken, Row)


@pytest.mark.parametrize(
    ("line", "cells"), [("100001,Oakfield", 2), ("100001,Oakfield,Open,more,and more", 5)]
)
def test_too_few_or_too_many_cells(line, cells):
    found = only(plain_file(HEADER, line))
    assert found.reason == f"The row has {cells} cells and the header 3."
    assert found.cells == line.split(",")


def test_lines_are_those_of_the_file_blank_ones_and_cells_of_two_lines_included():
    rows = read(
        plain_file(
            HEADER, "", "100001,Oakfield,Open", ",,", '100002,"Two\nlines",Open', "100003,,Open"
        )
    )
    assert [found.line for found in rows] == [3, 5, 7]
    assert rows[1].values["name"] == "Two lines"


def test_a_leading_zero_stays_or_comes_back():
    assert value("phone", Phone="01299 871803") == "01299871803"
    assert value("phone", Phone="1299871803") == "01299871803"
    assert value("phone", Phone="+44 (0)1299 871803") == "01299871803"
    assert value("phone", Phone="01905 123456 ext 2") == "01905 123456 ext 2"
    assert value("phone", Phone="") == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("www.a.co.uk", "http://www.a.co.uk"),
        ("HTTPS://WWW.A.org/Path/", "https://www.a.org/Path/"),
        ("http://www.a.org/", "http://www.a.org"),
        ("http:\\\\www.a.org", "http://www.a.org"),
        ("http//www.a.org", "http://www.a.org"),
        ("javascript:alert(1)", ""),
        ("head@a.co.uk", ""),
        ("not a website", ""),
        ("http://[bad", ""),
        ("", ""),
    ],
)
def test_websites_are_links_or_nothing(said, kept):
    assert value("website", Website=said) == kept
    assert value("website", Website=kept) == kept


def test_postcodes_are_written_one_way():
    assert value("postcode", Postcode="wr49pe") == "WR4 9PE"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n", "no column called URN"),
        (b"PK\x03\x04 zipped", "zip or a spreadsheet"),
        ("URN".encode("utf-16"), "UTF-16"),
        (b"URN,EstablishmentName\n1,\x81", "neither UTF-8 nor Windows-1252"),
        (b"URN;EstablishmentName;EstablishmentStatus (name)\n", "separated by commas"),
        (b"URN,EstablishmentName\n", "no column called EstablishmentStatus (name)"),
        (HEADER.encode() + b",urn\n", "URN stands twice"),
        (HEADER.encode() + b'\n100001,"Oakfield,Open\n', "stops making sense at line"),
        (HEADER.encode() + b"\n100001," + b"x" * 200_000 + b",Open", "field larger than"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, why):
    with pytest.raises(FileRefused, match=why.replace("(", r"\(").replace(")", r"\)")):
        read(BytesIO(content))


def test_characters_no_database_holds_are_taken_out():
    found = only(plain_file(HEADER, "100001,Oak\x00field,Open"))
    assert found.values["name"] == "Oak field"
    refused = only(plain_file(HEADER, "x\x00,Oakfield,Open"))
    assert refused.cells[0] == "x"


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(cell):
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell("Oakfield") == "Oakfield"


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(ROW)
            for n in range(rows):
                writer.writerow((ROW | {"URN": 100_000 + n, "Street": "é" * 100}).values())
        tracemalloc.start()
        with path.open("rb") as stream, Register(stream) as register:
            seen = sum(isinstance(found, Row) for found in register.rows())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seen == rows
        return most

    small, large = peak(500), peak(10_000)
    assert large < small + 1_000_000
    assert large < 8_000_000
