"""The pure clock, against the worked examples of the clock table and against its own laws."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timescales.calendars import published_calendar
from timescales.clock import (
    Calendar,
    Counting,
    Pause,
    RuleSpec,
    Unit,
    add_months,
    add_working_days,
    due,
    elapsed_hours,
    elapsed_working_days,
    parse_start,
    working_days_before,
)
from timescales.shipped_rules import SHIPPED_RULES

ENGLAND = published_calendar()


def rule(code: str) -> RuleSpec:
    """The newest shipped edition of a rule."""
    row = [one for one in SHIPPED_RULES if one["code"] == code][-1]
    return RuleSpec(
        code=code,
        title=row["title"],
        limits=tuple(row["limits"]),
        unit=Unit(row["limit_unit"]),
        warn_at=row["warn_at"],
    )


@pytest.mark.parametrize(
    ("number", "code", "start", "due_on"),
    [
        ("T1", "C1", "2026-04-02", "2026-04-07"),
        ("T2", "C1", "2026-04-04", "2026-04-07"),
        ("T3", "C1", "2026-12-24", "2026-12-29"),
        ("T4", "C1", "2026-11-21", "2026-11-23"),
        ("T5", "C2", "2026-03-02", "2026-05-07"),
        ("T6", "C2", "2026-11-02", "2027-01-07"),
        ("T7", "C2", "2026-11-21", "2027-01-27"),
        ("T8", "C5", "2026-03-24", "2026-04-16"),
        ("T9", "C5", "2026-12-10", "2027-01-05"),
        ("T10", "C5", "2026-12-16", "2027-01-11"),
        ("T11", "C5", "2026-05-01", "2026-05-26"),
        ("T12", "C7", "2026-03-27", "2026-04-14"),
        ("T13", "C7", "2026-12-17", "2027-01-05"),
        ("T14", "C9", "2026-05-29", "2026-08-29"),
        ("T15", "C9", "2026-11-30", "2027-02-28"),
        ("T16", "C9", "2026-09-25", "2026-12-25"),
        ("T17", "C15", "2026-12-04", "2027-01-06"),
        ("T18", "C11", "2026-12-18", "2027-01-06"),
        ("T19", "C18", "2026-11-20", "2026-11-27"),
        ("T20", "C19", "2026-12-23", "2027-01-04"),
    ],
)
def test_worked_examples(number, code, start, due_on):
    found = due(rule(code), date.fromisoformat(start), ENGLAND)
    assert found.due_on == date.fromisoformat(due_on), number


@pytest.mark.parametrize(
    ("start", "book_by"),
    [
        ("2026-05-29", "2026-08-28"),
        ("2026-11-30", "2027-02-26"),
        ("2026-09-25", "2026-12-24"),
    ],
)
def test_a_review_is_booked_on_a_working_day(start, book_by):
    found = due(rule("C9"), date.fromisoformat(start), ENGLAND)
    assert found.book_by == date.fromisoformat(book_by)


def test_t9_a_day_early_is_fourteen_days():
    assert elapsed_working_days(date(2026, 12, 10), date(2027, 1, 4), ENGLAND) == 14


def test_t10_the_first_discussion_would_have_been_earlier():
    assert due(rule("C5"), date(2026, 12, 8), ENGLAND).due_on == date(2026, 12, 31)


def test_t18_plain_days_would_have_been_earlier():
    plain = RuleSpec("X", "X", (14,), Unit.CALENDAR_DAYS)
    assert due(plain, date(2026, 12, 18), ENGLAND).due_on == date(2027, 1, 1)


def test_t19_later_visits_follow_the_last_one():
    assert due(rule("C18"), date(2026, 11, 27), ENGLAND, stage=1).due_on == date(2027, 1, 8)
    assert due(rule("C18"), date(2026, 11, 27), ENGLAND, stage=7).due_on == date(2027, 1, 8)


def test_t21_twenty_four_hours_are_not_one_working_day():
    begun = datetime(2026, 12, 18, 16, 30, tzinfo=UTC)
    decided = datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
    assert elapsed_hours(begun, decided) == 65.5
    assert decided > due(rule("KPISC1"), begun, ENGLAND).due_at
    assert decided.date() <= due(rule("C1"), begun, ENGLAND).due_on


def test_t22_hours_are_instants_when_the_clocks_go_forward():
    london = ZoneInfo("Europe/London")
    begun = datetime(2026, 3, 28, 12, 0, tzinfo=london)
    decided = datetime(2026, 3, 29, 12, 30, tzinfo=london)
    assert elapsed_hours(begun, decided) == 23.5
    found = due(rule("KPISC1"), begun, ENGLAND)
    assert decided <= found.due_at
    assert found.due_at.isoformat() == "2026-03-29T13:00:00+01:00"
    assert "clocks changing" in found.explanation


def test_t23_one_day_late():
    passed = elapsed_working_days(date(2026, 3, 24), date(2026, 4, 17), ENGLAND)
    assert passed - rule("C5").limits[0] == 1


def test_t24_the_strict_reading():
    found = due(rule("C5"), date(2026, 12, 10), ENGLAND, counting=Counting.DAY1_INCLUSIVE)
    assert found.due_on == date(2027, 1, 4)
    assert "counted as day 1" in found.explanation


def test_the_holidays_of_the_table_are_the_ones_counted():
    assert [day for day in sorted(ENGLAND.holidays) if day.year == 2027] == [
        date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3),
        date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 25), date(2027, 12, 26),
        date(2027, 12, 27), date(2027, 12, 28),
    ]  # fmt: skip
    assert date(2026, 12, 28) in ENGLAND.holidays


# ---- Sentences -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "start", "sentence"),
    [
        (
            "C5",
            date(2025, 5, 1),
            (
                "due Fri 23 May 2025: 15 working days from Thu 1 May, "
                "skipped Mon 5 May (Early May bank holiday)"
            ),
        ),
        (
            "C1",
            date(2026, 4, 4),
            (
                "due Tue 7 Apr 2026: 1 working day from Sat 4 Apr, "
                "not a working day, so day 1 is Tue 7 Apr, skipped Mon 6 Apr (Easter Monday)"
            ),
        ),
        (
            "C9",
            date(2026, 11, 30),
            (
                "due Sun 28 Feb 2027: 3 months from Mon 30 Nov 2026, "
                "clipped to the last day of a shorter month, that is a Sunday: book by Fri 26 Feb"
            ),
        ),
        (
            "C9",
            date(2026, 9, 25),
            (
                "due Fri 25 Dec 2026: 3 months from Fri 25 Sep, "
                "that is Christmas Day: book by Thu 24 Dec"
            ),
        ),
        (
            "C20",
            datetime(2026, 12, 18, 16, 30, tzinfo=UTC),
            "due Mon 21 Dec 2026 at 16:30: 72 hours from Fri 18 Dec at 16:30",
        ),
        ("C18", date(2026, 11, 20), "due Fri 27 Nov 2026: 1 week from Fri 20 Nov"),
    ],
)
def test_a_clock_explains_itself(code, start, sentence):
    assert due(rule(code), start, ENGLAND).explanation == sentence


def test_a_long_list_of_skipped_days_is_cut():
    assert due(rule("C2"), date(2020, 1, 1), ENGLAND, limit=999).explanation.endswith(" more")


# ---- Laws ------------------------------------------------------------------------------------

days = st.dates(date(1905, 1, 1), date(2090, 12, 31))
numbers = st.integers(0, 400)
holidays = st.frozensets(st.dates(date(2020, 1, 1), date(2022, 12, 31)), max_size=60)
near = st.dates(date(2020, 1, 1), date(2022, 12, 31))


def by_the_book(start: date, number: int, calendar: Calendar) -> date:
    """The reference algorithm, a day at a time."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= calendar.is_working_day(day)
    return day


