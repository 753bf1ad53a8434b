"""Is this child here already? Asked across every team, told in three facts, and logged."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.urls import reverse

from casework.child.actions import check_duplicates, declare_conflict, restrict_child
from casework.child.models import DuplicateCheck
from tests.casework.factories import ChildFactory
from tests.partners.factories import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(tm, today):
    def ask(first="Tomasz", last="Nowak", by=tm, **known):
        return check_duplicates(by=by, first_name=first, last_name=last, on=today, **known)

    return ask


@pytest.mark.parametrize(
    ("facts", "asked", "is_likely"),
    [
        ({}, {}, True),  # the whole name, letter by letter
        ({"last_name": "Novak"}, {}, False),  # only sounds alike, nothing else known
        ({"last_name": "Novak"}, {"dob": date(2015, 3, 2)}, True),
        ({"last_name": "Novak"}, {"dob": date(2015, 2, 3)}, True),  # day and month changed about
        ({"last_name": "Rahman"}, {"dob": date(2015, 3, 2)}, True),  # a new family name
        ({"last_name": "Rahman"}, {"dob": date(2015, 2, 3)}, False),
        ({"first_name": "Aisha", "last_name": "Rahman"}, {"dob": date(2015, 3, 2)}, False),
        ({"first_name": "A", "last_name": "B"}, {"upn": "Q885200000001"}, True),
    ],
)
def test_who_is_likely_the_same_child(check, facts, asked, is_likely):
    ChildFactory(**{"first_name": "Tomasz", "last_name": "Nowak", "upn": "Q885200000001"} | facts)
    _, matches = check(**asked)
    assert bool(matches) is is_likely


def test_the_same_school_makes_a_name_that_sounds_alike_likely(check):
    oakfield = SchoolFactory()
    ChildFactory(first_name="Tomasz", last_name="Novak", school=oakfield)
    _, matches = check(school=oakfield)
    assert matches[0].reasons == ("Name sounds alike", "Same school")


def test_it_looks_across_every_team_and_is_logged(check, outsider, child):
    found, matches = check("Tomasz", "Sikorski", by=outsider)
    assert [match.child for match in matches] == [child]
    assert (found.by, found.shown, found.child_ids) == (outsider, 1, [child.pk])
    nothing, _ = check("Nobody", "Known")
    assert nothing.shown == 0
    assert DuplicateCheck.objects.count() == 2


def test_the_log_is_never_changed(check):
    found, _ = check()
    found.shown = 9
    with pytest.raises(DatabaseError):
        found.save()


def test_a_restricted_child_shows_whom_to_ask_or_nothing(
    check, child, tm, sw, business_support, today
):
    restrict_child(child=child, named=[], why="Staff family", starts_on=today, by=tm)
    _, (masked,) = check("Tomasz", "Sikorski", by=sw)
    assert masked.ask == tm
    _, matches = check("Tomasz", "Sikorski", by=business_support)
    assert matches == []


def test_a_child_in_conflict_is_not_shown(check, child, sw, today):
    declare_conflict(person=sw, child=child, nature="Cousins", on=today, by=sw)
    assert check("Tomasz", "Sikorski", by=sw)[1] == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("tm", 200), ("sw", 200), ("business_support", 200), ("student", 403), ("pe", 403),
     ("auditor", 403), ("dsl", 403), ("admin", 403)],
)  # fmt: skip
def test_who_may_ask(cast, sign_in, who, status):
    url = reverse("casework:duplicate-check")
    assert sign_in(getattr(cast, who)).get(url).status_code == status


def test_the_page_shows_name_age_and_worker_and_no_way_in(child, episode, sign_in, sw, outsider):
    client = sign_in(outsider)
    response = client.post(
        reverse("casework:duplicate-check"), {"first_name": "Tomasz", "last_name": "Sikorski"}
    )
    assert "Sikorski" not in response["Location"]
    html = client.get(response["Location"]).content.decode()
    assert "Tomasz Sikorski" in html
    assert sw.name in html
    for hidden in (child.reference, "4 March 2017", "Oakfield", str(child.pk)):
        assert hidden not in html


def test_without_a_date_of_birth_nobody_is_told_that_nobody_is_known(child, sign_in, outsider):
    client, url = sign_in(outsider), reverse("casework:duplicate-check")
    asked = {"first_name": "Tomash", "last_name": "Sikorsky"}
    without = client.post(url, asked, follow=True).content.decode()
    assert "Nobody of exactly this name" in without
    born = {"dob_day": 4, "dob_month": 3, "dob_year": 2017}
    assert "Tomasz Sikorski" in client.post(url, asked | born, follow=True).content.decode()


def test_another_persons_check_is_not_there(child, sign_in, sw, outsider):
    client = sign_in(outsider)
    response = client.post(
        reverse("casework:duplicate-check"), {"first_name": "Tomasz", "last_name": "Sikorski"}
    )
    assert sign_in(sw).get(response["Location"]).status_code == 404
