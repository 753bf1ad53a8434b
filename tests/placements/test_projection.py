"""The placement's arithmetic: the handbook's vectors, and what must hold for every placement."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.projection import Pattern, planned_end, project, reached, with_days_missed
from timescales.calendars import published_calendar
from timescales.clock import Calendar

CALENDAR = published_calendar()
WEEK = frozenset(range(5))
MONDAY_TO_THURSDAY = frozenset(range(4))


def full(pattern: Pattern, until: date) -> dict[date, Decimal]:
    """Every expected day up to and with `until`, attended."""
    span = (until - pattern.starts_on).days + 1
    days = (pattern.starts_on + timedelta(days=n) for n in range(span))
    return {day: Decimal(1) for day in days if pattern.holds(day, CALENDAR)}


@pytest.mark.parametrize(
    ("pattern", "halfway", "last"),
    [
        (Pattern(date(2026, 9, 21), WEEK, 100), date(2026, 11, 27), date(2027, 2, 10)),
        (Pattern(date(2026, 9, 28), MONDAY_TO_THURSDAY, 70), date(2026, 11, 25), date(2027, 1, 27)),
    ],
)
def test_the_handbooks_vectors(pattern, halfway, last):
    before = project(pattern, {}, pattern.starts_on, CALENDAR)
    assert (before.midpoint_on, before.ends_on) == (halfway, last)
    on_the_day = project(pattern, full(pattern, halfway), halfway, CALENDAR)
    assert on_the_day.counted == pattern.days_total / 2
    assert on_the_day.day_number == pattern.days_total // 2
    assert (on_the_day.midpoint_on, on_the_day.ends_on) == (halfway, last)
    done = project(pattern, full(pattern, last), last, CALENDAR)
    assert (done.counted, done.remaining) == (pattern.days_total, 0)
    assert planned_end(pattern, CALENDAR) == last


PATTERN = Pattern(date(2026, 9, 28), MONDAY_TO_THURSDAY, 70)


def test_two_days_of_illness_move_the_end_by_two_placement_days():
    on = date(2026, 11, 19)
    entries = full(PATTERN, on) | {date(2026, 10, 13): Decimal(0), date(2026, 10, 14): Decimal(0)}
    standing = project(PATTERN, entries, on, CALENDAR)
    assert standing.counted == 30
    assert standing.day_number == 30
    assert standing.midpoint_on == date(2026, 11, 30)
    assert standing.ends_on == date(2027, 2, 1)


def test_today_is_expected_until_it_is_entered():
    on = date(2026, 9, 29)
    entries = {date(2026, 9, 28): Decimal(1)}
    standing = project(PATTERN, entries, on, CALENDAR)
    assert (standing.counted, standing.day_number) == (1, 2)
    assert standing.ends_on == date(2027, 1, 27)
    sick = project(PATTERN, entries | {on: Decimal(0)}, on, CALENDAR)
    assert (sick.counted, sick.day_number) == (1, 1)
    assert sick.ends_on == date(2027, 1, 28)


def test_a_past_day_that_nobody_entered_is_named_and_is_lost_after_a_week():
    entries = full(PATTERN, date(2026, 10, 8))
    del entries[date(2026, 9, 29)]
    in_time = project(PATTERN, entries, date(2026, 10, 6), CALENDAR)
    assert in_time.not_entered == (date(2026, 9, 29),)
    assert in_time.ends_on == date(2027, 1, 27)
    a_day_later = project(PATTERN, entries, date(2026, 10, 7), CALENDAR)
    assert a_day_later.not_entered == (date(2026, 9, 29),)
    assert a_day_later.ends_on == date(2027, 1, 28)
    assert a_day_later.counted == 6


def test_every_step_of_the_count_has_its_day():
    """Mon-Thu from 28 September: day 10 is Tue 13 October. Day 70 is Wed 27 January, so the last
    ten begin on Tue 12 January and day 60 is Mon 11 January.
    """
    wanted = [Decimal(60), Decimal(10), Decimal(0)]
    days = reached(PATTERN, {}, PATTERN.starts_on, CALENDAR, wanted)
    assert days == [date(2027, 1, 11), date(2026, 10, 13), date(2026, 9, 28)]


def test_missing_four_days_from_tomorrow():
    """Day 30 of 70 is done on Thu 19 November with two sick; the next four days are Mon 23 to Thu
    26: the end of Mon 1 February moves by a whole week of four days, to Mon 8 February."""
    on = date(2026, 11, 20)
    entries = full(PATTERN, on) | {date(2026, 10, 13): Decimal(0), date(2026, 10, 14): Decimal(0)}
    missed = with_days_missed(PATTERN, entries, on, 4, CALENDAR)
    assert sorted(missed.keys() - entries.keys()) == [date(2026, 11, day) for day in range(23, 27)]
    assert project(PATTERN, entries, on, CALENDAR).ends_on == date(2027, 2, 1)
    assert project(PATTERN, missed, on, CALENDAR).ends_on == date(2027, 2, 8)


def test_a_day_made_up_on_a_friday_brings_the_end_back():
    entries = full(PATTERN, date(2026, 10, 8)) | {date(2026, 10, 9): Decimal(1)}
    assert project(PATTERN, entries, date(2026, 10, 12), CALENDAR).ends_on == date(2027, 1, 26)


def test_leave_entered_ahead_moves_the_end_now():
    entries = {date(2026, 12, 14): Decimal(0)}
    assert project(PATTERN, entries, PATTERN.starts_on, CALENDAR).ends_on == date(2027, 1, 28)


def test_half_days_count_half():
    entries = {date(2026, 9, 28): Decimal("0.5"), date(2026, 9, 29): Decimal("0.5")}
    standing = project(PATTERN, entries, date(2026, 9, 30), CALENDAR)
    assert standing.counted == 1
    assert standing.ends_on == date(2027, 1, 28)


def test_a_pattern_without_a_day_never_ends_and_says_so():
    with pytest.raises(ValueError, match="at least one day"):
        planned_end(Pattern(date(2026, 9, 28), frozenset(), 70), CALENDAR)


starts = st.dates(date(2024, 1, 1), date(2026, 12, 31))
weekdays = st.frozensets(st.integers(0, 4), min_size=1)
patterns = st.builds(Pattern, starts, weekdays, st.sampled_from([70, 100]))
days_away = st.frozensets(st.integers(0, 60), max_size=12)


@given(patterns)
def test_with_no_day_lost_the_last_day_is_the_last_expected_one(pattern):
    end = planned_end(pattern, CALENDAR)
    assert pattern.holds(end, CALENDAR)
    assert len(full(pattern, end)) == pattern.days_total


@given(patterns, days_away, st.integers(0, 120))
def test_what_is_counted_and_what_remains_make_the_total(pattern, away, days_in):
    on = pattern.starts_on + timedelta(days=days_in)
    entries = full(pattern, on)
    for n, day in enumerate(sorted(entries)):
        if n in away:
            entries[day] = Decimal(0)
    standing = project(pattern, entries, on, CALENDAR)
    assert standing.counted + standing.remaining == pattern.days_total
    assert 0 <= standing.counted <= pattern.days_total
    assert standing.midpoint_on <= standing.ends_on
    assert standing.not_entered == ()
    assert 0 <= standing.day_number <= pattern.days_total


@given(patterns, days_away, st.integers(0, 60))
def test_one_more_day_away_never_brings_the_end_nearer(pattern, away, one_more):
    on = pattern.starts_on + timedelta(days=150)
    expected = sorted(full(pattern, on))

    def end(lost):
        entries = {day: Decimal(n not in lost) for n, day in enumerate(expected)}
        return project(pattern, entries, on, CALENDAR).ends_on

    assert end(away) <= end(away | {one_more})


@given(patterns, st.integers(0, 100))
def test_attending_as_expected_moves_nothing(pattern, days_in):
    on = pattern.starts_on + timedelta(days=days_in)
    standing = project(pattern, full(pattern, on), on, CALENDAR)
    assert standing.ends_on == planned_end(pattern, CALENDAR)


@given(patterns, st.lists(starts, max_size=8))
def test_a_bank_holiday_never_brings_the_end_nearer(pattern, days):
    more = Calendar(frozenset(CALENDAR.holidays) | frozenset(days))
    assert planned_end(pattern, more) >= planned_end(pattern, CALENDAR)


@given(patterns, st.integers(0, 100), st.integers(0, 30))
def test_missing_days_moves_the_end_by_as_many_placement_days(pattern, days_in, number):
    on = pattern.starts_on + timedelta(days=days_in)
    entries = full(pattern, on - timedelta(days=1))
    if len(entries) >= pattern.days_total:
        return
    missed = with_days_missed(pattern, entries, on, number, CALENDAR)
    end = project(pattern, missed, on, CALENDAR).ends_on
    assert len(full(pattern, end)) == pattern.days_total + number


@given(patterns, st.lists(st.integers(0, 140).map(lambda n: Decimal(n) / 2), max_size=6))
def test_targets_are_reached_in_their_order(pattern, targets):
    days = reached(pattern, {}, pattern.starts_on, CALENDAR, targets)
    by_target = [day for _, day in sorted(zip(targets, days, strict=True), key=lambda one: one[0])]
    assert by_target == sorted(by_target)
