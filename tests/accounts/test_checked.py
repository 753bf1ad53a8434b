"""A row is asked what it must be in few queries, with the words of everything that is wrong."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from records.models import Versioned
from supervision.models import SupervisionSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(student, pe) -> SupervisionSession:
    return SupervisionSession(
        student=student, practice_educator=pe, held_on=date(2026, 3, 2), minutes=60
    )


def test_what_holds_is_asked_once(session, django_assert_num_queries):
    checks = [one for one in session._meta.constraints if isinstance(one, CheckConstraint)]
    assert len(checks) > 2
    with django_assert_num_queries(3):  # a savepoint around one question
        session.validate_constraints()


def test_every_one_that_does_not_hold_says_so(session):
    session.practice_educator = session.student
    session.minutes = 601
    with pytest.raises(ValidationError) as refused:
        session.validate_constraints()
    assert sorted(refused.value.messages) == [
        "How long must be between 1 and 600 minutes.",
        "Nobody supervises themselves.",
    ]


def test_one_about_a_field_left_out_is_not_asked(session):
    session.practice_educator = session.student
    session.minutes = 601
    with pytest.raises(ValidationError) as refused:
        session.validate_constraints(exclude={"minutes"})
    assert refused.value.messages == ["Nobody supervises themselves."]


def test_it_says_what_django_says_one_by_one(session):
    session.is_missed = True  # and nobody says why
    with pytest.raises(ValidationError) as together:
        session.validate_constraints()
    alone = []
    for _, constraints in super(Versioned, session).get_constraints():
        for one in constraints:
            try:
                one.validate(type(session), session)
            except ValidationError as refused:
                alone += refused.messages
    assert together.value.messages == alone


def test_rows_that_were_read_are_not_looked_for_again(session, django_assert_num_queries):
    with django_assert_num_queries(0):
        session.clean_fields()


def test_a_row_named_by_its_key_alone_must_be_there(session):
    session.practice_educator_id = uuid4()
    with pytest.raises(ValidationError) as refused:
        session.clean_fields()
    assert set(refused.value.message_dict) == {"practice_educator"}


def test_a_row_that_was_never_saved_must_be_there(session, pe):
    session.practice_educator = type(pe)(name="Nobody yet")
    with pytest.raises(ValidationError) as refused:
        session.clean_fields()
    assert set(refused.value.message_dict) == {"practice_educator"}
