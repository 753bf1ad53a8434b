"""The pages of checks, and who sees them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from placements.checks.models import ChecklistItem
from tests.placements.factories import CheckFactory, ItemFactory, PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def placement(student, pe, team, today):
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        starts_on=today - timedelta(days=5),
        planned_ends_on=today + timedelta(days=90),
    )


def boxes(name, day: date):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def at(name, row):
    return reverse(f"placements:{name}", args=[row.pk])


def test_the_page_says_what_is_missing_and_then_since_when_it_is_open(
    sign_in, tm, placement, today
):
    dbs = CheckFactory(placement=placement, item=ItemFactory(title="DBS seen", is_critical=True))
    browser = sign_in(tm)
    before = browser.get(at("check-list", placement)).content.decode()
    assert "Children's records are shut. Critical and not verified: DBS seen." in before.replace(
        "&#x27;", "'"
    )
    response = browser.post(
        at("check-verify", dbs), boxes("verified_on", today) | {"evidence": "The paper itself"}
    )
    assert response.status_code == 302, response.context["form"].errors
    after = browser.get(at("check-list", placement)).content.decode().replace("&#x27;", "'")
    assert "Children's records are open since" in after
    assert "The paper itself" in after
    taken = browser.post(at("check-revoke", dbs.verifications.get()), {"why": "A copy only"})
    assert taken.status_code == 302
    again = browser.get(at("check-list", placement)).content.decode().replace("&#x27;", "'")
    assert "Children's records are shut" in again
    assert "A copy only" in again


def test_a_check_seen_again_with_a_last_day_that_has_passed_has_expired(
    sign_in, tm, placement, today
):
    dbs = CheckFactory(placement=placement, item=ItemFactory(title="DBS seen", is_critical=True))
    browser = sign_in(tm)
    browser.post(at("check-verify", dbs), boxes("verified_on", today))
    passed = boxes("verified_on", today - timedelta(days=30))
    passed |= boxes("expires_on", today - timedelta(days=1))
    browser.post(at("check-verify", dbs), passed)
    shown = browser.get(at("check-list", placement)).content.decode()
    assert "Expired" in shown
    assert "Critical and not verified: DBS seen." in shown


def test_a_day_to_come_and_a_missing_last_day_are_refused_beside_the_field(
    sign_in, tm, placement, today
):
    check = CheckFactory(placement=placement, item=ItemFactory(ends=True))
    browser = sign_in(tm)
    late = browser.post(at("check-verify", check), boxes("verified_on", today + timedelta(days=1)))
    assert late.context["form"].errors.keys() == {"verified_on", "expires_on"}


def test_the_educator_ticks_the_induction(sign_in, pe, placement, today):
    part = CheckFactory(placement=placement, item=ItemFactory(part="induction", title="Welcome"))
    browser = sign_in(pe)
    assert "Record it" in browser.get(at("check-list", placement)).content.decode()
    assert browser.post(at("induction-record", part), boxes("on", today)).status_code == 302
    text = browser.get(at("check-list", placement)).content.decode()
    assert "Record it" not in text
    assert "with Lorna Practice" in text


def test_the_standard_list_is_kept(sign_in, tm):
    browser = sign_in(tm)
    url = reverse("placements:standard-item-add")
    answers = {"part": "before", "title": "Car seen", "order": "5", "what_it_looks_like": ""}
    assert browser.post(url, answers).status_code == 302
    item = ChecklistItem.objects.get(title="Car seen")
    twice = browser.post(url, answers)
    assert "This is on the list already." in twice.content.decode()
    assert browser.post(at("item-change", item), answers | {"title": "Van"}).status_code == 302
    assert "Van" in browser.get(reverse("placements:standard-list")).content.decode()
    assert browser.post(at("item-remove", item)).status_code == 302
    assert "Van" not in browser.get(reverse("placements:standard-list")).content.decode()


def test_one_students_page_costs_the_same_however_long(sign_in, pe, placement, queries_for):
    browser, url = sign_in(pe), at("check-list", placement)
    CheckFactory.create_batch(2, placement=placement)
    browser.get(url)
    few = queries_for(lambda: browser.get(url))
    CheckFactory.create_batch(18, placement=placement)
    assert queries_for(lambda: browser.get(url)) == few
    assert few <= 15
