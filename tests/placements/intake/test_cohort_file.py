"""A university's list as bytes: what is read, what is refused and why."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.register import FileRefused
from placements.intake.cohort_file import COLUMNS, EXAMPLE, MOST_ROWS, read

HEADER = "Name,E-mail,University,Days"


def one(line: str, header: str = HEADER):
    return read(f"{header}\n{line}\n".encode())


def test_the_example_can_be_read():
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, EXAMPLE])
    found = read(text.getvalue().encode())
    assert found.refusals == []
    assert found.rows[0].values == {
        "name": "Robin Example",
        "email": "robin.example@university.example",
        "university": "Severn Vale University",
        "days_total": 70,
        "starts_on": None,
        "weekdays": [0, 1, 2, 3],
        "programme": "MA Social Work",
        "home_area": "Kidderminster",
        "travel": "transport",
        "learning_needs": "Direct work with younger children",
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",a@b.org,Teme,70", "Name is missing."),
        ("Sam,nothing,Teme,70", "E-mail is not an address: 'nothing'."),
        ("Sam,,Teme,70", "E-mail is not an address: it is empty."),
        ("Sam,a@b.org,,70", "University is missing."),
        ("Sam,a@b.org,Teme,80", "Days is neither 70 nor 100: '80'."),
        ("Sam,a@b.org,Teme", "The row has 3 cells and the first line 4."),
        (f"{'S' * 121},a@b.org,Teme,70", "Name is longer than 120 characters."),
    ],
)
def test_what_is_wrong_with_a_row(line, why):
    found = one(line)
    assert [(refused.line, refused.reason) for refused in found.refusals] == [(2, why)]


@pytest.mark.parametrize(
    ("cell", "days"),
    [("", [0, 1, 2, 3, 4]), ("Mon-Thu", [0, 1, 2, 3]), ("Monday to Wednesday", [0, 1, 2]),
     ("fri, Mon", [0, 4]), ("Tue Thu", [1, 3]), ("Wed", [2])],
)  # fmt: skip
def test_weekdays_as_people_write_them(cell, days):
    found = one(f'Sam,a@b.org,Teme,70,"{cell}"', f"{HEADER},Weekdays")
    assert found.rows[0].values["weekdays"] == days


@pytest.mark.parametrize("cell", ["1/2/2027", "01-02-2027", "2027-02-01", "1.2.2027"])
def test_days_as_people_write_them(cell):
    found = one(f"Sam,a@b.org,Teme,70,{cell}", f"{HEADER},First day")
    assert found.rows[0].values["starts_on"] == "2027-02-01"


@pytest.mark.parametrize(
    ("cell", "column"), [("31/2/2027", "First day"), ("Foo", "Weekdays"), ("Boat", "Gets about")]
)
def test_what_cannot_be_read_is_refused(cell, column):
    assert (
        one(f"Sam,a@b.org,Teme,70,{cell}", f"{HEADER},{column}")
        .refusals[0]
        .reason.startswith(column)
    )


def test_an_address_stands_once():
    found = read(f"{HEADER}\nSam,a@b.org,Teme,70\n\nTim,A@B.org,Teme,70\n".encode())
    assert [row.line for row in found.rows] == [2]
    assert found.refusals[0].reason == "The address a@b.org already stands on line 2."


def test_columns_in_any_order_others_passed_by_and_windows_text():
    text = "Line,Reason,Days,UNIVERSITY,e-mail,Name\n9,was wrong,100 days,Teme,a@b.org,Zoë\n"
    found = read(text.encode("cp1252"))
    assert (found.rows[0].values["name"], found.rows[0].values["days_total"]) == ("Zoë", 100)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"Name,Days\n", "no column called E-mail or University"),
        (b"Name,Name,E-mail,University,Days\n", "stands twice"),
        (b'Name,E-mail,University,Days\n"Sam,a@b.org,Teme,70\n', "line"),
        (b"PK\x03\x04zip", "spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(content, why):
    with pytest.raises(FileRefused, match=why):
        read(content)


def test_a_file_of_a_whole_university_is_not_a_cohort():
    rows = "".join(f"Sam,a{n}@b.org,Teme,70\n" for n in range(MOST_ROWS + 1))
    with pytest.raises(FileRefused, match="at most 500"):
        read(f"{HEADER}\n{rows}".encode())


@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=8))
def test_every_row_is_read_or_refused_never_lost(rows):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([HEADER.split(","), *rows])
    try:
        content = text.getvalue().encode()
    except UnicodeEncodeError:
        return
    found = read(content)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(found.rows) + len(found.refusals) == len(filled)