@given(near, st.integers(0, 120), holidays)
def test_it_agrees_with_counting_on_fingers(start, number, closed):
    calendar = Calendar(closed)
    found = add_working_days(start, number, calendar)
    assert found == by_the_book(start, number, calendar)
    assert elapsed_working_days(start, found, calendar) == number


@given(days, st.integers(1, 400))
def test_never_on_a_day_off(start, number):
    assert ENGLAND.is_working_day(add_working_days(start, number, ENGLAND))


@given(days, days, numbers)
def test_who_starts_later_is_never_due_earlier(one, other, number):
    earlier, later = sorted((one, other))
    assert add_working_days(earlier, number, ENGLAND) <= add_working_days(later, number, ENGLAND)


@given(days, numbers, numbers)
def test_n_and_then_m_is_n_and_m(start, first, second):
    after = add_working_days(start, first, ENGLAND)
    assert add_working_days(after, second, ENGLAND) == add_working_days(
        start, first + second, ENGLAND
    )


@given(near, st.integers(0, 120), st.lists(near, max_size=40), st.randoms())
def test_the_order_of_holidays_does_not_matter(start, number, closed, shuffler):
    shuffled = list(closed)
    shuffler.shuffle(shuffled)
    assert add_working_days(start, number, Calendar(closed)) == add_working_days(
        start, number, Calendar(shuffled)
    )


