"""Every address names its verb, and one table says who may open it."""

import pytest
from django.urls import reverse

from accounts.guards import Door
from tests.rules.addresses import every_address
from tests.rules.doors import ABOUT_ONESELF, DOORS, EVERYBODY, PUBLIC
from tests.rules.world import world as world

ADDRESSES = {address.name: address for address in every_address()}


def test_every_door_names_its_permission():
    nameless = {name for name, address in ADDRESSES.items() if address.permission is None}
    assert nameless == PUBLIC | ABOUT_ONESELF


def test_every_page_stands_behind_a_door_that_only_reads_on_get():
    """`Door` holds a GET in a read-only transaction; what is not one stands on the two lists."""
    open_ones = {
        name
        for name, address in ADDRESSES.items()
        if not (isinstance(address.view, type) and issubclass(address.view, Door))
    }
    assert open_ones == PUBLIC | ABOUT_ONESELF


def test_no_door_overrides_what_holds_it():
    """`dispatch` asks for the verb and makes a GET read-only: nobody rewrites it."""
    rewritten = {
        name
        for name, address in ADDRESSES.items()
        if name not in PUBLIC | ABOUT_ONESELF and address.view.dispatch is not Door.dispatch
    }
    assert rewritten == set()


def test_every_address_stands_in_the_table():
    assert set(ADDRESSES) - PUBLIC - ABOUT_ONESELF == set(DOORS)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - PUBLIC))
def test_nobody_comes_in_without_signing_in(name, client, db):
    shape = ADDRESSES[name].pattern.pattern.converters
    made_up = {
        key: 1 if converter.regex == "[0-9]+" else "00000000-0000-4000-8000-000000000000"
        for key, converter in shape.items()
    }
    response = client.get(reverse(name, kwargs=made_up))
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("who", EVERYBODY.split())
@pytest.mark.django_db
def test_who_may_open_what(world, client, sign_in, who):
    client.raise_request_exception = False
    sign_in(getattr(world, who))
    wrong = []
    for name, opened in DOORS.items():
        answer = client.get(reverse(name, kwargs=opened.at(world) if opened.at else {}))
        if answer.streaming:
            answer.getvalue()  # read to its end, a file is closed
        if answer.status_code != opened.expected[who]:
            wrong.append(f"{name}: {answer.status_code}, not {opened.expected[who]}")
    assert not wrong, "\n" + "\n".join(wrong)
