"""How a plan is said: how long ago, which one it is, what changed."""

from datetime import date

import pytest

from casework.plan.models import Plan
from casework.plan.presenters import ago, categories_in_words, months_between, repeat_words


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 9, 14), date(2026, 11, 14), 14),
        (date(2025, 9, 15), date(2026, 11, 14), 13),
        (date(2025, 8, 31), date(2026, 2, 28), 6),
        (date(2026, 11, 1), date(2026, 11, 30), 0),
    ],
)
def test_whole_months(first, last, months):
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (date(2025, 9, 1), "14 months ago"),
        (date(2026, 10, 20), "1 month ago"),
        (date(2026, 11, 1), "3 weeks ago"),
        (date(2026, 11, 19), "3 days ago"),
        (date(2026, 11, 22), "on the same day"),
    ],
)
def test_how_long_ago(then, said):
    assert ago(then, date(2026, 11, 22)) == said


def a_plan(starts_on, ends_on=None, **facts):
    return Plan(kind="child_protection", starts_on=starts_on, ends_on=ends_on, **facts)


def test_the_first_plan_is_no_repeat():
    assert repeat_words(a_plan(date(2026, 11, 2)), []) == ""


def test_a_second_plan_says_when_the_first_ended():
    before = a_plan(date(2024, 11, 4), date(2025, 9, 2))
    assert repeat_words(a_plan(date(2026, 11, 2)), [before]) == (
        "Second child protection plan; the first ended 14 months before it."
    )


def test_plans_before_the_portal_are_counted():
    before = a_plan(date(2024, 11, 4), date(2025, 9, 2))
    plan = a_plan(date(2026, 11, 2), plans_before_us=1, last_before_us_ended_on=date(2020, 1, 1))
    assert repeat_words(plan, [before]) == (
        "Third child protection plan; the last ended 14 months before it."
    )
    alone = a_plan(date(2026, 11, 2), plans_before_us=1, last_before_us_ended_on=date(2026, 10, 5))
    assert repeat_words(alone, []) == (
        "Second child protection plan; the first ended 4 weeks before it."
    )


def test_categories_are_told_in_the_order_in_which_they_held():
    assert categories_in_words(("NEG", "EMO")) == "neglect, then emotional abuse"
    assert categories_in_words(("NEG", "NEG")) == "neglect"
    assert categories_in_words((None, None)) == ""
