"""Entering days, confirming weeks, and what the dates do meanwhile."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import start_reporting_line
from accounts.models import ReportingLine
from accounts.roles import Role
from placements.actions import end_placement
from placements.days import counted
from placements.ledger import actions
from placements.models import PlacementDay, PracticePlacement, UniversityRule
from tests.partners.factories import UniversityFactory
from tests.placements.factories import DayFactory

pytestmark = pytest.mark.django_db

START = date(2026, 9, 28)
Kind = PlacementDay.Kind
Outcome = PracticePlacement.Outcome


def record(placement, on, kind=Kind.ATTENDED, today=None):
    return actions.record_day(
        placement=placement, on=on, kind=kind, by=placement.student, today=today or on
    )


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (Kind.ATTENDED, 1),
        (Kind.HALF, Decimal("0.5")),
        (Kind.STUDY, 1),
        (Kind.RECALL, 0),
        (Kind.SKILLS, 0),
        (Kind.SICK, 0),
        (Kind.LEAVE, 0),
        (Kind.BANK_HOLIDAY, 0),
        (Kind.AUTHORISED_ABSENCE, 0),
        (Kind.UNAUTHORISED, 0),
    ],
)
def test_what_each_kind_of_day_counts_by_default(start, kind, counts):
    assert record(start(), START, kind).counts == counts


def test_the_universitys_rule_of_that_day_decides(start):
    university = UniversityFactory()
    UniversityRule.objects.create(
        university=university,
        starts_on=date(2026, 8, 1),
        ends_on=date(2026, 9, 30),
        study_counts=0,
        recall_counts=Decimal("0.5"),
        source="Handbook",
    )
    placement = start(university=university)
    assert record(placement, date(2026, 9, 28), Kind.STUDY).counts == 0
    assert record(placement, date(2026, 9, 29), Kind.RECALL).counts == Decimal("0.5")
    assert record(placement, date(2026, 10, 1), Kind.STUDY).counts == 1


def test_a_day_entered_again_is_corrected(start):
    placement = start()
    record(placement, START)
    record(placement, START, Kind.SICK)
    assert placement.days.get().kind == Kind.SICK


@pytest.mark.parametrize("kind", [Kind.ATTENDED, Kind.HALF, Kind.SICK, Kind.UNAUTHORISED])
def test_nobody_attends_ahead(start, kind):
    with pytest.raises(ValidationError, match="has not come yet"):
        record(start(), START + timedelta(days=1), kind, today=START)


def test_leave_is_entered_ahead(start):
    assert record(start(), START + timedelta(days=7), Kind.LEAVE, today=START).counts == 0


def test_no_day_before_the_placement_or_after_it(start, tm):
    placement = start()
    with pytest.raises(ValidationError, match="began on 28 September 2026"):
        record(placement, START - timedelta(days=1))
    end_placement(placement=placement, on=START, outcome=Outcome.WITHDRAWN, by=tm)
    with pytest.raises(ValidationError, match="ended on"):
        record(placement, START + timedelta(days=1))


def test_only_the_student_enters_days(start, pe):
    with pytest.raises(PermissionDenied):
        actions.record_day(placement=start(), on=START, kind=Kind.ATTENDED, by=pe, today=START)


def test_the_practice_educator_confirms_a_week_and_no_more(start, pe):
    placement = start()
    friday_after = date(2026, 10, 5)
    for day in (START, date(2026, 10, 1), friday_after):
        record(placement, day)
    confirmed = actions.confirm_week(
        placement=placement, week=date(2026, 9, 30), by=pe, today=friday_after
    )
    assert [day.on for day in confirmed] == [START, date(2026, 10, 1)]
    assert placement.days.unconfirmed().get().on == friday_after
    assert counted([placement.pk], friday_after)[placement.pk].confirmed == 2


def test_leave_ahead_is_confirmed_when_it_has_been(start, pe):
    placement = start()
    record(placement, START + timedelta(days=1), Kind.LEAVE, today=START)
    assert actions.confirm_week(placement=placement, week=START, by=pe, today=START) == []


def test_a_confirmed_day_is_shut_until_it_is_opened_again(start, pe):
    placement = start()
    day = record(placement, START)
    actions.confirm_week(placement=placement, week=START, by=pe, today=START)
    with pytest.raises(ValidationError, match="Lorna Practice has confirmed this day"):
        record(placement, START, Kind.SICK)
    actions.reopen_day(day=day, by=pe, today=START)
    assert record(placement, START, Kind.SICK).kind == Kind.SICK


def test_who_may_confirm(start, newcomer, someone, team, tm, tutor):
    placement = start()
    record(placement, START)
    stranger = someone(Role.PRACTICE_EDUCATOR, "Petra Stranger", team)
    for nobody in (newcomer, stranger, tm, tutor):
        with pytest.raises(PermissionDenied):
            actions.confirm_week(placement=placement, week=START, by=nobody, today=START)
    start_reporting_line(
        person=newcomer,
        answers_to=stranger,
        kind=ReportingLine.Kind.COVER,
        starts_on=START,
        ends_on=START,
        why="Leave",
        by=tm,
    )
    days = actions.confirm_week(placement=placement, week=START, by=stranger, today=START)
    assert len(days) == 1


def test_the_database_refuses_a_day_confirmed_by_who_entered_it(start, newcomer):
    day = record(start(), START)
    day.confirmed_by, day.confirmed_at = newcomer, day.entered_at
    with pytest.raises(IntegrityError, match="not_confirmed_by_who_entered"), transaction.atomic():
        day.save()


def test_the_database_keeps_one_row_a_day(start):
    placement = start()
    record(placement, START)
    with pytest.raises(IntegrityError, match="day_once"), transaction.atomic():
        DayFactory(placement=placement, on=START)
