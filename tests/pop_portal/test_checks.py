"""What may not be true of a portal in use: said by `check --deploy`, refused at start."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from pop_portal import checks
from pop_portal.servers.foundations import ROOT

GIVEN = {
    "DATABASE_URL": "postgresql://app_rw@db/pop_portal",
    "REDIS_URL": "redis://redis",
    "EMAIL_URL": "smtp://mail",
}


@pytest.fixture(autouse=True)
def in_use(settings):
    """As a council runs it."""
    settings.DEBUG = False
    settings.DEMO = False
    settings.SITE_URL = "https://pop-portal.example"


def test_a_portal_with_all_it_needs_starts():
    assert checks.dangers(GIVEN) == []


@pytest.mark.parametrize("name", GIVEN)
def test_an_address_that_is_missing_is_named(name):
    [danger] = checks.dangers({other: GIVEN[other] for other in GIVEN if other != name})
    assert danger.startswith(f"{name} is not set")


def test_the_demo_is_refused_where_others_can_reach_it(settings):
    settings.DEMO = True
    assert "DEMO is on" in checks.dangers(GIVEN)[0]
    settings.SITE_URL = "http://localhost:8000"
    assert checks.dangers(GIVEN) == []


def test_a_site_without_https_is_refused(settings):
    settings.SITE_URL = "http://pop-portal.example"
    assert "https://" in checks.dangers(GIVEN)[0]


def test_a_developer_who_asks_for_debug_is_let_be(settings):
    settings.DEBUG = True
    assert checks.dangers({}) == []


def test_the_refusal_lists_every_danger(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(checks, "dangers", lambda: ["This.", "That."])
    with pytest.raises(ImproperlyConfigured, match=r"- This\.\n- That\."):
        checks.refuse_dangerous_start()


def start(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=kept | env, capture_output=True, text=True)


def test_without_a_secret_nothing_starts():
    refused = start(sys.executable, "manage.py", "check")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_every_process_refuses_a_dangerous_start(process, tmp_path):
    celery = ["-m", "celery", "--app", "pop_portal"]
    programs = {
        "web": ["-c", "import pop_portal.wsgi"],
        "worker": [*celery, "worker", "--concurrency", "1"],
        "beat": [*celery, "beat", "--pidfile", "", "--schedule", str(tmp_path / "schedule")],
    }
    env = {**GIVEN, "SECRET_KEY": "x" * 60, "SITE_URL": "https://pop-portal.example", "DEMO": "1"}
    refused = start(sys.executable, *programs[process], **env)
    assert refused.returncode != 0
    assert "DEMO is on" in refused.stderr
