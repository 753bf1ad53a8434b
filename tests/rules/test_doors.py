"""Every address names its verb, and one table says who may open it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.guards import Door
from accounts.models import ChildrenAccess, Deputyship, Person, ReportingLine, TeamMembership
from pop_portal.bench.measure import Meter
from tests.rules.addresses import every_address
from tests.rules.doors import ABOUT_ONESELF, DOORS, EVERYBODY, PUBLIC
from tests.rules.world import world as world

MOST_QUERIES = 15
# A record of supervision is written beside its whole agenda and the student's placement.
DEARER = {"supervision:session-form": 29}
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


@pytest.mark.django_db
def test_nobody_comes_in_without_signing_in(client):
    inside = {}
    for name in set(ADDRESSES) - PUBLIC:
        shape = ADDRESSES[name].pattern.pattern.converters
        made_up = {
            key: 1 if converter.regex == "[0-9]+" else "00000000-0000-4000-8000-000000000000"
            for key, converter in shape.items()
        }
        response = client.get(reverse(name, kwargs=made_up))
        if response.status_code != 302 or not response.url.startswith("/sign-in/"):
            inside[name] = response.status_code
    assert inside == {}


@pytest.mark.parametrize("who", EVERYBODY.split())
@pytest.mark.django_db
def test_who_may_open_what(world, client, sign_in, who):
    """And no page asks too much of the database, sign-in, session and read log included."""
    client.raise_request_exception = False
    sign_in(getattr(world, who))
    wrong = []
    for name, opened in DOORS.items():
        asked = Meter()
        with asked.watching():
            answer = client.get(reverse(name, kwargs=opened.at(world) if opened.at else {}))
        if answer.streaming:
            answer.getvalue()  # read to its end, a file is closed
        if answer.status_code != opened.expected[who]:
            wrong.append(f"{name}: {answer.status_code}, not {opened.expected[who]}")
        if asked.queries > DEARER.get(name, MOST_QUERIES):
            wrong.append(f"{name}: {asked.queries} queries")
    assert not wrong, "\n" + "\n".join(wrong)


def acts_for_the_manager(world):
    on = timezone.localdate()
    Deputyship.objects.create(
        manager=world.tm, deputy=world.sw, starts_on=on, ends_on=on + timedelta(days=7), why="Leave"
    )
    return world.sw


def covers_for_another(world):
    ReportingLine.objects.create(
        person=world.sw, answers_to=world.pe, kind="cover", starts_on=date(2020, 1, 6), why="Ill"
    )
    return world.pe


def answers_for_nobody(world):
    TeamMembership.objects.filter(person=world.pe).delete()
    ReportingLine.objects.filter(answers_to=world.pe).delete()
    return world.pe


def has_children_shut(world):
    ChildrenAccess.objects.filter(person=world.student).delete()
    return world.student


@pytest.mark.parametrize(
    ("reader", "who"),
    [
        (acts_for_the_manager, "sw"),
        (covers_for_another, "pe"),
        (answers_for_nobody, "pe"),
        (has_children_shut, "student"),
    ],
)
@pytest.mark.django_db
def test_no_door_breaks_for_a_reader_of_unusual_reach(world, client, sign_in, reader, who):
    """Each kind of reach is a question of its own (`accounts.prepared`), refused if it can't be.

    A door that the role itself may not open asks nothing about reach.
    """
    client.raise_request_exception = False
    sign_in(Person.objects.get(pk=reader(world).pk))
    broken = []
    for name, opened in DOORS.items():
        if opened.expected[who] == 403:
            continue
        answer = client.get(reverse(name, kwargs=opened.at(world) if opened.at else {}))
        if answer.streaming:
            answer.getvalue()
        if answer.status_code >= 500:
            broken.append(name)
    assert not broken
