"""Days on which a placement stands still: nobody expected, no record open. Pure."""

from datetime import date

from placements.checks.access import Period, open_periods, without
from placements.projection import Pattern, planned_end, project
from timescales.clock import Calendar

CALENDAR = Calendar(frozenset())
FIRST = date(2026, 9, 28)
GAP = (date(2026, 10, 5), date(2026, 10, 16))


def pattern(*gaps):
    return Pattern(FIRST, frozenset({0, 1, 2, 3, 4}), 70, gaps)


def test_two_weeks_that_stand_still_end_it_two_weeks_later():
    assert (planned_end(pattern(GAP), CALENDAR) - planned_end(pattern(), CALENDAR)).days == 14
    assert pattern(GAP).without_gaps() == pattern()


def test_no_day_of_them_is_missing():
    on = date(2026, 10, 19)
    missing = project(pattern(GAP), {}, on, CALENDAR).not_entered
    assert missing == tuple(date(2026, 9, day) for day in (28, 29, 30)) + (
        date(2026, 10, 1),
        date(2026, 10, 2),
    )


def test_records_are_shut_on_them():
    whole = Period(FIRST, None)
    held = [[Period(date(2026, 9, 1))]]
    still = Period(*GAP)
    assert without(whole, []) == [whole]
    assert open_periods(whole, held, [still]) == [
        Period(FIRST, date(2026, 10, 4)),
        Period(date(2026, 10, 17), None),
    ]
    assert open_periods(whole, held, [Period(GAP[0])]) == [Period(FIRST, date(2026, 10, 4))]
    assert open_periods(whole, held, [Period(FIRST)]) == []
