"""The health page: open to everybody, tells nobody anything but well or not."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_well_without_sign_in():
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok"}


def test_it_says_which_part_fails_and_no_more(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere.sock",
        }
    }
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "cache": "failed"}


def test_it_is_answered_inside_the_house_without_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/").status_code == 200
    assert Client().get("/").status_code == 301
