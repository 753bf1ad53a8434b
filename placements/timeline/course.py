"""When each step of a placement is due, planned and now. Pure: ledger and rule in, dates out.

The days of a placement come from the ledger's projection, so a lost day moves every step after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from placements.models.rule import RuleDate, UniversityRule
from placements.projection import Pattern, reached
from timescales.clock import Calendar

ONE_DAY = timedelta(days=1)
What = RuleDate.What
NO_DATES: Mapping[str, date] = {}


@dataclass(frozen=True)
class Course:
    """The days on which a placement reaches what its steps hang on."""

    before_start: date
    agreement_by: date
    midpoint_on: date
    interim_on: date
    interim_report_on: date
    final_from: date
    ends_on: date
    final_report_on: date
    portfolio_on: date
    panel_on: date


def course(
    pattern: Pattern,
    entries: Mapping[date, Decimal],
    rule: UniversityRule,
    on: date,
    calendar: Calendar,
    fixed: Mapping[str, date] = NO_DATES,
) -> Course:
    """The course as it stands on the morning of `on`. `fixed` are the days the university sets;
    without one a report follows its review, and portfolio and panel follow the last day.
    """

    def day_of(what: str, otherwise: date) -> date:
        # A day before this placement began belongs to another one.
        day = fixed.get(what)
        return day if day is not None and day > pattern.starts_on else otherwise

    total = Decimal(pattern.days_total)
    agreement, midpoint, interim, final_from, end = reached(
        pattern,
        entries,
        on,
        calendar,
        [
            Decimal(rule.agreement_by_day),
            total / 2,
            total * rule.interim_percent / 100,
            # The first of the last days, on which the final meeting may be held.
            total - rule.final_within_days + 1,
            total,
        ],
    )
    return Course(
        before_start=pattern.starts_on - ONE_DAY,
        agreement_by=agreement,
        midpoint_on=midpoint,
        interim_on=interim,
        interim_report_on=day_of(What.INTERIM_REPORT, interim),
        final_from=final_from,
        ends_on=end,
        final_report_on=day_of(What.FINAL_REPORT, end),
        portfolio_on=day_of(What.PORTFOLIO, end + timedelta(days=rule.portfolio_days_after)),
        panel_on=day_of(What.PANEL, end + timedelta(days=rule.panel_days_after)),
    )


def planned(
    pattern: Pattern,
    rule: UniversityRule,
    calendar: Calendar,
    fixed: Mapping[str, date] = NO_DATES,
) -> Course:
    """The course if no day is lost."""
    return course(pattern.without_gaps(), {}, rule, pattern.starts_on, calendar, fixed)