@given(near, st.integers(0, 120), holidays, near)
def test_one_more_holiday_never_brings_a_day_forward(start, number, closed, one_more):
    assert add_working_days(start, number, Calendar(closed)) <= add_working_days(
        start, number, Calendar(closed | {one_more})
    )


@given(days, st.integers(1, 400))
def test_back_is_the_inverse_of_forward(start, number):
    forward = add_working_days(start, number, ENGLAND)
    assert working_days_before(forward, number - 1, ENGLAND) == add_working_days(start, 1, ENGLAND)


@given(st.dates(date(1901, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_keep_the_day_or_clip_it(start, number):
    found = add_months(start, number)
    assert found.day == start.day or (found + timedelta(days=1)).day == 1
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == number


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 500),
)
def test_hours_are_the_same_in_every_time_zone(start, number):
    spec = RuleSpec("X", "X", (number,), Unit.HOURS)
    elsewhere = start.astimezone(ZoneInfo("Europe/London"))
    assert due(spec, start, ENGLAND).due_at == due(spec, elsewhere, ENGLAND).due_at
    assert elapsed_hours(start, due(spec, start, ENGLAND).due_at) == number


@given(days, st.sampled_from(["C1", "C2", "C4", "C8", "C9", "C10", "C12", "C18", "C23"]))
def test_dates_stand_in_order(start, code):
    found = due(rule(code), start, ENGLAND)
    assert start <= found.book_by <= found.due_on
    assert found.warn_from <= found.overdue_from
    assert found.warn_from.date() >= start


@given(near, near, st.integers(1, 60))
def test_a_pause_gives_its_working_days_back(start, stopped, number):
    spec = RuleSpec("X", "X", (number,), Unit.WORKING_DAYS)
    stood = Pause(stopped, stopped + timedelta(days=9))
    passed = elapsed_working_days(stood.starts, stood.ends, ENGLAND)
    assert (
        due(spec, start, ENGLAND, pauses=[stood]).due_on
        == due(spec, start, ENGLAND, limit=number + passed).due_on
    )


# ---- Refusals --------------------------------------------------------------------------------


def test_nothing_is_counted_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 1), -1, ENGLAND)
    with pytest.raises(ValueError, match="negative"):
        due(rule("C1"), date(2026, 1, 1), ENGLAND, limit=-1)
    assert elapsed_working_days(date(2026, 1, 9), date(2026, 1, 5), ENGLAND) == 0


def test_zero_days_is_the_day_itself():
    assert due(rule("C1"), date(2026, 4, 4), ENGLAND, limit=0).due_on == date(2026, 4, 4)


@pytest.mark.parametrize("start", [date(1899, 12, 31), date(2101, 1, 1), date(2100, 12, 30)])
@pytest.mark.parametrize("code", ["C2", "C9", "C18"])
def test_years_without_known_holidays_are_refused(start, code):
    with pytest.raises(ValueError, match="1900 to 2100"):
        due(rule(code), start, ENGLAND)


def test_the_first_and_last_days_are_counted():
    assert due(rule("C1"), date(1900, 1, 1), ENGLAND).due_on == date(1900, 1, 2)
    assert due(rule("C1"), date(2100, 12, 29), ENGLAND).due_on == date(2100, 12, 30)


def test_hours_need_an_instant():
    with pytest.raises(ValueError, match="needs a date with a time"):
        due(rule("C20"), date(2026, 1, 1), ENGLAND)
    with pytest.raises(ValueError, match="offset"):
        due(rule("C20"), parse_start("2026-01-01T10:00"), ENGLAND)
    with pytest.raises(ValueError, match="day1_inclusive"):
        due(
            rule("C20"),
            datetime(2026, 1, 1, tzinfo=UTC),
            ENGLAND,
            counting=Counting.DAY1_INCLUSIVE,
        )


def test_an_evening_in_england_is_its_own_day():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert due(rule("C1"), late, ENGLAND).starts == date(2026, 7, 1)
