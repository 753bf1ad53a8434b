"""A portal of the tests' own: every server, web, worker, beat and mail, the demo loaded."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from pop_portal.servers.stack import Stack
from tests.template import begin_portal_with_schema

# Whoever asks for `stack` stands here: the portal is started once.
WITH_PORTAL = ("tests/journeys/", "tests/faults/")
# Modules whose tests share servers or a browser of their own, made once.
SHARING = (
    "tests/govuk/test_in_the_browser.py",
    "tests/pop_portal/test_browser.py",
    "tests/pop_portal/test_containers.py",
    "tests/pop_portal/test_mail_catcher.py",
    "tests/pop_portal/test_manage.py",
    "tests/pop_portal/test_supervisor.py",
)
# The house rules are long tests, each for whoever has room; others are handed out by the block.
LONG = "tests/rules/"
BLOCK = 10
# What the tests, or whoever runs them, set for themselves.
NOT_FOR_THE_PORTAL = {
    "ATTACHMENT_ROOT", "DATABASE_OWNER_URL", "DATABASE_URL", "DEBUG", "DEMO",
    "DJANGO_ALLOW_ASYNC_UNSAFE", "EMAIL_URL", "PORT", "REDIS_URL", "SECOND_FACTOR_REQUIRED",
    "SECRET_KEY", "SITE_URL", "STATICFILES_BACKEND", "STATIC_ROOT",
}  # fmt: skip


def environment() -> dict[str, str]:
    """This machine's environment without what the tests put into it."""
    return {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_PORTAL}


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder for one portal, its schema made; open to PostgreSQL's account if we are root."""
    folder = Path(tempfile.mkdtemp(prefix="pop-portal-"))
    folder.chmod(0o711)
    try:
        begin_portal_with_schema(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class SharedStaysTogether(LoadScopeScheduling):
    """In a parallel run one worker has the portal, and a module whose tests share what is dear to
    make stays whole; every other test runs where there is room, beside its neighbours, which begin
    with the same stage.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WITH_PORTAL):
            return "portal"
        module = nodeid.partition("::")[0]
        if module in SHARING:
            return module
        if module.startswith(LONG):
            return nodeid
        return f"block {self._places[nodeid] // BLOCK}"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {nodeid: place for place, nodeid in enumerate(self.collection)}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return SharedStaysTogether(config, log)


def pytest_collection_modifyitems(items):
    """Who asks for the portal, or shares something, stands where the scheduler looks for it."""
    for item in items:
        module = item.nodeid.partition("::")[0]
        if module.startswith(WITH_PORTAL):
            continue
        if "stack" in item.fixturenames:
            raise pytest.UsageError(f"{item.nodeid} uses the portal outside {WITH_PORTAL}")
        fixtures = (found[-1] for found in item._fixtureinfo.name2fixturedefs.values())
        if module not in SHARING and any(one.scope == "module" for one in fixtures):
            raise pytest.UsageError(f"{module} shares a fixture and is not one of {SHARING}")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The portal with its demo, for the whole run; who kills a part of it starts it again."""
    # At whatever hour the tests run, the digest's hour has come.
    given = environment() | {"DIGEST_TIME": "00:00"}
    with data_folder() as data, Stack(data=data, given=given) as portal:
        yield portal
