"""Room worked out, offers within it, answers, names: in the database and under a lock."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role
from placements.intake import actions
from placements.intake.capacity import capacity_of
from placements.models import EducatorProfile, Nomination
from tests.accounts.factories import PersonFactory
from tests.casework import scene
from tests.partners.factories import UniversityFactory
from tests.placements.factories import (
    EducatorFactory,
    IntakeFactory,
    NominationFactory,
    OfferFactory,
    PlacementFactory,
)
from tests.stage import staged

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@staged
def intake(team):
    return IntakeFactory(team=team, expected_work=30, expected_work_why="As last year")


@pytest.fixture
def offer_of(intake, tm):
    def make(places, **changes):
        chosen = {
            "intake": intake,
            "university": UniversityFactory(),
            "days_total": 70,
            "places": places,
            "offered_on": ON,
            "answer_by": ON + timedelta(days=30),
            "by": tm,
        }
        return actions.make_offer(**(chosen | changes))

    return make


def room(intake, on=ON):
    return capacity_of(intake, list(intake.offers.all()), on)


# The sums


def test_room_is_the_smaller_of_hours_and_desks_by_educator_and_of_work(intake, team):
    EducatorFactory(team=team, hours_a_week=Decimal("18"), desks=3)  # 4 by hours, 3 by desks
    EducatorFactory(team=team, hours_a_week=Decimal("7.5"), desks=5)  # 1 by hours
    found = room(intake)
    assert (found.hours.places, found.desks.places, found.by_educators.places) == (5, 8, 4)
    assert (found.work.places, found.places, found.free, found.left) == (10, 4, 4, 4)
    assert found.hours.sentence.startswith("25.5 hours a week for educating, 4 for each student")


def test_suitable_work_can_be_what_bounds_it(intake, educator):
    intake.expected_work = 8
    found = room(intake)
    assert (found.work.places, found.places) == (2, 2)
    assert "bounded by suitable work" in found.sentence
    assert found.work.sentence == "8 pieces (expected: As last year), 3 for each student"


def test_without_an_expectation_open_children_are_the_work(team, tm, sw, educator):
    intake = IntakeFactory(team=team)
    for _ in range(4):
        scene.an_episode(scene.a_child(by=tm), team=team, by=tm, opened_on=ON, sw=sw)
    found = room(intake)
    assert found.work.sentence.startswith("4 pieces (children the team works with today)")
    assert found.places == 1


def test_who_is_still_here_takes_a_place_and_who_comes_in_this_intake_does_not(intake, educator):
    pe = educator.person
    PlacementFactory(practice_educator=pe, starts_on=ON, planned_ends_on=date(2027, 3, 1))
    PlacementFactory(practice_educator=pe, starts_on=ON, planned_ends_on=date(2027, 1, 15))
    PlacementFactory(
        practice_educator=pe,
        intake=intake,
        starts_on=intake.starts_on,
        planned_ends_on=intake.ends_on,
    )
    assert room(intake).taken.places == 1


def test_the_sums_ask_as_much_for_many(intake, team, django_assert_num_queries):
    for number in (2, 18):
        EducatorFactory.create_batch(number, team=team)
        with django_assert_num_queries(4):
            room(intake).left  # noqa: B018


# Offers


def test_more_than_there_is_room_for_needs_a_reason(offer_of, educator, intake):
    offer_of(8)
    with pytest.raises(ValidationError, match="2 can still be offered"):
        offer_of(3)
    kept = offer_of(3, over_reason="One declines every year")
    assert kept.over_reason
    assert room(intake).left == -1


def test_what_is_declined_can_be_offered_again(offer_of, educator, tm):
    first = offer_of(10)
    with pytest.raises(ValidationError):
        offer_of(1)
    actions.answer_offer(offer=first, accepted=6, declined=4, answered_on=ON, by=tm)
    assert offer_of(4).pk


def test_one_offer_for_each_length_and_university(offer_of, educator):
    university = UniversityFactory()
    offer_of(1, university=university)
    assert offer_of(1, university=university, days_total=100).pk
    with pytest.raises(ValidationError, match="already has an offer"):
        offer_of(1, university=university)


@pytest.mark.parametrize("answer", [{"accepted": 3, "declined": 2}, {"accepted": 5, "declined": 0}])
def test_no_more_is_answered_than_was_offered(offer_of, educator, tm, answer):
    offer = offer_of(4)
    with pytest.raises(ValidationError, match="More is answered than was offered"):
        actions.answer_offer(offer=offer, answered_on=ON, by=tm, **answer)
    with pytest.raises(IntegrityError, match="answer_within"), transaction.atomic():
        type(offer).objects.filter(pk=offer.pk).update(answered_on=ON, **answer)


def test_an_offer_shrinks_no_further_than_its_answer(offer_of, educator, tm):
    offer = offer_of(4)
    actions.answer_offer(offer=offer, accepted=3, declined=0, answered_on=ON, by=tm)
    with pytest.raises(ValidationError):
        actions.change_offer(offer=offer, places=2, answer_by=ON, on=ON, by=tm)
    assert actions.change_offer(offer=offer, places=3, answer_by=ON, on=ON, by=tm).unanswered == 0


def test_dates_are_in_order(offer_of, educator):
    with pytest.raises(ValidationError, match="not before its offer"):
        offer_of(1, answer_by=ON - timedelta(days=1))


# Names


@staged
def offer(intake):
    return OfferFactory(intake=intake, places=2, accepted=2)


def test_a_place_has_one_student(offer, tm):
    for _ in range(2):
        actions.name_student(
            offer=offer, student=PersonFactory(role=Role.STUDENT), named_on=ON, by=tm
        )
    with pytest.raises(ValidationError, match="each has its student"):
        actions.name_student(
            offer=offer, student=PersonFactory(role=Role.STUDENT), named_on=ON, by=tm
        )
    with pytest.raises(ValidationError, match="named for these places"):
        actions.answer_offer(offer=offer, accepted=1, declined=1, answered_on=ON, by=tm)


def test_a_student_is_named_once_in_an_intake(offer, intake, tm):
    named = NominationFactory(offer=offer)
    other = OfferFactory(intake=intake)
    with pytest.raises(ValidationError, match="named in this intake already"):
        actions.name_student(offer=other, student=named.student, named_on=ON, by=tm)


def test_only_a_student_without_a_running_placement_is_named(offer, tm, sw):
    with pytest.raises(ValidationError, match="Only a student"):
        actions.name_student(offer=offer, student=sw, named_on=ON, by=tm)
    running = PlacementFactory()
    with pytest.raises(ValidationError, match="last day is not recorded"):
        actions.name_student(offer=offer, student=running.student, named_on=ON, by=tm)


def test_a_withdrawn_student_leaves_the_place_empty(offer, tm):
    named = NominationFactory(offer=offer)
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_student(nomination=named, on=ON, why=" ", by=tm)
    actions.withdraw_student(nomination=named, on=ON, why="Deferred a year", by=tm)
    assert not Nomination.objects.standing().exists()
    again = actions.name_student(offer=offer, student=named.student, named_on=ON, by=tm)
    assert again.pk != named.pk


def test_educators_of_another_team_give_no_room(intake, neighbouring_team):
    EducatorFactory(team=neighbouring_team)
    assert EducatorProfile.objects.count() == 1
    assert room(intake).places == 0
