"""Who may educate on what, and how full they are: pure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.profile.standing import (
    Standing,
    Stay,
    fullest,
    next_renewal,
    places,
    years_before,
)

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("stage", "days", "needs"),
    [
        (0, 70, True),
        (0, 100, True),
        (1, 70, False),
        (1, 100, True),
        (2, 70, False),
        (2, 100, False),
    ],
)
def test_who_needs_a_stage_two_mentor(stage, days, needs):
    assert Standing(stage=stage).needs_mentor(days) is needs
    assert bool(Standing(stage=stage).bars(days, ON, has_mentor=False)) is needs
    assert Standing(stage=stage).bars(days, ON, has_mentor=True) == []


def test_an_off_site_educator_is_at_stage_two():
    assert Standing(stage=1, is_off_site=True).bars(70, ON, has_mentor=True)
    assert Standing(stage=2, is_off_site=True).bars(70, ON, has_mentor=False) == []


def test_a_lapsed_registration_bars_and_its_last_day_does_not():
    lapsed = Standing(stage=2, registered_until=ON - timedelta(days=1))
    assert lapsed.bars(70, ON, has_mentor=False) == [
        "Their registration was renewed only until 21 November 2026."
    ]
    assert Standing(stage=2, registered_until=ON).bars(70, ON, has_mentor=False) == []


def test_currency_is_two_years_to_the_day():
    rule = years_before(ON, 2)
    assert rule == date(2024, 11, 22)
    assert Standing(stage=2, last_educated_on=rule, current_from=rule).is_current()
    before = rule - timedelta(days=1)
    assert not Standing(stage=2, last_educated_on=before, current_from=rule).is_current()
    assert not Standing(stage=2, current_from=rule).is_current()
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)


def test_registration_is_renewed_by_the_end_of_november():
    assert next_renewal(ON) == date(2026, 11, 30)
    assert next_renewal(date(2026, 12, 1)) == date(2027, 11, 30)


def test_places_are_whole_students_by_the_smaller_of_hours_and_desks():
    assert places(Decimal("18"), Decimal("4"), 6) == 4
    assert places(Decimal("18"), Decimal("4"), 3) == 3
    assert places(Decimal("3.5"), Decimal("4"), 3) == 0


def day(number: int) -> date:
    return ON + timedelta(days=number)


def test_the_fullest_moment_is_not_the_sum_of_all_who_pass_through():
    one_after_the_other = [Stay(day(0), day(9)), Stay(day(10), day(19))]
    assert fullest(one_after_the_other, day(0), day(19)) == 1
    assert fullest([*one_after_the_other, Stay(day(5), None)], day(0), day(19)) == 2
    assert fullest(one_after_the_other, day(30), day(40)) == 0


stays = st.lists(
    st.builds(
        lambda first, length: Stay(day(first), None if length is None else day(first + length)),
        st.integers(-30, 30),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=7,
)


@given(stays, st.integers(-30, 30), st.integers(0, 40))
def test_the_fullest_moment_is_the_most_on_any_day(found, first, length):
    days = [day(first + number) for number in range(length + 1)]
    most = max(
        sum(one.first <= on and (one.last is None or on <= one.last) for one in found)
        for on in days
    )
    assert fullest(found, days[0], days[-1]) == most
