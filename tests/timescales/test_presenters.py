"""How a clock is said."""

from datetime import UTC, date, datetime

import pytest

from tests.timescales.factories import running
from timescales import presenters
from timescales.actions import pause
from timescales.clock import LONDON
from timescales.models import ClockRule, Deadline, EscalationStep

pytestmark = pytest.mark.django_db

# Due Thu 7 May 2026; the warning begins on Wed 22 Apr.
START = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("on", "text", "kind"),
    [
        (date(2026, 4, 1), "Due in 23 working days", "blue"),
        (date(2026, 4, 28), "Due in 6 working days", "amber"),
        (date(2026, 5, 6), "Due in 1 working day", "amber"),
        (date(2026, 5, 7), "Due today", "amber"),
        (date(2026, 5, 8), "Overdue 1 working day", "red"),
        (date(2026, 5, 10), "Overdue 1 working day", "red"),
        (date(2026, 5, 12), "Overdue 3 working days", "red"),
    ],
)
def test_working_days_are_said_in_working_days(subjects, on, text, kind):
    deadline = running(subjects, starts=START).deadline
    assert presenters.tag(deadline, on) == presenters.Tag(text, kind)


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 8, 28), "Due in 1 day"),
        (date(2026, 8, 29), "Due today"),
        (date(2026, 8, 31), "Overdue 2 days"),
    ],
)
def test_months_are_said_in_days(subjects, on, text):
    deadline = running(subjects, rule="C9", key="k", starts=date(2026, 5, 29)).deadline
    assert presenters.tag(deadline, on).text == text


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (datetime(2026, 5, 6, 13, tzinfo=LONDON), "Due in 20 hours"),
        (datetime(2026, 5, 7, 8, 30, tzinfo=LONDON), "Due within the hour"),
        (datetime(2026, 5, 7, 9, 30, tzinfo=LONDON), "Overdue"),
        (datetime(2026, 5, 7, 12, 5, tzinfo=LONDON), "Overdue 3 hours"),
        (date(2026, 5, 7), "Due today"),
        (date(2026, 5, 8), "Overdue 1 day"),
    ],
)
def test_hours_are_said_in_hours(subjects, on, text):
    begun = datetime(2026, 5, 5, 9, tzinfo=LONDON)
    deadline = running(subjects, rule="C22", key="note", starts=begun).deadline
    assert presenters.tag(deadline, on).text == text


def test_the_end_of_a_clock_is_said(subjects, tm):
    met = running(subjects, starts=START, met=date(2026, 5, 7)).deadline
    late = running(subjects, starts=START, met=date(2026, 5, 11)).deadline
    gone = running(subjects, starts=START, cancelled=True).deadline
    still = running(subjects, rule="C14", key="visit", starts=START).deadline
    pause(deadline=still, reason="r", on=date(2026, 3, 4), by=tm)
    still.refresh_from_db()
    on = date(2026, 6, 1)
    assert [presenters.tag(row, on).text for row in (met, late, gone, still)] == [
        "Met Thu 7 May 2026",
        "Met 2 working days late",
        "No longer needed",
        "Paused since Wed 4 Mar",
    ]


def test_a_clock_card_counts_its_days(subjects):
    deadline = running(subjects, starts=START).deadline
    shown = presenters.progress(deadline, date(2026, 5, 5))
    assert (shown.headline, shown.kind) == ("Day 43 of 45", "amber")
    assert shown.share == pytest.approx(43 / 45)
    assert shown.sentence.startswith("Due Thu 7 May 2026: 45 working days from Mon 2 Mar")
    assert presenters.progress(deadline, date(2026, 9, 1)).share == 1.0


def test_a_clock_card_counts_its_hours(subjects):
    begun = datetime(2026, 5, 5, 9, tzinfo=UTC)
    deadline = running(subjects, rule="C22", key="note", starts=begun).deadline
    now = datetime(2026, 5, 6, 9, tzinfo=UTC)
    assert presenters.progress(deadline, now).headline == "Hour 24 of 48"


def test_the_calendar_is_read_once_for_a_whole_list(subjects, queries_for):
    for _ in range(5):
        running(subjects, starts=START)

    def tags():
        return [presenters.tag(row, date(2026, 5, 12)).text for row in Deadline.objects.all()]

    assert queries_for(tags) == 2


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("C1", "1 working day"),
        ("C3", "10, 20 and 30 working days"),
        ("C18", "1 week, then 6 weeks each time"),
        ("C22", "48 hours"),
    ],
)
def test_limits_in_words(code, words):
    assert presenters.limit_in_words(ClockRule.objects.filter(code=code).last()) == words


def test_stated_waits_in_words():
    said = [presenters.step_in_words(step) for step in EscalationStep.objects.all()]
    assert "When the warning begins: the person who must act" in said
    assert "3 working days overdue: the team manager of the placement team" in said
