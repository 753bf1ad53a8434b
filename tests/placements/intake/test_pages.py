"""The board, the year and matching, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from placements.intake.actions import plan_intake
from placements.models import Intake, IntakeTask, Match, Offer, WheelStep
from tests.partners.factories import UniversityFactory
from tests.placements.factories import (
    CheckFactory,
    EducatorFactory,
    IntakeFactory,
    NominationFactory,
    OfferFactory,
    PlacementFactory,
    StudentProfileFactory,
)
from tests.stage import staged

pytestmark = pytest.mark.django_db


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def at(name, row):
    return reverse(f"placements:{name}", args=[row.pk])


def text_of(response) -> str:
    return response.content.decode().replace("&#x27;", "'")


@staged
def intake(team, tm, today, business_support):
    return plan_intake(
        team=team,
        name="Spring",
        starts_on=today + timedelta(days=70),
        ends_on=today + timedelta(days=250),
        expected_work=30,
        expected_work_why="As last year",
        on=today,
        by=tm,
    )


def test_from_a_plan_to_a_match(sign_in, tm, team, pe, today, business_support):
    browser = sign_in(tm)
    university = UniversityFactory(name="Teme Valley")
    starts_on = today + timedelta(days=70)
    answers = {
        "team": str(team.pk),
        "name": "Spring",
        "expected_work": "30",
        "expected_work_why": "As last year",
        **boxes("starts_on", starts_on),
        **boxes("ends_on", starts_on + timedelta(days=200)),
    }
    response = browser.post(reverse("placements:intake-new"), answers)
    assert response.status_code == 302, response.context["form"].errors
    intake = Intake.objects.get()
    assert "No place is offered yet" in text_of(browser.get(at("intake-detail", intake)))
    offered = {
        "university": str(university.pk),
        "days_total": "70",
        "places": "11",
        **boxes("offered_on", today),
        **boxes("answer_by", today + timedelta(days=20)),
    }
    refused = browser.post(at("offer-new", intake), offered)
    assert "10 can still be offered" in text_of(refused)
    assert browser.post(at("offer-new", intake), offered | {"places": "2"}).status_code == 302
    offer = Offer.objects.get()
    answer = {"accepted": "1", "declined": "1", **boxes("answered_on", today)}
    assert browser.post(at("offer-answer", offer), answer).status_code == 302
    profile = StudentProfileFactory(team=team, university=university)
    named = {
        "student": str(profile.person_id),
        "offer": str(offer.pk),
        "weekdays": ["0", "1"],
        **boxes("starts_on", starts_on),
    }
    response = browser.post(at("nomination-new", intake), named)
    assert response.status_code == 302, response.context["form"].errors
    nomination = offer.nominations.get()
    board = text_of(browser.get(at("intake-detail", intake)))
    assert profile.person.name in board
    assert "Not matched" in board
    page = text_of(browser.get(at("match", nomination)))
    assert "10 places free of 10." in page
    unsaid = browser.post(at("match", nomination), {"practice_educator": str(pe.pk)})
    assert "reason" in unsaid.context["form"].errors
    choice = {"practice_educator": str(pe.pk), "reason": "Fits"}
    response = browser.post(at("match", nomination), choice)
    assert response.status_code == 302, response.context["form"].errors
    match = Match.objects.get()
    placement = at("placement-detail", match.placement)
    assert response["Location"] == placement
    assert "On-site practice educator: Lorna Practice" in text_of(browser.get(placement))
    assert "Fits (number 1 of those proposed)" in text_of(browser.get(at("intake-detail", intake)))
    assert browser.get(at("match", nomination))["Location"] == placement


def test_the_mentor_is_asked_for_beside_the_educator(sign_in, tm, team, pe, intake, today):
    pe.educator_profile.awards.update(stage=1)
    nomination = NominationFactory(
        offer=OfferFactory(intake=intake, days_total=100), starts_on=intake.starts_on
    )
    browser = sign_in(tm)
    choice = {"practice_educator": str(pe.pk), "reason": "Fits"}
    refused = browser.post(at("match", nomination), choice)
    assert refused.context["form"].errors.keys() == {"practice_educator"}
    mentor = EducatorFactory(team=team).person
    assert (
        browser.post(at("match", nomination), choice | {"mentor": str(mentor.pk)}).status_code
        == 302
    )


def test_each_number_of_the_room_is_explained(sign_in, tm, intake, educator):
    text = text_of(sign_in(tm).get(at("intake-detail", intake)))
    assert "40 hours a week for educating, 4 for each student, whole students per educator" in text
    assert "30 pieces (expected: As last year), 3 for each student" in text
    assert "Room for 10 students, bounded by hours and desks" in text


def test_an_educator_reads_the_board_and_changes_nothing(sign_in, pe, intake):
    OfferFactory(intake=intake)
    text = text_of(sign_in(pe).get(at("intake-detail", intake)))
    assert "Record the answer" not in text
    assert "Import a list" not in text


def test_an_intake_of_another_team_is_not_there(sign_in, tm, neighbouring_team):
    assert (
        sign_in(tm).get(at("intake-detail", IntakeFactory(team=neighbouring_team))).status_code
        == 404
    )


def test_a_task_is_done_passed_on_and_opened_again(sign_in, tm, business_support, intake, today):
    browser, task = sign_in(tm), intake.tasks.filter(owner=tm).first()
    passed = {"owner": str(business_support.pk), **boxes("due_on", today + timedelta(days=3))}
    response = browser.post(at("task-detail", task), passed)
    assert response.status_code == 302, response.context["form"].errors
    task.refresh_from_db()
    assert task.owner == business_support
    assert browser.post(at("task-done", task), {"note": "All said yes"}).status_code == 302
    assert "All said yes" in text_of(browser.get(at("intake-detail", intake)))
    assert "Open it again" in text_of(browser.get(at("task-detail", task)))
    browser.post(at("task-reopen", task))
    browser.post(at("task-drop", task), {"why": "Not this year"})
    assert "Not this year" in text_of(browser.get(at("intake-detail", intake)))
    own = {"title": "Book a room", "owner": str(tm.pk), **boxes("due_on", today)}
    assert browser.post(at("task-new", intake), own).status_code == 302
    assert IntakeTask.objects.filter(title="Book a room", step=None).exists()


def test_the_wheel_shows_the_months_and_its_steps(sign_in, business_support, intake, today):
    browser = sign_in(business_support)
    text = text_of(browser.get(reverse("placements:wheel")))
    assert f"{today:%B %Y}" in text
    assert "26 weeks before" in text
    step = {
        "title": "Thank the schools",
        "weeks": "26",
        "owner": "business_support",
        "is_used": "on",
    }
    assert browser.post(reverse("placements:step-new"), step).status_code == 302
    made = WheelStep.objects.get(title="Thank the schools")
    assert browser.post(at("step-change", made), step | {"weeks": "27"}).status_code == 302
    assert "27 weeks after" in text_of(browser.get(reverse("placements:wheel")))


def test_who_is_checked_and_inducted(sign_in, tm, intake, team):
    placement = PlacementFactory(team=team, intake=intake)
    CheckFactory(placement=placement)
    text = text_of(sign_in(tm).get(at("intake-progress", intake)))
    assert placement.student.name in text
    assert "0 of 1" in text
    assert "Missing: Paper number" in text


def test_the_intakes_own_list(sign_in, tm, intake):
    browser = sign_in(tm)
    answers = {"part": "induction", "title": "Meet the horses", "order": "1"}
    assert browser.post(at("intake-item-add", intake), answers).status_code == 302
    assert "Meet the horses" in text_of(browser.get(at("intake-checklist", intake)))
    standard = text_of(browser.get(reverse("placements:standard-list")))
    assert "Meet the horses" not in standard


@pytest.mark.parametrize("page", ["intake-list", "intake-detail", "intake-progress", "wheel"])
def test_each_page_costs_the_same_however_long(
    sign_in, tm, team, intake, queries_for, page, business_support, today
):
    def rows(number):
        for n in range(number):
            offer = OfferFactory(intake=intake)
            profile = StudentProfileFactory(team=team)
            NominationFactory(offer=offer, student=profile.person)
            CheckFactory(
                placement=PlacementFactory(student=profile.person, team=team, intake=intake)
            )
            other = IntakeFactory(team=team)
            OfferFactory(intake=other)
            IntakeTask.objects.create(
                intake=other, title=f"{n}", due_on=today, owner=tm, created_on=today
            )
            EducatorFactory(team=team)

    browser = sign_in(tm)
    url = (
        at(page, intake) if page not in {"intake-list", "wheel"} else reverse(f"placements:{page}")
    )
    rows(2)
    browser.get(url)
    few = queries_for(lambda: browser.get(url))
    rows(16)
    assert queries_for(lambda: browser.get(url)) == few
    assert few <= 15


def test_the_match_page_costs_the_same_however_many_educators(
    sign_in, tm, team, intake, queries_for
):
    nomination = NominationFactory(offer=OfferFactory(intake=intake), starts_on=intake.starts_on)
    browser, url = sign_in(tm), at("match", nomination)
    EducatorFactory.create_batch(2, team=team)
    browser.get(url)
    few = queries_for(lambda: browser.get(url))
    EducatorFactory.create_batch(16, team=team)
    assert queries_for(lambda: browser.get(url)) == few
    assert few <= 25
