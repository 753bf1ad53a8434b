"""The tests' own database: they run as the web role, and a committing test leaves no mark."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from accounts.models import Team
from pop_portal.servers.postgres import WEB_ROLE


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_test_runs_as_the_web_role():
    assert current_user() == WEB_ROLE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committing_test_finds_what_was_shipped_and_nothing_of_the_one_before(turn):
    assert current_user() == WEB_ROLE
    assert ContentType.objects.exists()
    assert not Team.objects.filter(name="Left behind").exists()
    Team.objects.create(name="Left behind")


@pytest.mark.django_db
def test_the_web_role_cannot_truncate():
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE django_session")
