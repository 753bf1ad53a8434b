"""A university tutor sees their own students' learning, and never a child: tried at every address.

The names and references of every child of the world are looked for in whatever is answered.
"""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.child.models import Child
from placements.models import UniversityRule
from tests.partners.factories import ContactFactory, UniversityFactory
from tests.rules.addresses import every_address
from tests.rules.doors import DOORS
from tests.rules.world import world as world

ADDRESSES = {address.name: address for address in every_address()}
SHUT = {403, 404}
# What is released to them, a page of supervision though it is.
RELEASED = {"supervision:extract-list", "supervision:extract-detail"}
# Lists and rules hold what the tutor may see of it, which may be nothing; they are no placement's.
OF_NO_PLACEMENT = {
    "placements:concern-list",
    "placements:placement-list",
    "placements:agreement-chase",
    "placements:rule-list",
}


def body_of(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    return content.decode(errors="replace")


def walk(client, world, names):
    """What each address answers a GET: its status and its body."""
    client.raise_request_exception = False
    for name in names:
        at = DOORS[name].at
        answer = client.get(reverse(name, kwargs=at(world) if at else {}), follow=True)
        yield name, answer.status_code, body_of(answer)


@pytest.mark.django_db
def test_no_address_shows_a_tutor_a_child(world, client, sign_in):
    sign_in(world.tutor)
    words = {
        word
        for row in Child.objects.values_list("first_name", "last_name", "la_child_id")
        for word in row
        if word
    }
    assert len(words) > 5
    known = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words)))
    told = {}
    for name, _, body in walk(client, world, sorted(DOORS)):
        found = known.search(body)
        if found:
            told[name] = found.group()
    assert told == {}
    # The search finds what it looks for: their worker is shown the name.
    sign_in(world.sw)
    ((_, _, body),) = walk(client, world, ["casework:child-overview"])
    assert known.search(body)


@pytest.mark.django_db
def test_a_tutor_opens_no_page_of_casework(world, client, sign_in):
    """Neither to read, by the table of doors that is tried in full, nor to write."""
    sign_in(world.tutor)
    client.raise_request_exception = False
    rooms = ("casework:", "schools:", "supervision:", "oversight:")
    names = [name for name in sorted(DOORS) if name.startswith(rooms) and name not in RELEASED]
    assert len(names) > 200
    assert {DOORS[name].expected["tutor"] for name in names} <= SHUT
    written = {}
    for name in names:
        at = DOORS[name].at
        status = client.post(reverse(name, kwargs=at(world) if at else {})).status_code
        if status not in SHUT:
            written[name] = status
    assert written == {}


@pytest.mark.django_db
def test_a_tutor_opens_no_placement_of_anothers_student(world, client, sign_in, someone):
    """Another tutor of the same university: no page of Sam's placement, nothing released of its
    supervision, to read or to write.
    """
    other = someone(Role.UNIVERSITY_TUTOR, "Ottilie Other")
    ContactFactory(school=None, university=world.university, role="tutor", person=other)
    sign_in(other)
    client.raise_request_exception = False
    rules = {name for name in DOORS if name.startswith("placements:rule-")}
    names = sorted(
        name
        for name in DOORS
        if name.startswith("placements:")
        and name not in OF_NO_PLACEMENT | rules
        or name in RELEASED
    )
    opened = {name: status for name, status, _ in walk(client, world, names) if status not in SHUT}
    assert opened == {}
    written = {}
    for name in names:
        at = DOORS[name].at
        status = client.post(reverse(name, kwargs=at(world) if at else {})).status_code
        if status not in SHUT:
            written[name] = status
    assert written == {}
    for name, _, body in walk(client, world, sorted(OF_NO_PLACEMENT)):
        assert world.student.name not in body, name


@pytest.mark.django_db
def test_a_tutor_reads_rules_of_their_own_university_only(world, client, sign_in, someone):
    stranger = someone(Role.UNIVERSITY_TUTOR, "Una Elsewhere")
    ContactFactory(school=None, role="tutor", person=stranger, university=UniversityFactory())
    sign_in(stranger)
    for page in ("rule-detail", "rule-change", "rule-next"):
        address = reverse(f"placements:{page}", args=[world.university_rule.pk])
        assert client.get(address).status_code == 404
    default = UniversityRule.objects.get(university=None)
    assert client.get(reverse("placements:rule-detail", args=[default.pk])).status_code == 200
    asked = reverse("placements:rule-confirm", args=[default.pk, "days"])
    assert client.get(asked).status_code == 403


def test_the_walk_knows_every_address():
    assert set(ADDRESSES) >= set(DOORS)
