"""Starts a throw-away PostgreSQL and Valkey before pytest-django reads the settings, unless given.

Loaded by `-p tests.servers`: it must act at import, since pytest-django reads settings very early.
In a parallel run each worker starts servers of its own, so that no test meets another's rows.
"""

import contextlib
import gc
import os
import sys
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("SECRET_KEY", "tests only: not a secret")
os.environ.setdefault(
    "STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("SECOND_FACTOR_REQUIRED", "0")

_stack = contextlib.ExitStack()

# What a parallel run's first process started for itself is not for its workers.
OURS = "TESTS_STARTED"
if "PYTEST_XDIST_WORKER" in os.environ:
    for _name in os.environ.get(OURS, "").split():
        os.environ.pop(_name, None)
_given = frozenset(os.environ)

if "ATTACHMENT_ROOT" not in os.environ:
    os.environ["ATTACHMENT_ROOT"] = _stack.enter_context(
        tempfile.TemporaryDirectory(prefix="pop-attachments-")
    )

if "STATIC_ROOT" not in os.environ:
    # Nothing is collected for tests, but the web server's middleware wants the folder.
    os.environ["STATIC_ROOT"] = _stack.enter_context(tempfile.TemporaryDirectory())

sys.path.insert(0, os.getcwd())

_is_ready_made = "DATABASE_URL" not in os.environ

if _is_ready_made:
    from tests.template import ready_made_server

    _server = _stack.enter_context(ready_made_server())
    os.environ["DATABASE_URL"] = _server.address()

if "REDIS_URL" not in os.environ:
    from pop_portal.servers.valkey import Valkey

    _folder = _stack.enter_context(tempfile.TemporaryDirectory(prefix="pop-valkey-"))
    _valkey = Valkey(Path(_folder))
    _valkey.start()
    _stack.callback(_valkey.stop)
    os.environ["REDIS_URL"] = _valkey.address

os.environ[OURS] = " ".join(
    {"ATTACHMENT_ROOT", "DATABASE_URL", "REDIS_URL", "STATIC_ROOT"} - _given
)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if _is_ready_made:
        # The template holds the test database, migrated; Django applies what is newer, if anything.
        config.option.reuse_db = True


def pytest_collection_finish(session):
    """The tests themselves stay to the end: no collection of garbage looks at thousands of them."""
    gc.freeze()


def pytest_unconfigure(config):
    _stack.close()


def has_server_of_its_own() -> bool:
    """Whether this process's database is one that no other process uses."""
    return _is_ready_made
