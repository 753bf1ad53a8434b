"""A link is offered only to whom its page would open."""

import uuid

import pytest
from django.urls import reverse

from accounts.opening import may_open

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "opens", "shut"),
    [
        ("casework:plan-detail", "sw", "business_support"),
        ("casework:child-overview", "student", "tutor"),
        ("placements:placement-detail", "tutor", "dsl"),
    ],
)
def test_an_address_opens_by_its_verb(address, opens, shut, request):
    path = reverse(address, args=[uuid.uuid4()])
    assert may_open(request.getfixturevalue(opens), path)
    assert not may_open(request.getfixturevalue(shut), path)


def test_an_address_that_is_no_page_of_ours_opens_for_nobody(tm):
    assert not may_open(tm, "/nowhere/")
    assert not may_open(tm, "/static/css/portal.css")


def test_a_place_on_the_page_asks_the_same_verb(sw):
    path = reverse("casework:plan-detail", args=[uuid.uuid4()]) + "?version=2#needs"
    assert may_open(sw, path)
