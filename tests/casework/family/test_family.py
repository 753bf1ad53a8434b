"""The people around a child: added, corrected by two at once, ended; seen by who sees the child."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.family.actions import add_family_member, change_relationship, end_relationship
from casework.family.codes import may_be_responsible
from casework.family.models import FamilyMember, Relationship
from records.conflicts import Conflict
from tests.casework.factories import ChildFactory, RelationshipFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def mum(child, episode, sw):
    return add_family_member(
        child=child,
        kind="mother",
        first_name="Ewa",
        last_name="Sikorska",
        called="Mum",
        basis="birth_mother",
        lives_with_child=True,
        phone="07700 900123",
        contact_withheld=True,
        contact_withheld_why="Dad must not have it",
        on=date(2026, 11, 2),
        by=sw,
    )


def answers(relationship=None, **changes):
    return {
        "first_name": "Ewa",
        "last_name": "Sikorska",
        "who": "new",
        "sex": "F",
        "kind": "mother",
        "called": "Mum",
        "bond": "close",
        "interpreter": "no",
        "responsibility": "unknown",
        "lock_version": relationship.lock_version if relationship else "",
    } | changes


def test_a_person_belongs_to_several_children(child, mum, sw):
    sister = ChildFactory()
    again = add_family_member(child=sister, kind="mother", member=mum.member, by=sw)
    assert FamilyMember.objects.filter(known_child=None).count() == 1
    assert again.member == mum.member


@pytest.mark.parametrize(
    ("kind", "age", "asked"),
    [
        ("mother", 16, True),
        ("sibling", 8, False),
        ("sibling", 17, False),
        ("sibling", 18, True),
        ("sibling", None, True),
        ("friend", None, False),
        ("own_child", None, False),
        ("grandparent", 60, True),
    ],
)
def test_children_are_not_asked_about_parental_responsibility(kind, age, asked):
    assert may_be_responsible(kind, age) is asked


def test_a_sister_is_added_without_that_question(child, episode, sw, sign_in, today):
    client = sign_in(sw)
    born = {"dob_day": 1, "dob_month": 1, "dob_year": today.year - 8}
    sent = answers(kind="sibling", first_name="Ola", **born)
    del sent["responsibility"]
    added = client.post(reverse("casework:family-add", args=[child.pk]), sent)
    assert added.status_code == 302, added.context["form"].errors
    sister = Relationship.objects.get(kind="sibling")
    page = client.get(reverse("casework:family-list", args=[child.pk])).content.decode()
    assert "Does not apply" in page
    assert reverse("casework:responsibility-record", args=[sister.pk]) not in page


def test_nobody_is_their_own_relative_nor_the_same_twice(child, mum, sw):
    with pytest.raises(ValidationError, match="already"):
        add_family_member(child=child, kind="mother", member=mum.member, by=sw)
    twin = ChildFactory()
    known = FamilyMember.objects.create(first_name="Zofia", known_child=twin)
    with pytest.raises(ValidationError, match="own relative"):
        add_family_member(child=twin, kind="sibling", member=known, by=sw)


def test_two_editors_do_not_overwrite_each_other(mum, sw):
    began_from = mum.lock_version
    changes = {"facts": {"note": "Works nights"}, "person": {"phone": ""}, "by": sw}
    change_relationship(relationship=mum, began_from=began_from, **changes)
    with pytest.raises(Conflict):
        change_relationship(relationship=mum, began_from=began_from, **changes)


def test_what_no_longer_holds_stays_with_its_reason(mum, sw, today):
    with pytest.raises(ValidationError, match="why"):
        end_relationship(relationship=mum, on=today, why=" ", by=sw)
    end_relationship(relationship=mum, on=today, why="Moved out", by=sw)
    assert not Relationship.objects.current(today).exists()
    assert Relationship.objects.ended(today).exists()


@pytest.mark.parametrize(
    ("who", "reads", "adds"),
    [
        ("student", 200, 403), ("pe", 200, 403), ("sw", 200, 200), ("tm", 200, 200),
        ("auditor", 200, 403), ("business_support", 403, 403), ("outsider", 404, 404),
        ("dsl", 404, 404), ("tutor", 404, 404), ("admin", 404, 404),
    ],
)  # fmt: skip
def test_who_opens_what(cast, sign_in, child, episode, who, reads, adds):
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("casework:family-list", args=[child.pk])).status_code == reads
    assert client.get(reverse("casework:family-add", args=[child.pk])).status_code == adds


def test_the_tab_says_who_and_what_must_not_be_given_out(child, mum, sign_in, student):
    html = sign_in(student).get(reverse("casework:family-list", args=[child.pk])).content.decode()
    for words in ("Ewa Sikorska", "called Mum", "Do not give out"):
        assert words in html


def test_an_empty_tab_says_where_to_start(child, episode, sign_in, sw):
    html = sign_in(sw).get(reverse("casework:family-list", args=[child.pk])).content.decode()
    assert "Nobody is recorded yet" in html


def test_adding_and_changing_a_person(child, episode, sign_in, sw):
    client = sign_in(sw)
    add = reverse("casework:family-add", args=[child.pk])
    assert client.post(add, answers()).status_code == 302
    relationship = Relationship.objects.get()
    edit = reverse("casework:family-edit", args=[relationship.pk])
    assert "Ewa" in client.get(edit).content.decode()
    response = client.post(edit, answers(relationship, called="Mama", phone="07700 900124"))
    assert response.status_code == 302, response.context["form"].errors
    relationship.refresh_from_db()
    assert (relationship.called, relationship.member.phone) == ("Mama", "07700 900124")


def test_a_save_that_comes_second_shows_both_texts(child, mum, sign_in, sw, tm):
    edit = reverse("casework:family-edit", args=[mum.pk])
    answer = answers(mum, called="Mama")
    change_relationship(
        relationship=mum, began_from=mum.lock_version, facts={"called": "Mamusia"}, person={}, by=tm
    )
    html = sign_in(sw).post(edit, answer).content.decode()
    assert "Mamusia" in html
    assert "Mama" in html


def test_the_tab_costs_the_same_however_many_people(child, mum, sign_in, sw, queries_for):
    client, url = sign_in(sw), reverse("casework:family-list", args=[child.pk])
    client.get(url)
    few = queries_for(lambda: client.get(url))
    RelationshipFactory.create_batch(18, child=child, kind="other")
    assert queries_for(lambda: client.get(url)) == few
