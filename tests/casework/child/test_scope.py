"""Who may know that a child exists: a hand-written cast against what has happened to the child."""

from datetime import timedelta

import pytest

from accounts import actions as accounts
from accounts.models import ChildrenAccess
from casework.child.actions import (
    declare_conflict,
    end_involvement,
    restrict_child,
    settle_conflict,
    withdraw_conflict,
)
from casework.child.models import Child
from casework.episode.actions import close_episode

pytestmark = pytest.mark.django_db

WORKERS = {"student", "pe", "sw"}
TEAM = {"tm", "gm", "business_support", "auditor"}


def who_sees(child, cast, on=None):
    return {
        name
        for name, person in vars(cast).items()
        if Child.objects.visible_to(person, on).filter(pk=child.pk).exists()
    }


def who_sees_masked(child, cast):
    return {
        name
        for name, person in vars(cast).items()
        if Child.objects.masked_for(person).filter(pk=child.pk).exists()
    }


def test_nobody_sees_a_child_nobody_works_with(child, cast):
    assert who_sees(child, cast) == set()


def test_workers_their_educator_and_the_team_see_an_open_child(child, episode, cast):
    assert who_sees(child, cast) == WORKERS | TEAM


def test_before_the_work_began_nobody_saw(child, episode, cast, opened_on):
    assert who_sees(child, cast, opened_on - timedelta(days=1)) == set()


def test_after_closing_the_team_still_reads_and_the_workers_no_longer(child, episode, cast, today):
    close_episode(episode=episode, on=today, reason="EH1", by=cast.tm)
    assert who_sees(child, cast, today) == WORKERS | TEAM
    assert who_sees(child, cast, today + timedelta(days=1)) == TEAM


def test_a_student_whose_access_is_shut_sees_nothing_and_their_educator_still_does(
    child, episode, cast, today
):
    accounts.close_children_access(
        person=cast.student, on=today - timedelta(days=1), why="Check expired", by=None
    )
    assert ChildrenAccess.objects.filter(person=cast.student).exists()
    assert who_sees(child, cast) == (WORKERS | TEAM) - {"student"}


def test_a_restricted_child_is_for_those_named(child, episode, cast, today):
    restrict_child(child=child, named=[cast.sw], why="Staff family", starts_on=today, by=cast.tm)
    assert who_sees(child, cast) == {"sw", "tm"}
    assert who_sees_masked(child, cast) == {"gm"}


def test_a_conflict_hides_the_child_until_it_is_withdrawn(child, episode, cast, today):
    conflict = declare_conflict(
        person=cast.pe, child=child, nature="Old friends", on=today, by=cast.pe
    )
    assert who_sees(child, cast) == (WORKERS | TEAM) - {"pe"}
    withdraw_conflict(conflict=conflict, on=today, by=cast.tm)
    assert "pe" in who_sees(child, cast)


def test_a_conflict_in_words_hides_the_child_once_it_is_settled(child, episode, cast, today):
    conflict = declare_conflict(
        person=cast.student, family_name="Sikorski", nature="Neighbours", on=today, by=cast.student
    )
    assert "student" in who_sees(child, cast)
    settle_conflict(conflict=conflict, child=child, how="Same street", on=today, by=cast.tm)
    assert "student" not in who_sees(child, cast)


def test_what_never_began_leaves_nothing_behind(child, episode, cast, today):
    allocation = episode.allocations.get(person=cast.student)
    end_involvement(
        source_id=allocation.pk, on=allocation.starts_on - timedelta(days=1), by=cast.tm
    )
    assert who_sees(child, cast) == {"sw"} | TEAM
