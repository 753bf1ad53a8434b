import pytest


@pytest.mark.django_db
def test_database_answers():
    from accounts.models import Person

    assert Person.objects.count() == 0
