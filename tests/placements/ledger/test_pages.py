"""The calendar of days: a month to tap on, a week entered or confirmed at once, what would move."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from placements.ledger.presenters import month_asked
from placements.models import PlacementDay, PracticePlacement
from tests.partners.factories import TutorFactory
from tests.placements import scene
from tests.placements.factories import DayFactory, PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db

START = date(2026, 9, 28)
# A Thursday in the third week of the placement.
TODAY = date(2026, 10, 15)


@pytest.fixture(autouse=True)
def in_the_third_week():
    with time_machine.travel(scene.noon(TODAY)):
        yield


@staged
def placement(student, pe, team, tutor):
    link = TutorFactory(person=tutor)
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=link.university,
        tutor=link,
        weekdays=[0, 1, 2, 3],
        starts_on=START,
        planned_ends_on=date(2027, 1, 27),
    )


def at(placement, page="day-calendar"):
    return reverse(f"placements:{page}", args=[placement.pk])


def look(browser, placement, month=""):
    return browser.get(at(placement), {"month": month} if month else {}).content.decode()


def test_the_student_says_what_today_was_in_one_tap(sign_in, student, placement):
    browser = sign_in(student)
    assert "Today, Thursday 15 October" in look(browser, placement)
    page = browser.post(at(placement, "day-tap"), {"on": "2026-10-15", "kind": "half"}, follow=True)
    text = page.content.decode()
    assert "15 October: on placement, half a day, not confirmed yet" in text
    assert 'aria-pressed="true">On placement, half a day' in text
    assert placement.days.get().kind == PlacementDay.Kind.HALF


def test_a_week_in_which_nothing_happened_is_one_tap(sign_in, student, placement):
    browser = sign_in(student)
    assert "Was in on 4 days" in look(browser, placement)
    page = browser.post(at(placement, "week-record"), {"week": "2026-10-05"}, follow=True)
    assert "4 days entered." in page.content.decode()
    days = placement.days.values_list("on", flat=True)
    assert list(days) == [date(2026, 10, day) for day in (5, 6, 7, 8)]


def test_a_tap_of_this_week_enters_nothing_ahead(sign_in, student, placement):
    sign_in(student).post(at(placement, "week-record"), {"week": "2026-10-12"})
    assert max(placement.days.values_list("on", flat=True)) == TODAY


def test_the_educator_confirms_a_week_in_one_click(sign_in, pe, placement):
    for day in (5, 6, 7, 8):
        DayFactory(placement=placement, on=date(2026, 10, day))
    browser = sign_in(pe)
    text = look(browser, placement)
    assert "Confirm 4 days" in text
    assert "Was in on" not in text
    page = browser.post(at(placement, "week-confirm"), {"week": "2026-10-05"}, follow=True)
    assert "4 days confirmed." in page.content.decode()
    assert not placement.days.unconfirmed().exists()
    assert "8 October: on placement, confirmed" in look(browser, placement)


def test_bank_holidays_and_the_last_day_are_marked(sign_in, student, placement):
    browser = sign_in(student)
    text = look(browser, placement, "2026-12")
    assert "25 December: Christmas Day" in text
    assert "28 December: Boxing Day" in text
    # Nothing is entered: what is older than a week counts as lost, so the end has moved.
    assert "last day" in look(browser, placement, "2027-02")


def test_only_days_of_the_pattern_are_expected(sign_in, student, placement):
    text = look(sign_in(student), placement)
    assert "16 October: no placement day" in text
    assert "19 October: expected" in text
    assert "14 October: not entered" in text


def test_a_reader_is_offered_nothing_to_tap(sign_in, tutor, tm, placement):
    for person in (tutor, tm):
        text = look(sign_in(person), placement)
        assert "Today," not in text
        assert "Was in on" not in text
        assert "Confirm " not in text
        assert at(placement, "day-record") not in text


def test_what_cannot_be_is_said_and_nothing_is_kept(sign_in, student, placement):
    browser = sign_in(student)
    for answer, words in (
        ({"on": "2026-10-20", "kind": "attended"}, "This day has not come yet"),
        ({"on": "2026-09-01", "kind": "attended"}, "The placement began on 28 September 2026"),
    ):
        page = browser.post(at(placement, "day-tap"), answer, follow=True)
        assert words in page.content.decode()
    assert browser.post(at(placement, "day-tap"), {"on": "x", "kind": "y"}).status_code == 302
    assert not placement.days.exists()


@pytest.mark.parametrize("text", ["", "x", "2026-13", "2026-0", "99999-1", "2026-10-10"])
def test_a_month_that_is_none_is_this_month(text):
    assert month_asked(text, TODAY) == date(2026, 10, 1)


def test_a_month_that_is_one():
    assert month_asked("2027-2", TODAY) == date(2027, 2, 1)


def test_what_if_four_days_are_missed(sign_in, student, placement):
    """In on every day so far; Thursday's is to come. Day 70 is Wed 27 January; missing 15, 19, 20
    and 21 October moves it by four placement days, to Wed 3 February."""
    for n in range(17):
        day = START + timedelta(days=n)
        if day.weekday() < 4:
            DayFactory(placement=placement, on=day)
    text = sign_in(student).get(at(placement, "what-if"), {"missed": "4"}).content.decode()
    assert (
        "Missing the next 4 days would move the last day from Wed 27 January 2027 to "
        "Wed 3 February 2027." in text
    )
    assert placement.days.count() == 11
    for nonsense in ("0", "x", "41"):
        answer = sign_in(student).get(at(placement, "what-if"), {"missed": nonsense})
        assert "would move the last day" not in answer.content.decode()


def test_the_calendar_asks_as_much_for_many_days(sign_in, pe, placement, queries_for):
    browser = sign_in(pe)
    DayFactory(placement=placement, on=START)
    look(browser, placement)
    few = queries_for(lambda: look(browser, placement))
    for n in range(1, 17):
        DayFactory(placement=placement, on=START + timedelta(days=n))
    assert queries_for(lambda: look(browser, placement)) == few
    assert few <= 15


@pytest.mark.parametrize(
    ("last_day", "offered", "tapped"),
    [(TODAY + timedelta(days=11), True, True), (TODAY - timedelta(days=2), True, False),
     (TODAY - timedelta(days=8), False, False)],
)  # fmt: skip
def test_days_are_entered_up_to_a_recorded_last_day_and_a_week_more(
    sign_in, student, pe, placement, last_day, offered, tapped
):
    PracticePlacement.objects.filter(pk=placement.pk).update(
        ends_on=last_day, outcome=PracticePlacement.Outcome.WITHDRAWN
    )
    DayFactory(placement=placement, on=START)
    browser = sign_in(student)
    assert ("Record a day" in browser.get(at(placement, "placement-detail")).text) is offered
    page = browser.get(at(placement))
    assert bool(page.context["taps"]) is tapped
    assert page.context["may_record"] is offered
    assert "October 2026" in page.text
    assert sign_in(pe).get(at(placement)).context["may_confirm"]
