"""Finding a child: how names, dates and numbers fit, why, and for whom."""

from datetime import date

import pytest
from django.urls import reverse

from casework.child.actions import declare_conflict, involve, restrict_child
from casework.child.models import Involvement
from casework.child.search import find, slips_of
from tests.casework.factories import ChildFactory
from tests.partners.factories import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(team, tm, today):
    """`known(first, last, …)` makes a child of the team."""

    def make(first, last, **facts):
        child = ChildFactory(first_name=first, last_name=last, **facts)
        involve(
            child=child, team=team, role=Involvement.Role.TEAM, starts_on=today, why="Test", by=tm
        )
        return child

    return make


@pytest.fixture
def look(tm, today):
    """`look("nowak")`: the matches a team manager sees."""

    def search(words="", **known_facts):
        return find(tm, words, on=today, **known_facts)

    return search


def reasons(matches):
    return {match.child.first_name: match.reasons for match in matches}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("nowak", "Name as typed"),
        ("now", "Name as typed"),
        ("Tomasz Nowak", "Name as typed"),
        ("NOWAK tom", "Name as typed"),
        ("Novak", "Name sounds alike"),
        ("Tomash Novack", "Name sounds alike"),
        ("Tomasz Nowakk", "Name sounds alike"),
        ("Tomasz Noswak", "Name spelt much alike"),
    ],
)
def test_a_name_is_found_in_part_by_sound_and_with_slips(known, look, typed, reason):
    known("Tomasz", "Nowak")
    known("Aisha", "Rahman")
    assert reasons(look(typed)) == {"Tomasz": (reason,)}


def test_case_and_accents_make_no_difference(known, look):
    known("Łukasz", "Śliwa")
    known("Zoë", "Ó Briain")
    assert reasons(look("lukasz sliwa")) == {"Łukasz": ("Name as typed",)}
    assert reasons(look("zoe briain")) == {"Zoë": ("Name as typed",)}


def test_what_a_child_is_called_is_a_name_too(known, look):
    known("Jeremiah", "Stone", known_as="Jem")
    assert reasons(look("jem stone")) == {"Jeremiah": ("Name as typed",)}


def test_both_names_must_fit(known, look):
    known("Tomasz", "Nowak")
    assert look("Tomasz Rahman") == []


def test_one_letter_or_a_percent_sign_finds_nobody(known, look):
    known("Tomasz", "Nowak")
    assert look("t") == []
    assert look("%%%a") == []


def test_a_date_of_birth_is_found_with_one_slip(known, look):
    known("Exact", "Child", dob=date(2015, 3, 2))
    known("Swapped", "Child", dob=date(2015, 2, 3))
    known("Digit", "Child", dob=date(2015, 3, 12))
    known("Far", "Child", dob=date(2011, 7, 28))
    assert reasons(look(dob=date(2015, 3, 2))) == {
        "Exact": ("Same date of birth",),
        "Swapped": ("Date of birth with day and month changed about",),
        "Digit": ("Date of birth differs in one digit",),
    }


def test_a_date_typed_among_the_words_counts(known, look):
    known("Exact", "Child", dob=date(2015, 3, 2))
    assert "Exact" in reasons(look("02/03/2015"))


def test_slips_are_real_dates_one_step_away():
    slips = slips_of(date(2015, 3, 2))
    assert date(2015, 2, 3) in slips
    assert date(2015, 3, 22) in slips
    assert date(2005, 3, 2) in slips
    assert date(2015, 3, 2) not in slips
    assert date(2016, 4, 2) not in slips


def test_numbers_find_one_child(known, look):
    known("Tomasz", "Nowak", upn="Q885200000001", la_child_id="POP900")
    known("Aisha", "Rahman", former_upn="Q88520000000B")
    assert reasons(look("q885200000001")) == {"Tomasz": ("Same unique pupil number",)}
    assert reasons(look("Q88520000000B")) == {"Aisha": ("Same unique pupil number",)}
    assert reasons(look("pop900")) == {"Tomasz": ("Same reference",)}
    assert reasons(look("900")) == {"Tomasz": ("Same reference",)}
    known("Lena", "Vogt", la_child_id="20417733")
    assert reasons(look("20417733")) == {"Lena": ("Same reference",)}
    assert reasons(look("2041773")) == {}


def test_a_school_narrows_and_alone_lists_its_children(known, look):
    oakfield = SchoolFactory()
    known("Tomasz", "Nowak", school=oakfield)
    known("Ewa", "Nowak")
    assert set(reasons(look("nowak", school_id=oakfield.pk))) == {"Tomasz"}
    assert reasons(look(school_id=oakfield.pk)) == {"Tomasz": ("Same school",)}


def test_the_best_match_stands_first(known, look):
    known("Thomas", "Novak", dob=date(2011, 7, 28))
    known("Tomasz", "Nowak", dob=date(2015, 3, 2))
    found = look("Tomasz Nowak", dob=date(2015, 3, 2))
    assert [match.child.first_name for match in found] == ["Tomasz", "Thomas"]
    assert found[0].reasons == ("Name as typed", "Same date of birth")


def test_only_the_children_one_may_see(child, episode, known, cast, today):
    known("Piotr", "Sikorski")
    seen = {
        name: {match.child.first_name for match in find(person, "sikorski", on=today)}
        for name, person in vars(cast).items()
    }
    both, own = {"Tomasz", "Piotr"}, {"Tomasz"}
    assert seen == {
        "student": own,
        "pe": own,
        "sw": own,
        "tm": both,
        "gm": both,
        "business_support": both,
        "auditor": both,
        "tutor": set(),
        "dsl": set(),
        "admin": set(),
        "outsider": set(),
    }


def test_a_restricted_child_is_a_masked_row_for_workers_and_managers_only(
    child, episode, cast, today, someone, team
):
    other = someone("team_manager", "Olga Named", team)
    restrict_child(child=child, named=[], why="Staff family", starts_on=today, by=other)
    for person in (cast.tm, cast.sw):
        (masked,) = find(person, "sikorski", on=today)
        assert masked.is_masked
        assert masked.ask == other
        assert masked.reasons == ()
    for person in (cast.student, cast.pe, cast.business_support, cast.auditor):
        assert find(person, "sikorski", on=today) == []
    (open_row,) = find(other, "sikorski", on=today)
    assert not open_row.is_masked


def test_who_may_break_the_glass_can_do_so_from_a_search(child, episode, tm, sw, today, sign_in):
    closed = restrict_child(child=child, named=[], why="Staff family", starts_on=today, by=tm)
    found = sign_in(sw).post(reverse("casework:child-find"), {"words": "Sikorski"}, follow=True)
    assert reverse("casework:glass-break", args=[closed.key]) in found.content.decode()


def test_a_declared_conflict_makes_the_child_vanish(child, episode, student, pe, today):
    declare_conflict(person=student, child=child, nature="Neighbours", on=today, by=student)
    assert find(student, "sikorski", on=today) == []
    assert len(find(pe, "sikorski", on=today)) == 1


def test_a_search_costs_the_same_however_many_it_finds(known, look, queries_for):
    for _ in range(2):
        known("Tomasz", "Nowak")
    look("nowak")  # what is asked once per person is asked now
    few = queries_for(lambda: look("nowak"))
    for _ in range(20):
        known("Tomasz", "Nowak")
    assert queries_for(lambda: look("nowak")) == few <= 4
