import pytest
from django.core.exceptions import ValidationError

from casework.child.actions import add_child, involve
from casework.child.models import Involvement
from tests.casework.factories import ChildFactory

pytestmark = pytest.mark.django_db


def new(by, **facts):
    return add_child(**{"by": by, "first_name": "Ewa", "last_name": "S", "sex": "F"} | facts)


def test_references_are_letters_and_digits_and_never_given_twice(tm, settings):
    first, second = new(tm, dob="2015-03-02"), new(tm, dob="2015-03-02")
    assert first.reference.startswith("POP")
    assert first.reference[3:].isdigit()
    assert int(second.reference[3:]) == int(first.reference[3:]) + 1
    settings.CHILD_REFERENCE_PREFIX = "WCC"
    assert new(tm, dob="2015-03-02").reference.startswith("WCC")


def test_a_slip_in_a_pupil_number_is_refused(tm):
    with pytest.raises(ValidationError) as refused:
        new(tm, dob="2015-03-02", upn="A885200000001")
    assert "upn" in refused.value.message_dict


def test_a_pupil_number_belongs_to_one_child(tm):
    new(tm, dob="2015-03-02", upn="Q885200000001")
    with pytest.raises(ValidationError, match="Another child"):
        new(tm, dob="2015-03-02", upn="Q885200000001")


def test_born_or_expected_never_both_nor_neither(tm):
    for facts in ({}, {"dob": "2026-01-01", "expected_dob": "2026-01-02"}):
        with pytest.raises(ValidationError, match="not both"):
            new(tm, **facts)


def test_a_team_that_has_the_child_open_keeps_its_one_row(tm, team, today):
    child = ChildFactory()
    rows = {
        involve(
            child=child, team=team, role=Involvement.Role.TEAM, starts_on=today, why="x", by=tm
        ).pk
        for _ in range(2)
    }
    assert len(rows) == 1
