"""`manage.py clock`."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from timescales.models import ExtraHoliday

pytestmark = pytest.mark.django_db


def clock(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("clock", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("C1", "2026-04-02"), "2026-04-07"),
        (("c2", "2026-11-02"), "2027-01-07"),
        (("C9", "2026-11-30"), "2027-02-28"),
        (("C18", "2026-11-20"), "2026-11-27"),
        (("C5", "2026-12-10", "--counting", "day1_inclusive"), "2027-01-04"),
        (("C5", "2026-12-10", "--counting", "day0"), "2027-01-05"),
        (("C11", "2026-12-18", "--limit", "20"), "2027-01-20"),
        (("C2", "2026-03-20", "--edition", "Working Together 2023"), "2026-05-28"),
        (("C2", "2026-03-20", "--edition", "2026"), "2026-05-28"),
        (("KPISC1", "2026-03-28T12:00+00:00"), "2026-03-29T13:00:00+01:00"),
        (("C20", "2026-12-18T16:30:00Z"), "2026-12-21T16:30:00+00:00"),
        (("C1", "2026-06-30T23:30+00:00"), "2026-07-02"),
    ],
)
def test_the_first_line_is_the_date(arguments, first):
    lines = clock(*arguments)
    assert lines[0] == first
    assert "due" in lines[1]


def test_checkpoints_come_one_by_one():
    lines = clock("C3", "2026-03-02")
    assert lines[0] == "2026-03-16"
    assert [line.split(":")[0] for line in lines[2:4]] == [
        "then due Mon 30 Mar 2026",
        "then due Wed 15 Apr 2026",
    ]


def test_later_visits_are_said():
    assert "Fri 8 Jan 2027" in clock("C18", "2026-11-20")[2]


def test_a_local_default_says_that_it_is_unverified():
    assert clock("C14", "2026-11-20")[-1] == "Shipped default, unverified."


def test_an_extra_holiday_counts():
    ExtraHoliday.objects.create(date=date(2026, 11, 23), name="Jubilee")
    assert clock("C1", "2026-11-21")[0] == "2026-11-24"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("C99", "2026-01-01"), "There is no rule C99"),
        (("C2", "2026-02-30"), "neither a date"),
        (("C2", "tomorrow"), "neither a date"),
        (("C20", "2026-01-01"), "needs a date with a time"),
        (("C20", "2026-01-01T10:00"), "offset"),
        (("C2", "2026-01-01", "--edition", "1999"), "Editions: Working Together 2023"),
        (("C2", "2026-01-01", "--limit", "-1"), "negative"),
        (("C2", "2200-01-01"), "1900 to 2100"),
        (("C2",), "Give one START"),
    ],
)
def test_mistakes_are_named(arguments, message):
    with pytest.raises(CommandError, match=message) as refused:
        clock(*arguments)
    assert refused.value.returncode == 2


def test_many_starts_are_answered_line_by_line(monkeypatch):
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(20_000)]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(str, days))))
    lines = clock("C2", "--stdin")
    assert len(lines) == len(days)
    assert lines[0] == "2000-01-01 2000-03-06"


def test_a_bad_line_is_named_and_the_others_are_answered(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("2026-04-02\nnonsense\n\n2026-04-04\n"))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("clock", "C1", "--stdin", stdout=out, stderr=err)
    assert refused.value.returncode == 1
    assert out.getvalue().splitlines() == ["2026-04-02 2026-04-07", "2026-04-04 2026-04-07"]
    assert err.getvalue().startswith("line 2: 'nonsense'")


def test_answers_do_not_cost_queries_by_the_line(monkeypatch, queries_for):
    def ask(number):
        monkeypatch.setattr("sys.stdin", io.StringIO("2026-04-02\n" * number))
        return queries_for(lambda: clock("C1", "--stdin"))

    assert ask(2) == ask(20) == 2
