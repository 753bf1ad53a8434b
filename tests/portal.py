"""A portal of the tests' own: every server, web, worker, beat and mail, the demo loaded."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from pop_portal.servers.stack import Stack
from tests.template import begin_portal_with_schema

# Whoever asks for `stack` stands here: the portal is started once.
WITH_PORTAL = ("tests/journeys/", "tests/faults/")
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


class PortalOnOneWorker(LoadScopeScheduling):
    """In a parallel run one worker has the portal; every other test runs where there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return "portal" if nodeid.startswith(WITH_PORTAL) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return PortalOnOneWorker(config, log)


def pytest_collection_modifyitems(items):
    """Who asks for the portal stands where the one worker that has it finds it."""
    for item in items:
        if "stack" in item.fixturenames and not item.nodeid.startswith(WITH_PORTAL):
            raise pytest.UsageError(f"{item.nodeid} uses the portal outside {WITH_PORTAL}")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The portal with its demo, for the whole run; who kills a part of it starts it again."""
    # At whatever hour the tests run, the digest's hour has come.
    given = environment() | {"DIGEST_TIME": "00:00"}
    with data_folder() as data, Stack(data=data, given=given) as portal:
        yield portal
