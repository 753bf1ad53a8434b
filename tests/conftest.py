"""The cast: the same people in every test, around one team that hosts students."""

from datetime import date
from types import SimpleNamespace

import hypothesis
import pytest
from django.conf import settings
from django.utils import timezone

from accounts import actions
from accounts.models import Person, ReportingLine, Team
from accounts.roles import Role
from tests.accounts.factories import PersonFactory, TeamFactory, TeamMembershipFactory
from tests.database import (
    django_db_modify_db_settings_parallel_suffix as django_db_modify_db_settings_parallel_suffix,
)
from tests.database import django_db_setup as django_db_setup  # every test runs as the web role
from tests.stage import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.stage import pytest_fixture_setup as pytest_fixture_setup
from tests.stage import staged


def pytest_configure(config):
    """A slow hash is the point of a password's hash, and no use to a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# Property tests ask what is true, on however busy a machine.
hypothesis.settings.register_profile(
    "whatever the hour", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("whatever the hour")


# Long before any day a test speaks of, so that who belongs where never depends on the date.
SINCE = date(2020, 1, 6)


@staged
def today() -> date:
    return timezone.localdate()


@staged
def team(db) -> Team:
    """The team that hosts students."""
    return TeamFactory(name="Positive Outcomes Project", is_pop=True)


@staged
def neighbouring_team(db) -> Team:
    return TeamFactory(name="Safeguarding North")


@staged
def someone(db):
    """`someone(role, name, team=None)` makes one more person, in `team` since long ago."""

    def make(role: Role, name: str, team: Team | None = None, **fields) -> Person:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        person = PersonFactory(name=name, email=email, role=role, **fields)
        if team is not None:
            TeamMembershipFactory(person=person, team=team, starts_on=SINCE)
        return person

    return make


@staged
def pe(someone, team) -> Person:
    return someone(Role.PRACTICE_EDUCATOR, "Lorna Practice", team)


@staged
def student(someone, team, pe) -> Person:
    """Answers to the practice educator; may open children's records."""
    person = someone(Role.STUDENT, "Sam Student", team)
    actions.start_reporting_line(
        person=person,
        answers_to=pe,
        kind=ReportingLine.Kind.CASE,
        starts_on=SINCE,
        why="Placement",
        by=None,
    )
    actions.open_children_access(person=person, starts_on=SINCE, why="Checks complete", by=None)
    return person


@staged
def sw(someone, team) -> Person:
    return someone(Role.SOCIAL_WORKER, "Wanda Worker", team, registration_number="SW100001")


@staged
def tm(someone, team) -> Person:
    return someone(Role.TEAM_MANAGER, "Tess Manager", team, registration_number="SW100002")


@staged
def gm(someone, team, neighbouring_team) -> Person:
    person = someone(Role.GROUP_MANAGER, "Gwen Group", team)
    TeamMembershipFactory(person=person, team=neighbouring_team, starts_on=SINCE)
    return person


@staged
def business_support(someone, team) -> Person:
    return someone(Role.BUSINESS_SUPPORT, "Bea Support", team)


@staged
def auditor(someone, team) -> Person:
    return someone(Role.QUALITY_AUDITOR, "Quinn Auditor", team)


@staged
def tutor(someone) -> Person:
    return someone(Role.UNIVERSITY_TUTOR, "Tara Tutor")


@staged
def dsl(someone) -> Person:
    return someone(Role.SCHOOL_LEAD, "Dina Lead")


@staged
def admin(someone) -> Person:
    return someone(Role.ADMINISTRATOR, "Ada Admin")


@staged
def outsider(someone, neighbouring_team) -> Person:
    """A registered social worker like `sw`, of another team."""
    return someone(Role.SOCIAL_WORKER, "Olu Outsider", neighbouring_team)


@staged
def cast(student, pe, sw, tm, gm, business_support, auditor, tutor, dsl, admin, outsider):
    """Everyone by the name the tests use."""
    return SimpleNamespace(
        student=student,
        pe=pe,
        sw=sw,
        tm=tm,
        gm=gm,
        business_support=business_support,
        auditor=auditor,
        tutor=tutor,
        dsl=dsl,
        admin=admin,
        outsider=outsider,
    )


@pytest.fixture
def sign_in(client):
    """`sign_in(person)`: the test client, signed in as that person."""

    def as_person(person: Person, on_client=client):
        on_client.force_login(person, backend="accounts.backends.SignInBackend")
        return on_client

    return as_person


@pytest.fixture
def queries_for(django_assert_max_num_queries):
    """`queries_for(call)`: how many queries `call()` asks."""

    def count(call) -> int:
        with django_assert_max_num_queries(10_000) as seen:
            call()
        return len(seen)

    return count
