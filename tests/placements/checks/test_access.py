"""When children's records are open: by hand, and for every set of verifications."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from placements.checks.access import Period, common, from_day, joined, open_periods

MONDAY = date(2026, 9, 28)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def period(first: int, last: int | None = None) -> Period:
    return Period(day(first), None if last is None else day(last))


PLACEMENT = period(0)


def test_nothing_opens_without_a_critical_check():
    assert open_periods(PLACEMENT, []) == []


def test_nothing_opens_while_one_is_missing():
    assert open_periods(PLACEMENT, [[period(-10)], []]) == []


def test_it_opens_at_the_later_of_the_last_verification_and_the_first_day():
    assert open_periods(PLACEMENT, [[period(-10)], [period(-3)]]) == [period(0)]
    assert open_periods(PLACEMENT, [[period(-10)], [period(4)]]) == [period(4)]


def test_it_shuts_when_the_first_one_expires_and_opens_again_with_its_renewal():
    dbs = [period(-10, 30), period(35)]
    assert open_periods(PLACEMENT, [dbs, [period(-3)]]) == [period(0, 30), period(35)]


def test_a_renewal_in_time_leaves_no_gap():
    assert open_periods(PLACEMENT, [[period(-10, 30), period(20)]]) == [period(0)]


def test_it_ends_with_the_placement():
    assert open_periods(period(0, 90), [[period(-10)]]) == [period(0, 90)]


def test_what_is_taken_back_shuts_the_same_day():
    assert Period.between(day(0), None, cut_on=day(5)) == period(0, 4)
    assert Period.between(day(0), None, cut_on=day(0)) is None


def test_days_before_are_left_as_they_were():
    assert from_day([period(0, 30), period(35)], day(10)) == [period(10, 30), period(35)]


firsts = st.integers(-40, 40)
lengths = st.one_of(st.none(), st.integers(0, 60))
periods = st.builds(
    lambda first, length: period(first, None if length is None else first + length),
    firsts,
    lengths,
)
verified = st.lists(st.lists(periods, max_size=4), min_size=1, max_size=4)
DAYS = [day(number) for number in range(-60, 120)]


def days_of(found) -> set[date]:
    return {on for on in DAYS if any(on in one for one in found)}


@given(verified, periods)
def test_open_exactly_on_days_of_the_placement_on_which_every_critical_check_holds(held, placement):
    opened = open_periods(placement, held)
    wanted = {
        on
        for on in DAYS
        if on in placement and all(any(on in one for one in check) for check in held)
    }
    assert days_of(opened) == wanted


@given(st.lists(periods, max_size=6))
def test_joining_keeps_the_days_and_leaves_gaps_between(found):
    whole = joined(found)
    assert days_of(whole) == days_of(found)
    for before, after in zip(whole, whole[1:], strict=False):
        assert before.last is not None
        assert before.last + timedelta(days=1) < after.first


@given(st.lists(periods, max_size=4), st.lists(periods, max_size=4))
def test_common_days_are_those_in_both(one, other):
    assert days_of(common(one, other)) == days_of(one) & days_of(other)
