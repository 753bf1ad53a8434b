"""People as rows: access by date, verbs, teams."""

from datetime import date, timedelta

import pytest

from accounts.models import Person
from accounts.permissions import Permission
from accounts.roles import ROLE_PERMISSIONS, SEES_CHILDREN, Role
from tests.accounts.factories import PersonFactory, TeamMembershipFactory

ON = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({}, True),
        ({"access_from": ON}, True),
        ({"access_from": ON + DAY}, False),
        ({"access_until": ON}, True),
        ({"access_until": ON - DAY}, False),
        ({"is_active": False}, False),
    ],
)
def test_access_holds_from_its_first_day_to_its_last(db, fields, may):
    person = PersonFactory(**fields)
    assert person.may_sign_in(ON) is may
    assert Person.objects.who_may_sign_in(ON).filter(pk=person.pk).exists() is may


def test_every_role_has_its_verbs_and_only_an_administrator_edits_people():
    assert set(ROLE_PERMISSIONS) == set(Role)
    holders = {role for role, verbs in ROLE_PERMISSIONS.items() if Permission.PEOPLE_EDIT in verbs}
    assert holders == {Role.ADMINISTRATOR}


def test_who_never_sees_a_child():
    assert set(Role) - SEES_CHILDREN == {
        Role.UNIVERSITY_TUTOR,
        Role.SCHOOL_LEAD,
        Role.ADMINISTRATOR,
    }


def test_only_team_wide_roles_read_a_whole_team(cast, team, neighbouring_team):
    assert cast.tm.team_wide_ids(ON) == {team.pk}
    assert cast.gm.team_wide_ids(ON) == {team.pk, neighbouring_team.pk}
    assert cast.auditor.team_wide_ids(ON) == {team.pk}
    for person in (cast.student, cast.pe, cast.sw, cast.outsider, cast.admin):
        assert person.team_wide_ids(ON) == set()


def test_a_team_counts_only_on_its_days(tm, neighbouring_team):
    TeamMembershipFactory(person=tm, team=neighbouring_team, starts_on=ON, ends_on=ON)
    assert neighbouring_team.pk in tm.team_wide_ids(ON)
    assert neighbouring_team.pk not in tm.team_wide_ids(ON + DAY)


def test_the_directory_is_read_by_administrators_and_by_others_about_themselves(cast):
    assert set(Person.objects.visible_to(cast.admin)) == set(vars(cast).values())
    assert list(Person.objects.visible_to(cast.tm)) == [cast.tm]


def test_roles_of_those_one_acts_for_come_with_the_person_in_one_query(cast, queries_for):
    person = Person.objects.acting(ON).get(pk=cast.sw.pk)
    assert queries_for(lambda: person.may(Permission.ALLOCATE)) == 0
