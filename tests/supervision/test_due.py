"""How much supervision is due: the rule's hours for whole blocks of five attended days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from placements.models import PlacementDay
from supervision.due import due_minutes, standings
from tests.placements import scene
from tests.stage import staged
from tests.supervision.factories import PracticePlacementFactory, SupervisionSessionFactory

ON = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("attended", "minutes"),
    [("0", 0), ("4.5", 0), ("5", 90), ("9.5", 90), ("10", 180), ("30", 540)],
)
def test_due_counts_whole_blocks(attended, minutes):
    assert due_minutes(Decimal(attended), Decimal("1.5")) == minutes


@staged
def placement(student, pe, team):
    placement = PracticePlacementFactory(student=student, practice_educator=pe, team=team)
    for number in range(12):
        PlacementDay.objects.create(
            placement=placement,
            on=placement.starts_on + timedelta(days=number),
            kind=PlacementDay.Kind.ATTENDED if number < 11 else PlacementDay.Kind.SICK,
            counts=1 if number < 11 else 0,
            entered_by=student,
            entered_at=timezone.now(),
        )
    return placement


def test_held_counts_what_was_sent_within_the_placement(placement, student, pe, draft, write, ask):
    ask(write(draft))
    SupervisionSessionFactory(student=student, practice_educator=pe)  # a draft is not held
    before = SupervisionSessionFactory(
        student=student, practice_educator=pe, held_on=placement.starts_on - timedelta(days=1)
    )
    ask(write(before))
    missed = SupervisionSessionFactory(
        student=student, practice_educator=pe, minutes=None, is_missed=True, missed_why="Sick"
    )
    ask(missed)
    standing = standings([placement], ON)[placement.pk]
    assert (standing.days.attended, standing.due, standing.held) == (Decimal(11), 180, 90)
    assert (standing.sessions, standing.behind, standing.is_behind) == (1, 90, False)
    assert [session.missed_why for session in standing.missed] == ["Sick"]


def test_the_agreement_in_force_promises_more_than_the_rule(placement, pe):
    scene.an_agreement_in_force(
        placement, on=placement.starts_on, supervision_hours_per_five_days=Decimal(2)
    )
    standing = standings([placement], ON)[placement.pk]
    assert (standing.per_five_days, standing.due) == (120, 240)


def test_standings_cost_the_same_for_many(placement, django_assert_num_queries):
    with django_assert_num_queries(4):
        standings([placement], ON)
    with django_assert_num_queries(4):
        standings([placement] * 5, ON)
