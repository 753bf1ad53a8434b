"""Proposals in order with reasons, and the choice that is kept."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from casework.child.actions import declare_conflict
from placements.intake.actions import match_student, withdraw_student
from placements.intake.matching import BAR, GOOD, MIND, Wish, propose
from placements.intake.proposals import conflicts, proposals_for
from placements.models import EducatingRule, EducatorProfile, Match, Nomination, StudentAdjustments
from placements.profile.reads import Educator
from placements.profile.standing import Standing, Stay
from tests.accounts.factories import PersonFactory
from tests.casework import scene
from tests.placements.factories import (
    AwardFactory,
    EducatorFactory,
    IntakeFactory,
    NominationFactory,
    OfferFactory,
    PlacementFactory,
    StudentProfileFactory,
)
from tests.stage import staged

ON = date(2026, 11, 22)
FIRST, LAST = date(2027, 2, 1), date(2027, 6, 1)
RULE = EducatingRule(hours_per_student=Decimal(4), work_per_student=Decimal(3), currency_years=2)
WISH = Wish(days_total=70, starts_on=FIRST, ends_on=LAST)
FINE = Standing(
    stage=2,
    registered_until=date(2027, 11, 30),
    last_educated_on=ON,
    current_from=date(2024, 11, 22),
)


def educator(name: str, standing: Standing = FINE, taken: int = 0, **facts) -> Educator:
    person = PersonFactory.build(name=name, role=Role.PRACTICE_EDUCATOR)
    profile = EducatorProfile(person=person, **({"hours_a_week": Decimal(16), "desks": 4} | facts))
    return Educator(profile, RULE, [Stay(FIRST, None)] * taken, standing)


def order(wish, *known, conflicts=None):
    found = propose(wish, known, conflicts or {}, ON)
    return [one.educator.profile.person.name for one in found]


def reasons(wish, one, conflicts=0, kind=None):
    (found,) = propose(wish, [one], {one.profile.person_id: conflicts}, ON)
    return [reason.text for reason in found.reasons if kind in (None, reason.kind)]


def test_who_may_and_has_room_comes_first():
    lapsed = educator("A lapsed", replace(FINE, registered_until=ON - timedelta(days=1)))
    full = educator("B full", taken=4)
    with_mentor = educator("C stage one", replace(FINE, stage=1))
    fits, fits_better = educator("E fits", taken=2), educator("D fits better")
    wish = replace(WISH, days_total=100)
    assert order(wish, lapsed, full, with_mentor, fits, fits_better) == [
        "D fits better",
        "E fits",
        "C stage one",
        "B full",
        "A lapsed",
    ]


@pytest.mark.parametrize(
    ("desks", "text"),
    [(1, "Full: 1 student then, room for 1."), (2, "Full: 2 students then, room for 2.")],
)
def test_who_is_full_says_how_many_it_is(desks, text):
    assert text in reasons(WISH, educator("Full", taken=desks, desks=desks), kind=MIND)


def test_then_who_has_fewest_things_to_mind():
    far = educator("A far", base_area="Malvern")
    near = educator("B near", base_area="worcester ", taken=1)
    wish = replace(WISH, home_area="Worcester", travel="transport")
    assert order(wish, far, near) == ["B near", "A far"]
    assert order(replace(wish, travel="car"), far, near) == ["A far", "B near"]


@pytest.mark.parametrize(
    ("changes", "days", "kind", "text"),
    [
        ({}, 100, GOOD, "Stage 2."),
        ({"stage": 1}, 70, GOOD, "Stage 1."),
        ({"stage": 1}, 100, MIND, "Stage 1: for 100 days a Stage 2 mentor must be named."),
        ({"stage": 0}, 70, MIND, "No stage recorded: a Stage 2 mentor must be named."),
        (
            {"stage": 1, "is_off_site": True},
            70,
            BAR,
            "An off-site practice educator must be at Stage 2.",
        ),
        ({"last_educated_on": None}, 70, MIND, "No practice as an educator is recorded."),
        (
            {"last_educated_on": date(2024, 11, 21)},
            70,
            MIND,
            "Not current: last educated until 21 November 2024.",
        ),
        (
            {"registered_until": date(2027, 3, 1)},
            70,
            MIND,
            "Registration is to be renewed by 1 March 2027.",
        ),
    ],
)
def test_each_paper_has_its_reason(changes, days, kind, text):
    wish = replace(WISH, days_total=days)
    assert text in reasons(wish, educator("A", replace(FINE, **changes)), kind=kind)


def test_adjustments_travel_and_conflicts_have_theirs():
    one = educator("A", can_offer=["step_free"], base_area="Worcester")
    wish = replace(WISH, needs=frozenset({"step_free", "parking"}), home_area="Malvern")
    minds = reasons(wish, one, conflicts=2, kind=MIND)
    assert minds == [
        "From Malvern to Worcester: ask about the journey.",
        "The base does not offer: parking at the door.",
        "Students of theirs work with 2 children the student has declared to know.",
    ]
    met = replace(wish, needs=frozenset({"step_free"}))
    assert "The base offers every adjustment asked for." in reasons(met, one, kind=GOOD)


# The choice


@staged
def nomination(db, team, tm):
    intake = IntakeFactory(team=team)
    return NominationFactory(offer=OfferFactory(intake=intake))


@pytest.fixture
def choose(nomination, pe, tm):
    def match(**changes):
        chosen = {
            "nomination": nomination,
            "practice_educator": pe,
            "reason": "Cases that fit",
            "on": ON,
            "by": tm,
        }
        return match_student(**(chosen | changes))

    return match


def test_the_choice_is_kept_with_its_reason_and_the_placement_made(
    choose, nomination, pe, tm, team
):
    other = EducatorFactory(team=team, hours_a_week=Decimal(60), desks=50)
    match = choose()
    assert match.proposed == [other.person.name, pe.name]
    assert (match.rank, match.reason, match.by) == (2, "Cases that fit", tm)
    placement = match.placement
    assert (placement.student, placement.practice_educator) == (nomination.student, pe)
    assert (placement.intake, placement.starts_on) == (
        nomination.offer.intake,
        nomination.starts_on,
    )
    assert placement.weekdays == [0, 1, 2, 3]


def test_nothing_is_kept_of_a_choice_that_is_refused(choose, nomination, educator_profile):
    educator_profile.awards.all().delete()
    AwardFactory(profile=educator_profile, stage=1)
    type(nomination.offer).objects.update(days_total=100)
    nomination.refresh_from_db()
    with pytest.raises(ValidationError, match="Stage 2 mentor"):
        choose()
    assert not Match.objects.exists()
    assert not nomination.student.practice_placements.exists()


@staged
def educator_profile(pe):
    return pe.educator_profile


def test_a_full_educator_needs_the_managers_reason(choose, educator_profile, business_support):
    EducatorProfile.objects.update(desks=1)
    PlacementFactory(
        practice_educator=educator_profile.person,
        starts_on=FIRST,
        planned_ends_on=date(2027, 7, 1),
    )
    with pytest.raises(ValidationError, match="has room for 1"):
        choose()
    with pytest.raises(PermissionDenied):
        choose(override_reason="Please", by=business_support)
    assert choose(override_reason="Leaves in March").placement.capacity_override.taken == 1


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"practice_educator": None}])
def test_a_reason_and_somebody_proposed(choose, someone, neighbouring_team, changes):
    if "practice_educator" in changes:
        other = EducatorFactory(team=neighbouring_team)
        changes = {"practice_educator": other.person}
    with pytest.raises(ValidationError):
        choose(**changes)


def test_a_student_is_matched_once_and_not_when_withdrawn(choose, nomination, tm):
    choose()
    with pytest.raises(ValidationError, match="matched already"):
        choose()
    with pytest.raises(ValidationError, match="A placement is arranged"):
        withdraw_student(nomination=nomination, on=ON, why="x", by=tm)


def test_a_withdrawn_student_is_not_matched(choose, nomination, tm):
    withdraw_student(nomination=nomination, on=ON, why="Deferred", by=tm)
    with pytest.raises(ValidationError, match="is withdrawn"):
        choose()


def test_wishes_come_from_the_profile_and_the_adjustments(nomination, pe, team):
    profile = StudentProfileFactory(
        person=nomination.student, team=team, home_area="Malvern", travel="transport"
    )
    StudentAdjustments.objects.create(profile=profile, needs=["parking"])
    EducatorProfile.objects.update(base_area="Worcester")
    (found,) = proposals_for(nomination, ON)
    texts = [reason.text for reason in found.reasons]
    assert "The base does not offer: parking at the door." in texts
    assert "From Malvern to Worcester (public transport): ask about the journey." in texts


def test_conflicts_are_counted_by_educator_and_name_no_child(
    nomination, pe, student, team, tm, sw, today
):
    child = scene.a_child(by=tm)
    scene.an_episode(child, team=team, by=tm, opened_on=today, sw=sw, student=student)
    other = EducatorFactory(team=team)
    declare_conflict(
        person=nomination.student, child=child, nature="Cousin", on=today, by=nomination.student
    )
    people = [pe.pk, other.person_id]
    assert conflicts(nomination.student, people, today) == {pe.pk: 1}
    found = {one.educator.profile.person: one for one in proposals_for(nomination, today)}
    texts = " ".join(reason.text for reason in found[pe].reasons)
    assert "a child the student has declared to know" in texts
    assert child.first_name not in texts


def test_proposals_ask_as_much_for_many(nomination, team, django_assert_max_num_queries):
    def count():
        known = Nomination.objects.select_related("offer__intake", "student").get(pk=nomination.pk)
        with django_assert_max_num_queries(14) as seen:
            proposals_for(known, ON)
        return len(seen)

    EducatorFactory.create_batch(2, team=team)
    few = count()
    for profile in EducatorFactory.create_batch(18, team=team):
        PlacementFactory(practice_educator=profile.person)
    assert count() == few
