"""Who answers for whom: chains, cover, educators, managers and deputies."""

from datetime import date, timedelta

import pytest

from accounts import actions
from accounts.models import ReportingLine
from accounts.reporting import answers_to_chain, managers_of, practice_educator_of
from accounts.roles import Role
from tests.conftest import SINCE

ON = date(2026, 3, 2)
CASE, COVER, LEARNING = (
    ReportingLine.Kind.CASE,
    ReportingLine.Kind.COVER,
    ReportingLine.Kind.LEARNING_ONLY,
)


def answers(person, to, kind=CASE, starts_on=SINCE, ends_on=None):
    return actions.start_reporting_line(
        person=person,
        answers_to=to,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        why="",
        by=None,
    )


def test_a_chain_climbs_nearest_first_in_one_query(student, pe, tm, outsider, queries_for):
    answers(pe, tm)
    asked = queries_for(lambda: answers_to_chain([student.pk, outsider.pk], ON))
    assert answers_to_chain([student.pk, outsider.pk], ON) == {
        student.pk: [pe, tm],
        outsider.pk: [],
    }
    assert asked == 1


def test_a_chain_of_nobody_asks_nothing(db, queries_for):
    assert queries_for(lambda: answers_to_chain([], ON)) == 0


def test_a_learning_only_line_is_not_in_the_chain(student, pe, tutor):
    answers(student, tutor, LEARNING)
    assert answers_to_chain([student.pk], ON)[student.pk] == [pe]


def test_cover_stands_beside_the_line_on_its_days_only(student, pe, someone, team):
    stand_in = someone(Role.PRACTICE_EDUCATOR, "Cora Cover", team)
    answers(student, stand_in, COVER, starts_on=ON, ends_on=ON)
    assert answers_to_chain([student.pk], ON)[student.pk] == [stand_in, pe]
    assert answers_to_chain([student.pk], ON + timedelta(days=1))[student.pk] == [pe]


def test_a_chain_goes_on_past_somebody_whose_access_has_ended(student, pe, tm):
    answers(pe, tm)
    pe.access_until = ON - timedelta(days=1)
    pe.save()
    assert answers_to_chain([student.pk], ON)[student.pk] == [tm]


def test_a_line_counts_on_its_last_day_and_not_the_day_after(student, pe):
    line = student.lines_up.get()
    actions.end_reporting_line(line=line, on=ON, why="Placement ended", by=None)
    assert practice_educator_of(student, ON) == pe
    assert practice_educator_of(student, ON + timedelta(days=1)) is None


def test_the_educator_is_the_one_of_the_case_line_even_while_covered(student, pe, someone, team):
    stand_in = someone(Role.PRACTICE_EDUCATOR, "Cora Cover", team)
    answers(student, stand_in, COVER, starts_on=ON, ends_on=ON + timedelta(days=5))
    assert practice_educator_of(student, ON) == pe


def test_the_one_who_covers_is_the_educator_where_there_is_no_other(student, someone, team):
    stand_in = someone(Role.PRACTICE_EDUCATOR, "Cora Cover", team)
    actions.end_reporting_line(line=student.lines_up.get(), on=SINCE, why="", by=None)
    answers(student, stand_in, COVER, starts_on=ON, ends_on=ON)
    assert practice_educator_of(student, ON) == stand_in


def test_an_off_site_educator_is_not_the_practice_educator(student, someone):
    actions.end_reporting_line(line=student.lines_up.get(), on=SINCE, why="", by=None)
    answers(student, someone(Role.PRACTICE_EDUCATOR, "Otto Offsite"), LEARNING)
    assert practice_educator_of(student, ON) is None


def test_managers_are_those_of_the_teams_and_their_deputies(cast, someone, neighbouring_team):
    theirs = someone(Role.TEAM_MANAGER, "Ned Neighbour", neighbouring_team)
    actions.appoint_deputy(
        manager=cast.tm, deputy=cast.sw, starts_on=ON, ends_on=ON, why="Leave", by=None
    )
    asked = [cast.student.pk, cast.outsider.pk, cast.tutor.pk]
    assert managers_of(asked, ON) == {
        cast.student.pk: {cast.tm, cast.sw},
        cast.outsider.pk: {theirs},
        cast.tutor.pk: set(),
    }
    assert managers_of([cast.student.pk], ON + timedelta(days=1)) == {cast.student.pk: {cast.tm}}


def test_a_team_managers_manager_is_the_group_manager(cast):
    assert managers_of([cast.tm.pk], ON) == {cast.tm.pk: {cast.gm}}


def test_nobody_is_their_own_manager(cast):
    actions.appoint_deputy(
        manager=cast.tm, deputy=cast.sw, starts_on=ON, ends_on=ON, why="Leave", by=None
    )
    assert managers_of([cast.sw.pk], ON) == {cast.sw.pk: {cast.tm}}


def test_a_manager_whose_access_ended_manages_nobody(cast):
    cast.tm.access_until = ON - timedelta(days=1)
    cast.tm.save()
    assert managers_of([cast.sw.pk], ON) == {cast.sw.pk: set()}


@pytest.mark.parametrize("count", [1, 6])
def test_managers_cost_the_same_however_many_ask(cast, someone, team, queries_for, count):
    people = [someone(Role.SOCIAL_WORKER, f"Worker {n}", team) for n in range(count)]
    assert queries_for(lambda: managers_of([person.pk for person in people], ON)) == 1
