"""The course of a placement: what holds for every one of them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from placements.models import UniversityRule
from placements.projection import Pattern
from placements.timeline.course import course, planned
from timescales.calendars import published_calendar

CALENDAR = published_calendar()
RULE = UniversityRule()
STEPS = (
    "agreement_by",
    "midpoint_on",
    "interim_on",
    "interim_report_on",
    "final_from",
    "ends_on",
    "final_report_on",
    "portfolio_on",
    "panel_on",
)

patterns = st.builds(
    Pattern,
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.frozensets(st.integers(0, 4), min_size=1),
    st.sampled_from([70, 100]),
)


def as_expected(pattern: Pattern, until: date) -> dict[date, Decimal]:
    span = (until - pattern.starts_on).days + 1
    days = (pattern.starts_on + timedelta(days=n) for n in range(max(span, 0)))
    return {day: Decimal(1) for day in days if pattern.holds(day, CALENDAR)}


@given(patterns, st.integers(0, 200))
def test_planned_is_now_where_no_day_was_lost(pattern, days_in):
    on = pattern.starts_on + timedelta(days=days_in)
    now = course(pattern, as_expected(pattern, on), RULE, on, CALENDAR)
    assert now == planned(pattern, RULE, CALENDAR)


@given(patterns, st.integers(0, 200), st.frozensets(st.integers(0, 200), max_size=15))
def test_lost_days_bring_no_step_forward(pattern, days_in, lost):
    on = pattern.starts_on + timedelta(days=days_in)
    ledger = as_expected(pattern, on)
    away = {day: Decimal(0) for n, day in enumerate(sorted(ledger)) if n in lost}
    now = course(pattern, ledger | away, RULE, on, CALENDAR)
    before = planned(pattern, RULE, CALENDAR)
    assert all(getattr(now, step) >= getattr(before, step) for step in STEPS)
    assert now.before_start == before.before_start


@given(patterns)
def test_steps_come_in_their_order(pattern):
    at = planned(pattern, RULE, CALENDAR)
    assert at.before_start < pattern.starts_on <= at.agreement_by <= at.midpoint_on
    assert at.midpoint_on <= at.final_from <= at.ends_on <= at.portfolio_on <= at.panel_on


@given(patterns, st.integers(-40, 300))
def test_what_the_university_sets_moves_with_nothing(pattern, after):
    day = pattern.starts_on + timedelta(days=after)
    at = planned(pattern, RULE, CALENDAR, {"portfolio": day})
    free = planned(pattern, RULE, CALENDAR)
    assert at.portfolio_on == (day if after > 0 else free.portfolio_on)
    assert at.panel_on == free.panel_on
