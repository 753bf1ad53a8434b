"""Pages of students and educators."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from placements.models import EducatorProfile, PlacementRole
from tests.partners.factories import UniversityFactory
from tests.placements.factories import EducatorFactory, PlacementFactory, StudentProfileFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


def boxes(name, day: date):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def at(name, row):
    return reverse(f"placements:{name}", args=[row.pk])


def test_a_student_keeps_their_own_profile(sign_in, student, team, university):
    profile = StudentProfileFactory(person=student, team=team, university=university)
    browser = sign_in(student)
    assert "Adjustments" in browser.get(at("student-detail", profile)).content.decode()
    page = browser.get(at("student-change", profile)).content.decode()
    assert "Level" not in page
    answers = {"programme": "MA", "home_area": "Worcester", "travel": "car", "learning_needs": "X"}
    assert browser.post(at("student-change", profile), answers).status_code == 302
    needs = {"needs": ["breaks"], "words": "Ten minutes"}
    assert browser.post(at("adjustments-change", profile), needs).status_code == 302
    text = browser.get(at("student-detail", profile)).content.decode()
    assert "Worcester" in text
    assert "Ten minutes" in text


@staged
def university():

    return UniversityFactory(name="Severn Vale University")


def test_an_educator_is_added_with_papers(sign_in, tm, team, someone, today):
    person = someone(Role.PRACTICE_EDUCATOR, "Eve Educator", team)
    browser = sign_in(tm)
    answers = {
        "educator": str(person.pk),
        "team": str(team.pk),
        "mode": "on_site",
        "hours_a_week": "18",
        "desks": "3",
        "base_area": "Worcester",
        "can_offer": ["step_free"],
    }
    response = browser.post(reverse("placements:educator-add"), answers)
    assert response.status_code == 302, response.context["form"].errors
    profile = EducatorProfile.objects.get()
    award = {"stage": "2", "awarded_by": "Teme", **boxes("awarded_on", today - timedelta(days=9))}
    response = browser.post(at("award-add", profile), award)
    assert response.status_code == 302, response.context["form"].errors
    text = browser.get(at("educator-detail", profile)).content.decode()
    assert "3 (18 hours ÷ 4 = 4; desks: 3)" in text
    assert "Step-free access" in text
    change = answers | {"desks": "5"} | boxes("registered_until", date(today.year + 1, 11, 30))
    assert browser.post(at("educator-change", profile), change).status_code == 302
    listed = browser.get(reverse("placements:educator-list")).content.decode()
    assert "18 hours ÷ 4 = 4; desks: 5" in listed
    assert "Stage 2" in listed


def test_an_educator_is_led_to_their_own_page(sign_in, pe):
    response = sign_in(pe).get(reverse("placements:educator-list"))
    assert response["Location"] == at("educator-detail", pe.educator_profile)


def test_a_lapsed_registration_is_seen(sign_in, tm, team, today):
    EducatorFactory(team=team, registered_until=today - timedelta(days=1))
    assert "Lapsed" in sign_in(tm).get(reverse("placements:educator-list")).content.decode()


def test_the_list_of_educators_costs_the_same_however_long(sign_in, tm, team, queries_for):
    def rows(number):
        for profile in EducatorFactory.create_batch(number, team=team):
            PlacementFactory(practice_educator=profile.person, team=team)

    browser, url = sign_in(tm), reverse("placements:educator-list")
    rows(2)
    browser.get(url)
    few = queries_for(lambda: browser.get(url))
    rows(18)
    assert queries_for(lambda: browser.get(url)) == few
    assert few <= 15


def test_a_mentor_joins_and_leaves_a_running_placement(sign_in, tm, pe, team, today):
    placement = PlacementFactory(team=team, practice_educator=pe, starts_on=today)
    mentor = EducatorFactory(team=team).person
    browser = sign_in(tm)
    answers = {"kind": "mentor", "person": str(mentor.pk), "why": "Stage 1"}
    response = browser.post(at("role-start", placement), answers | boxes("starts_on", today))
    assert response.status_code == 302, response.context["form"].errors
    assert mentor.name in browser.get(at("placement-detail", placement)).content.decode()
    role = PlacementRole.objects.get()
    ended = browser.post(at("role-end", role), boxes("on", today) | {"why": "Done"})
    assert ended.status_code == 302
    role.refresh_from_db()
    assert role.ends_on == today
