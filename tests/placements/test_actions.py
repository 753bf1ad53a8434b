"""What happens to people, days and access when a placement begins, runs and ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import ChildrenAccess
from accounts.reporting import practice_educator_of
from placements import actions
from placements.checks.actions import verify_check
from placements.days import counted
from placements.ledger import actions as ledger
from placements.models import ChecklistItem, PlacementDay, PracticePlacement, UniversityRule
from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements.factories import DayFactory, PlacementFactory

pytestmark = pytest.mark.django_db

START = date(2026, 9, 28)
Kind = PlacementDay.Kind
Outcome = PracticePlacement.Outcome


def critical(placement):
    return placement.checks.filter(item__is_critical=True).select_related("item")


def verify_all(placement, by, verified_on=START, **changes):
    for check in critical(placement):
        verify_check(check=check, verified_on=verified_on, by=by, **changes)


def record(placement, on, kind=Kind.ATTENDED, today=None):
    return ledger.record_day(
        placement=placement, on=on, kind=kind, by=placement.student, today=today or on
    )


def access(person):
    rows = ChildrenAccess.objects.filter(person=person).order_by("starts_on")
    return [(row.starts_on, row.ends_on) for row in rows]


# Beginning


def test_it_starts_the_line_the_place_in_the_team_the_checks_and_the_load(start, newcomer, pe):
    placement = start()
    assert placement.planned_ends_on == date(2027, 1, 27)
    assert practice_educator_of(newcomer, START) == pe
    assert practice_educator_of(newcomer, START - timedelta(days=1)) is None
    assert newcomer.memberships.get().starts_on == START
    assert placement.checks.count() == ChecklistItem.objects.of_intake(None).count() > 0
    limits = newcomer.workload_limits.order_by("starts_on")
    assert [(row.starts_on, row.cases) for row in limits] == [
        (START, 1),
        (START + timedelta(weeks=2), 2),
        (START + timedelta(weeks=5), 3),
        (START + timedelta(weeks=9), 4),
    ]
    assert limits.last().ends_on is None
    assert access(newcomer) == []


def test_a_university_with_its_own_rule_has_its_own_load(start, newcomer):
    university = UniversityFactory()
    rule = UniversityRule.objects.create(
        university=university, starts_on=date(2026, 8, 1), source="Handbook 2026/27"
    )
    rule.workload_steps.create(from_week=1, cases=2)
    start(university=university)
    assert [row.cases for row in newcomer.workload_limits.all()] == [2]


@pytest.mark.parametrize("who", ["student", "practice_educator", "tutor"])
def test_only_the_right_people_take_part(start, sw, who):
    person = TutorFactory() if who == "tutor" else sw
    with pytest.raises(ValidationError) as refused:
        start(**{who: person})
    assert set(refused.value.error_dict) == {who}


@pytest.mark.parametrize("changes", [{"days_total": 60}, {"weekdays": []}])
def test_a_placement_has_its_days_and_its_pattern(start, changes):
    with pytest.raises(ValidationError):
        start(**changes)


def test_a_running_placement_goes_on_until_its_last_day_is_recorded(start, tm):
    first = start()
    with pytest.raises(ValidationError, match="already has a placement"):
        start(starts_on=date(2028, 1, 10))
    actions.end_placement(placement=first, on=date(2026, 10, 1), outcome=Outcome.WITHDRAWN, by=tm)
    assert start(starts_on=date(2026, 10, 2)).pk != first.pk


def test_the_database_keeps_placements_apart(start, newcomer):
    start()
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        PlacementFactory(student=newcomer, starts_on=date(2030, 1, 7), planned_ends_on="2030-06-01")


# Checks and access to children


def test_access_opens_at_the_later_of_the_last_check_and_the_first_day(start, newcomer, tm):
    placement = start()
    first, *rest = critical(placement)
    for check in rest:
        verify_check(check=check, verified_on=date(2026, 9, 14), by=tm)
    assert access(newcomer) == []
    verify_check(check=first, verified_on=date(2026, 9, 15), by=tm)
    assert access(newcomer) == [(START, None)]


def test_a_late_check_opens_late(start, newcomer, tm):
    verify_all(start(), tm, verified_on=date(2026, 10, 5))
    assert access(newcomer) == [(date(2026, 10, 5), None)]


def test_an_expiring_check_shuts_access_by_itself_and_its_renewal_opens_it(start, newcomer, tm):
    placement = start()
    verify_all(placement, tm, expires_on=date(2026, 11, 30))
    assert access(newcomer) == [(START, date(2026, 11, 30))]
    renewed = date(2026, 12, 7)
    verify_all(placement, tm, verified_on=renewed)
    assert access(newcomer) == [(START, date(2026, 11, 30)), (renewed, None)]


def test_a_renewal_before_the_expiry_leaves_no_gap(start, newcomer, tm):
    placement = start()
    verify_all(placement, tm, expires_on=date(2026, 11, 30))
    check = critical(placement).first()
    verify_check(check=check, verified_on=date(2026, 11, 2), expires_on=date(2027, 5, 1), by=tm)
    assert access(newcomer) == [(START, date(2026, 11, 30))]


def test_nobody_verifies_their_own_checks(start, newcomer):
    check = critical(start()).first()
    with pytest.raises(PermissionDenied):
        verify_check(check=check, verified_on=START, by=newcomer)


# The end


def test_the_last_day_ends_access_lines_team_and_load(start, newcomer, tm, pe):
    placement = start()
    verify_all(placement, tm)
    last = date(2026, 10, 8)
    actions.end_placement(placement=placement, on=last, outcome=Outcome.WITHDRAWN, by=tm)
    assert access(newcomer) == [(START, last)]
    assert practice_educator_of(newcomer, last) == pe
    assert practice_educator_of(newcomer, last + timedelta(days=1)) is None
    assert newcomer.memberships.get().ends_on == last
    after = newcomer.workload_limits.get(starts_on=last + timedelta(days=1))
    assert (after.cases, after.ends_on) == (0, None)
    assert newcomer.workload_limits.filter(starts_on__gt=after.starts_on).count() == 0


def test_completed_means_that_the_days_are_there(start, tm):
    placement = start()
    record(placement, START)
    with pytest.raises(ValidationError, match="1 of 70 days are counted"):
        actions.end_placement(placement=placement, on=START, outcome=Outcome.COMPLETED, by=tm)
    day = START
    while placement.days.count() < 70:
        day += timedelta(days=1)
        DayFactory(placement=placement, on=day)
    ended = actions.end_placement(placement=placement, on=day, outcome=Outcome.COMPLETED, by=tm)
    assert ended.has_ended


def test_no_end_before_a_day_of_the_ledger_and_no_second_end(start, tm):
    placement = start()
    record(placement, date(2026, 10, 1))
    with pytest.raises(ValidationError, match="has a day after that: 1 October 2026"):
        actions.end_placement(placement=placement, on=START, outcome=Outcome.WITHDRAWN, by=tm)
    later = date(2026, 10, 1)
    actions.end_placement(placement=placement, on=later, outcome=Outcome.WITHDRAWN, by=tm)
    with pytest.raises(ValidationError, match="ended on 1 October 2026"):
        actions.end_placement(placement=placement, on=later, outcome=Outcome.WITHDRAWN, by=tm)


def test_nobody_ends_their_own_placement(start, newcomer):
    with pytest.raises(PermissionDenied):
        actions.end_placement(placement=start(), on=START, outcome=Outcome.WITHDRAWN, by=newcomer)


# What is counted


def test_counted_in_one_query_however_many(django_assert_num_queries, start):
    placement = start()
    record(placement, START)
    record(placement, date(2026, 9, 29), Kind.SICK)
    record(placement, date(2026, 9, 30), Kind.HALF)
    record(placement, date(2026, 10, 1), Kind.LEAVE)
    empty = PlacementFactory()
    with django_assert_num_queries(1):
        totals = counted([placement.pk, empty.pk], date(2026, 10, 1))
    found = totals[placement.pk]
    assert (found.days, found.attended, found.sick, found.absent) == (Decimal("1.5"),) * 2 + (1, 2)
    assert found.unconfirmed == 4
    assert totals[empty.pk].days == 0
    assert counted([placement.pk], date(2026, 9, 28))[placement.pk].days == 1
    assert counted([], START) == {}
