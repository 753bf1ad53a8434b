"""What stands on the stage is every test's own: rows, and the objects they came in."""

import pytest

from accounts.models import Person, Team
from tests.accounts.factories import TeamFactory
from tests.stage import STAGE, staged

NAME = "Positive Outcomes Project"


@staged
def other_team(team):
    return TeamFactory(name=f"Beside {team.name}")


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_writes_the_next_does_not_find(team, other_team, time):
    assert STAGE.plan, "both stand on one stage"
    assert (team.name, Team.objects.get(pk=team.pk).name) == (NAME, NAME)
    assert Team.objects.count() == 2
    Team.objects.create(name="Left behind")
    team.name = "Changed"
    team.save()


def test_only_what_is_asked_for_stands(team):
    assert list(Team.objects.all()) == [team]
    assert not Person.objects.exists()


def test_copies_are_of_one_world(team, pe, student):
    line = student.lines_up.get()
    assert line.answers_to == pe
    assert not any(thing is pe for thing in STAGE.things.values())


@pytest.mark.time_machine("2026-03-02")
def test_who_stands_at_another_time_begins_with_nothing(team):
    assert STAGE.plan == ()
    assert list(Team.objects.all()) == [team]
