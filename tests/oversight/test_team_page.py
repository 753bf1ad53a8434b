"""The team's page, the educator's students, one student's work: counts, scope, constant cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions import set_workload_limit
from casework.child.actions import restrict_child
from oversight import caseload, due
from tests.casework import scene
from timescales.calendars import load_calendar

pytestmark = pytest.mark.django_db
OPENED = date(2026, 11, 2)
# Of the test's own transaction: a request of its own has none.
SAVEPOINT_AND_RELEASE = 2


@pytest.fixture
def carried(team, tm, sw, student):
    """`carried(n)`: n children in need, the social worker accountable, the student beside."""

    def make(number: int, **allocated):
        workers = {"sw": sw, "student": student} | allocated
        return [
            scene.an_episode(
                scene.a_child(by=tm), team=team, by=tm, opened_on=OPENED, kind="in_need", **workers
            )
            for _ in range(number)
        ]

    return make


def loads_of(person, on):
    return caseload.caseloads(caseload.students_of(person, on), on)


def test_a_students_load_is_what_they_carry_against_the_limit_of_the_day(
    carried, tm, student, pe, today
):
    carried(3)
    set_workload_limit(person=student, cases=2, starts_on=OPENED, why="Agreed", by=None)
    [load] = loads_of(tm, today)
    assert (load.name, load.educator) == (student.name, pe.name)
    assert (load.children, load.cases, load.limit) == (3, Decimal("3.0"), Decimal("2.0"))
    assert load.is_over


def test_work_that_has_ended_is_carried_no_more(carried, tm, student, today):
    first, _ = carried(2)
    first.allocations.filter(person=student).update(ends_on=today - timedelta(days=1))
    [load] = loads_of(tm, today)
    assert load.children == 1


def test_an_educator_sees_the_load_of_their_own_students_alone(
    carried, someone, team, pe, student, today
):
    other = someone("student", "Otto Other", team)
    assert [load.student_id for load in loads_of(pe, today)] == [student.pk]
    assert other.pk not in {load.student_id for load in loads_of(pe, today)}


def test_the_plain_answer_counts_children_and_the_newest_apart():
    def load(name: str, children: int) -> caseload.Caseload:
        return caseload.Caseload(name, name, "", children, Decimal(children), None)

    found = caseload.spread([load("a", 4), load("b", 1)], frozenset({"b"}))
    assert (found.average, found.highest) == (Decimal("2.5"), 4)
    assert found.newest_average == Decimal("1.0")
    assert caseload.spread([], frozenset()).average == Decimal("0.0")


def test_a_child_without_a_worker_for_five_working_days_is_counted_from_that_day_on(carried, tm):
    carried(1, sw=None, student=None)
    clocks, calendar = due.within_reach(tm), load_calendar()
    fifth = date(2026, 11, 9)
    before = due.figures(clocks, fifth - timedelta(days=3), calendar)
    assert before.unallocated_five_days == 0
    assert due.figures(clocks, fifth, calendar).unallocated_five_days == 1


def test_clocks_of_a_restricted_child_are_counted_for_those_named_alone(carried, tm, gm, today):
    [episode] = carried(1)
    assert due.within_reach(gm).exists()
    restrict_child(child=episode.child, named=[], why="Staff family", starts_on=OPENED, by=tm)
    assert due.within_reach(tm).exists()
    assert not due.within_reach(gm).exists()


def test_another_teams_manager_reaches_none_of_them(carried, someone, neighbouring_team):
    carried(1)
    theirs = someone("team_manager", "Nora North", neighbouring_team)
    assert not due.within_reach(theirs).exists()


def test_every_figure_opens_its_rows(carried, sign_in, tm):
    carried(1)
    client = sign_in(tm)
    page = client.get(reverse("oversight:team-today"))
    for card in page.context["cards"]:
        if card["href"].startswith("/"):
            assert client.get(card["href"]).status_code == 200


def test_the_team_page_costs_the_same_however_large_the_team(
    carried, sign_in, tm, someone, team, queries_for
):
    client, address = sign_in(tm), reverse("oversight:team-today")
    carried(2)
    client.get(address)
    few = queries_for(lambda: client.get(address))
    carried(8)
    for number in range(5):
        someone("student", f"Student Number{number}", team)
    assert queries_for(lambda: client.get(address)) == few
    assert few - SAVEPOINT_AND_RELEASE <= 15


@pytest.mark.parametrize(
    ("who", "begins_at"),
    [
        ("tm", "oversight:team-today"),
        ("gm", "oversight:team-today"),
        ("auditor", "oversight:team-today"),
        ("pe", "oversight:my-students"),
        ("admin", "accounts:person-list"),
    ],
)
def test_a_day_begins_where_the_work_is(cast, sign_in, who, begins_at):
    answer = sign_in(getattr(cast, who)).get("/")
    assert answer.status_code == 302
    assert answer["Location"] == reverse(begins_at)


def test_today_costs_the_same_however_much_there_is(carried, sign_in, student, queries_for):
    client = sign_in(student)
    carried(2)
    client.get("/")
    few = queries_for(lambda: client.get("/"))
    carried(5)
    assert queries_for(lambda: client.get("/")) == few
    assert few - SAVEPOINT_AND_RELEASE <= 15
