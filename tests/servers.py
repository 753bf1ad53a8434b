"""Starts a throw-away PostgreSQL before pytest-django reads the settings, unless one is given.

Loaded by `-p tests.servers`: it must act at import, since pytest-django reads settings very early.
"""

import contextlib
import os
import sys
import tempfile

os.environ.setdefault("SECRET_KEY", "tests only: not a secret")
os.environ.setdefault(
    "STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("SECOND_FACTOR_REQUIRED", "0")

_stack = contextlib.ExitStack()

if "STATIC_ROOT" not in os.environ:
    # Nothing is collected for tests, but the web server's middleware wants the folder.
    os.environ["STATIC_ROOT"] = _stack.enter_context(tempfile.TemporaryDirectory())

if "DATABASE_URL" not in os.environ:
    sys.path.insert(0, os.getcwd())
    from pop_portal.servers.postgres import throwaway

    _server = _stack.enter_context(throwaway())
    os.environ["DATABASE_URL"] = _server.address()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        _stack.close()
