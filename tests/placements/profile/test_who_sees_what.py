"""Profiles and adjustments, role by role."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions as people
from accounts.models import ReportingLine
from accounts.roles import Role
from casework.child.actions import declare_conflict
from placements.models import StudentAdjustments, StudentProfile
from placements.profile.actions import save_adjustments
from tests.placements.factories import PlacementFactory, StudentProfileFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
EVERYBODY = [
    "student", "pe", "sw", "tm", "gm", "business_support", "auditor", "tutor", "dsl", "admin",
    "outsider",
]  # fmt: skip


@staged
def profile(student, team, tm):
    made = StudentProfileFactory(person=student, team=team)
    save_adjustments(profile=made, needs=["quiet_space"], words="Headphones", agreed_on=None, by=tm)
    return made


def sees(person) -> bool:
    return StudentAdjustments.objects.visible_to(person).exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_adjustments_are_seen_by_the_student_their_educator_and_the_manager_alone(
    cast, profile, who
):
    assert sees(getattr(cast, who)) is (who in {"student", "pe", "tm"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_profile_is_also_read_by_business_support(cast, profile, who):
    found = StudentProfile.objects.visible_to(getattr(cast, who)).exists()
    assert found is (who in {"student", "pe", "tm", "business_support", "gm"})


def test_another_student_and_another_educator_see_nothing(someone, team, profile):
    for role in (Role.STUDENT, Role.PRACTICE_EDUCATOR):
        person = someone(role, f"Other {role}", team)
        assert not sees(person)
        assert not StudentProfile.objects.visible_to(person).exists()


def test_an_educator_sees_them_before_the_first_day_and_no_more_after_the_last(
    someone, team, profile, student, today
):
    educator = someone(Role.PRACTICE_EDUCATOR, "Nia Next", team)
    placement = PlacementFactory(
        student=student,
        practice_educator=educator,
        starts_on=today + timedelta(days=30),
        planned_ends_on=today + timedelta(days=130),
    )
    assert sees(educator)
    type(placement).objects.filter(pk=placement.pk).update(
        starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=1), outcome="completed"
    )
    assert not sees(educator)


def line(student, person, kind, today, tm):
    people.start_reporting_line(
        person=student,
        answers_to=person,
        kind=kind,
        starts_on=today,
        ends_on=today,
        why="Leave",
        by=tm,
    )


def test_cover_by_an_educator_counts_and_a_supervisor_of_another_calling_does_not(
    someone, team, profile, student, today, tm, sw
):
    cover = someone(Role.PRACTICE_EDUCATOR, "Cora Cover", team)
    line(student, cover, ReportingLine.Kind.COVER, today, tm)
    assert sees(cover)
    line(student, sw, ReportingLine.Kind.CASE, today, tm)
    assert not sees(sw)
    assert StudentProfile.objects.visible_to(sw).exists()


def test_who_acts_for_the_manager_sees_them(someone, team, profile, tm, sw, today):
    assert not sees(sw)
    people.appoint_deputy(manager=tm, deputy=sw, starts_on=today, ends_on=today, why="Leave", by=tm)
    deputy = type(sw).objects.get(pk=sw.pk)
    assert sees(deputy)


@pytest.mark.parametrize(
    ("who", "shown"),
    [("student", True), ("pe", True), ("tm", True), ("business_support", False)],
)
def test_the_page_shows_them_to_nobody_else(sign_in, cast, profile, who, shown):
    browser = sign_in(getattr(cast, who))
    response = browser.get(reverse("placements:student-detail", args=[profile.pk]))
    assert response.status_code == 200
    text = response.content.decode()
    assert ("Headphones" in text) is shown
    assert ("A quiet place to work" in text) is shown
    assert ('<h2 class="govuk-heading-m">Adjustments</h2>' in text) is shown


def test_declared_conflicts_come_from_casework(sign_in, profile, student, tm, today):

    declare_conflict(
        person=student, nature="My neighbours", family_name="Poole", on=today, by=student
    )
    text = sign_in(tm).get(reverse("placements:student-detail", args=[profile.pk])).content.decode()
    assert "My neighbours" in text
    assert "Poole" not in text
    assert "To settle" in text


def test_a_student_declares_from_their_own_profile(sign_in, profile, student, tm):
    way = reverse("casework:conflict-declare")
    address = reverse("placements:student-detail", args=[profile.pk])
    assert way in sign_in(student).get(address).content.decode()
    assert way not in sign_in(tm).get(address).content.decode()
