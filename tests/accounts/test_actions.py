"""What is written about people, and what is refused in words a person understands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import Person, ReportingLine, TeamMembership, WorkloadLimit
from accounts.roles import Role
from tests.accounts.factories import PASSWORD
from tests.conftest import SINCE

ON = date(2026, 3, 2)
DAY = timedelta(days=1)


def test_a_person_joins_their_team_on_their_first_day(team, admin):
    person = actions.add_person(
        email="New.Person@Example.org ",
        name="Nia New",
        role=Role.STUDENT,
        team=team,
        access_from=ON,
        by=admin,
    )
    assert person.email == "new.person@example.org"
    assert not person.has_usable_password()
    assert list(TeamMembership.objects.filter(person=person).values_list("team", "starts_on")) == [
        (team.pk, ON)
    ]


def test_a_password_given_at_once_follows_the_rules(db):
    with pytest.raises(ValidationError, match="too common"):
        actions.add_person(
            email="a@example.org", name="A", role=Role.STUDENT, password="password1234", by=None
        )
    person = actions.add_person(
        email="a@example.org", name="A", role=Role.STUDENT, password=PASSWORD, by=None
    )
    assert person.check_password(PASSWORD)


def test_an_address_belongs_to_one_person_in_any_case(sw):
    with pytest.raises(ValidationError):
        actions.add_person(email=sw.email.upper(), name="Twin", role=Role.STUDENT, by=None)


def test_history_names_the_hand_that_wrote(admin):
    person = actions.add_person(email="a@example.org", name="A", role=Role.STUDENT, by=admin)
    actions.change_person(
        person=person, name="B", email="a@example.org", role=Role.STUDENT, by=None
    )
    events = person.events.order_by("pgh_id").values_list("name", "pgh_context__user")
    assert list(events) == [("A", str(admin.pk)), ("B", "system")]


def test_nobody_changes_their_own_role_or_access(admin):
    with pytest.raises(ValidationError, match="your own role"):
        actions.change_person(
            person=admin, name="Ada", email=admin.email, role=Role.TEAM_MANAGER, by=admin
        )
    with pytest.raises(ValidationError, match="your own access"):
        actions.set_access(person=admin, access_from=None, access_until=None, by=admin)
    actions.change_person(
        person=admin, name="Ada Newname", email=admin.email, role=admin.role, by=admin
    )


def test_ending_access_ends_what_hangs_on_it(cast, admin):
    actions.set_workload_limit(
        person=cast.student, cases=3, starts_on=SINCE, why="Agreed", by=cast.pe
    )
    actions.end_access(person=cast.student, on=ON, by=admin)
    cast.student.refresh_from_db()
    assert cast.student.may_sign_in(ON)
    assert not cast.student.may_sign_in(ON + DAY)
    for rows in ("memberships", "lines_up", "children_access", "workload_limits"):
        assert [row.ends_on for row in getattr(cast.student, rows).all()] == [ON], rows


def test_ending_access_takes_back_what_had_not_begun(cast, neighbouring_team, admin):
    actions.join_team(
        person=cast.sw, team=neighbouring_team, starts_on=ON + DAY, by=admin, why="Secondment"
    )
    actions.end_access(person=cast.sw, on=ON, by=admin)
    assert [row.team for row in cast.sw.memberships.all()] == [cast.sw.memberships.first().team]
    assert cast.sw.memberships.first().ends_on == ON


def test_an_educator_who_leaves_answers_for_nobody(cast, admin):
    actions.end_access(person=cast.pe, on=ON, by=admin)
    assert cast.pe.lines_down.get().ends_on == ON


def test_access_does_not_end_before_it_begins(cast, admin):
    actions.set_access(person=cast.sw, access_from=ON, access_until=None, by=admin)
    with pytest.raises(ValidationError, match="before the first"):
        actions.end_access(person=cast.sw, on=ON - DAY, by=admin)


def test_nobody_is_twice_in_one_team(cast, team):
    with pytest.raises(ValidationError, match="in that team already"):
        actions.join_team(person=cast.sw, team=team, starts_on=ON, by=None)
    place = cast.sw.memberships.get()
    actions.leave_team(membership=place, on=ON, by=None)
    actions.join_team(person=cast.sw, team=team, starts_on=ON + DAY, by=None)


def test_two_people_do_not_answer_to_each_other(student, pe):
    with pytest.raises(ValidationError, match="circle"):
        actions.start_reporting_line(
            person=pe,
            answers_to=student,
            kind=ReportingLine.Kind.CASE,
            starts_on=ON,
            why="",
            by=None,
        )


def test_nobody_answers_to_themselves(pe):
    with pytest.raises(ValidationError, match="themselves"):
        actions.start_reporting_line(
            person=pe, answers_to=pe, kind=ReportingLine.Kind.CASE, starts_on=ON, why="", by=None
        )


def test_cover_always_ends(student, tm):
    with pytest.raises(ValidationError, match="last day"):
        actions.start_reporting_line(
            person=student,
            answers_to=tm,
            kind=ReportingLine.Kind.COVER,
            starts_on=ON,
            why="Leave",
            by=None,
        )


def test_a_line_that_never_began_is_gone_and_history_knows(student, tm):
    line = actions.start_reporting_line(
        person=student,
        answers_to=tm,
        kind=ReportingLine.Kind.LEARNING_ONLY,
        starts_on=ON,
        why="Planned",
        by=tm,
    )
    assert actions.end_reporting_line(line=line, on=ON - DAY, why="Not needed", by=tm) is None
    labels = ReportingLine.pgh_event_model.objects.filter(pgh_obj_id=line.pk)
    assert list(labels.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]


def test_only_managers_have_deputies_and_students_are_none(cast):
    span = {"starts_on": ON, "ends_on": ON, "why": "Leave", "by": None}
    with pytest.raises(ValidationError, match="Only a manager"):
        actions.appoint_deputy(manager=cast.sw, deputy=cast.pe, **span)
    with pytest.raises(ValidationError, match="A deputy is"):
        actions.appoint_deputy(manager=cast.tm, deputy=cast.student, **span)


def test_a_deputy_holds_the_managers_verbs_and_teams_on_those_days_only(cast, team, time_machine):
    actions.appoint_deputy(
        manager=cast.tm, deputy=cast.pe, starts_on=ON, ends_on=ON, why="Leave", by=None
    )
    time_machine.move_to(ON, tick=False)
    acting = Person.objects.get(pk=cast.pe.pk)
    assert acting.may("casework.allocate")
    assert acting.team_wide_ids(ON) == {team.pk}
    time_machine.move_to(ON + DAY, tick=False)
    after = Person.objects.get(pk=cast.pe.pk)
    assert not after.may("casework.allocate")
    assert after.team_wide_ids(ON + DAY) == set()


def test_children_access_closes_on_its_last_day_whatever_was_planned(student):
    actions.close_children_access(person=student, on=ON, why="Check expired", by=None)
    actions.open_children_access(
        person=student, starts_on=ON + 10 * DAY, why="Renewed", by=None, ends_on=None
    )
    closed = actions.close_children_access(person=student, on=ON + 3 * DAY, why="Left", by=None)
    assert closed == []
    assert [(row.starts_on, row.ends_on) for row in student.children_access.all()] == [(SINCE, ON)]


def test_a_new_limit_ends_the_one_before(student):
    first = actions.set_workload_limit(person=student, cases=2, starts_on=ON, why="", by=None)
    actions.set_workload_limit(person=student, cases=3.5, starts_on=ON + 5 * DAY, why="", by=None)
    first.refresh_from_db()
    assert first.ends_on == ON + 4 * DAY
    actions.set_workload_limit(person=student, cases=4, starts_on=ON + 5 * DAY, why="", by=None)
    limits = WorkloadLimit.objects.filter(person=student).order_by("starts_on")
    assert [(row.cases, row.ends_on) for row in limits] == [
        (Decimal("2.0"), ON + 4 * DAY),
        (Decimal("4.0"), None),
    ]
