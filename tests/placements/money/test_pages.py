"""Fees and journeys on their pages, and files that a spreadsheet opens."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from placements.models import FeeClaim, FeeRate, Journey
from placements.money import actions
from placements.money.sheets import cell, sheet
from tests.partners.factories import UniversityFactory
from tests.placements.factories import DayFactory, PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
FEES = "placements:fee-list"


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@staged
def placement(student, pe, team, today):
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        starts_on=today - timedelta(days=40),
        planned_ends_on=today + timedelta(days=90),
    )


def confirmed(placement, day):
    return DayFactory(
        placement=placement,
        on=day,
        confirmed_by=placement.practice_educator,
        confirmed_at=timezone.now(),
    )


def table_of(response):
    assert response["Content-Type"] == "text/csv"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", " =cmd"])
def test_no_cell_begins_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("year", ["²", "9" * 5000, "soon", ""])
def test_a_year_that_is_none_shows_this_one(placement, tm, client, sign_in, year):
    sign_in(tm)
    assert client.get(reverse(FEES), {"year": year}).status_code == 200


def test_figures_stay_figures():
    rows = table_of(sheet("x", ["A", "B"], [["=HYPERLINK(1)", -2]]))
    assert rows == [["A", "B"], ["'=HYPERLINK(1)", "-2"]]


def test_from_confirmed_days_to_paid(sign_in, placement, business_support, today):
    for n in (3, 2, 1):
        confirmed(placement, today - timedelta(days=n))
    browser = sign_in(business_support)
    text = browser.get(reverse(FEES)).content.decode()
    for words in ("£1,400.00", "£60.00", "rate not confirmed"):
        assert words in text, words
    asked = boxes("until", today) | {"university": placement.university_id}
    made = browser.post(reverse("placements:claim-new"), asked)
    claim = FeeClaim.objects.get()
    assert made.url == reverse("placements:claim-detail", args=[claim.pk])
    rows = table_of(browser.get(reverse("placements:claim-sheet", args=[claim.pk])))
    assert [len(rows), rows[1][0], *rows[1][4:6]] == [4, "Sam Student", "20.00", "20.00"]
    send = reverse("placements:claim-send", args=[claim.pk])
    browser.post(send, boxes("sent_on", today) | {"reference": "INV 7"})
    pay = reverse("placements:claim-pay", args=[claim.pk])
    less = browser.post(pay, boxes("paid_on", today) | {"paid": "50.00"})
    assert "£60.00 was claimed: say why it differs." in less.content.decode()
    assert browser.post(pay, boxes("paid_on", today) | {"paid": "60.00"}).status_code == 302
    page = browser.get(made.url).content.decode()
    assert "Paid" in page
    assert "Discard" not in page
    sheet_rows = table_of(browser.get(reverse("placements:fee-sheet")))
    assert sheet_rows[1][3:] == ["1400.00", "0.00", "60.00", "60.00", "no"]


def test_a_rate_is_set_with_its_source(sign_in, placement, business_support, today):
    browser = sign_in(business_support)
    url = reverse("placements:fee-rate-new")
    asked = boxes("starts_on", today) | {
        "university": placement.university_id,
        "amount": "22.50",
        "source": "Contract of 2026",
        "is_verified": "on",
    }
    assert browser.post(url, asked).status_code == 302
    assert FeeRate.objects.get(university=placement.university).is_verified
    text = browser.get(reverse("placements:rate-list")).content.decode()
    for words in ("Contract of 2026", "Confirmed", "Not confirmed", "£0.450"):
        assert words in text, words


def test_a_journey_is_added_to_a_day_and_repaid(
    sign_in, placement, student, business_support, today
):
    day = confirmed(placement, today - timedelta(days=1))
    browser = sign_in(student)
    new = reverse("placements:journey-new", args=[placement.pk])
    assert browser.get(new).context["form"].initial["on"] == day.on
    asked = boxes("on", day.on) | {
        "purpose": "visit",
        "went_from": "Worcester",
        "went_to": "=Malvern",
        "how": "car",
        "miles": "10",
    }
    assert browser.post(new, asked).status_code == 302
    assert Journey.objects.get().amount == 4.5
    listed = reverse("placements:journey-list", args=[placement.pk])
    assert "£4.50 to repay" in browser.get(listed).content.decode()
    rows = table_of(browser.get(reverse("placements:journey-sheet", args=[placement.pk])))
    assert rows[1][3] == "'=Malvern"
    browser = sign_in(business_support)
    repay = reverse("placements:journey-repay", args=[placement.pk])
    assert browser.post(repay, boxes("until", today)).status_code == 302
    assert Journey.objects.get().repaid_by == business_support


def test_lists_cost_the_same_however_long(
    sign_in, placement, student, business_support, team, today, queries_for
):
    day = confirmed(placement, today - timedelta(days=1))

    def travel():
        actions.record_journey(
            placement=placement,
            on=day.on,
            purpose="visit",
            how="fare",
            went_from="A",
            went_to="B",
            fare=2,
            by=student,
            today=today,
        )

    travel()
    browser = sign_in(business_support)
    pages = [reverse(FEES), reverse("placements:journey-list", args=[placement.pk])]

    def ask():
        return [queries_for(lambda url=url: browser.get(url)) for url in pages]

    actions.make_claim(
        team=team, university=placement.university, until=today, on=today, by=business_support
    )
    ask()
    few = ask()
    for _ in range(8):
        travel()
        other = PlacementFactory(
            team=team, university=UniversityFactory(), starts_on=placement.starts_on
        )
        confirmed(other, day.on)
        actions.make_claim(
            team=team, university=other.university, until=today, on=today, by=business_support
        )
    assert ask() == few
