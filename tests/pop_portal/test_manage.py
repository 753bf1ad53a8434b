"""`make manage`: the command has standard input, output and exit code to itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pop_portal.servers.foundations import ROOT
from pop_portal.servers.postgres import Postgres
from pop_portal.servers.valkey import Valkey
from tests.portal import data_folder, environment


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


def manage(data: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pop_portal.servers.manage", *arguments],
        cwd=ROOT,
        env={**environment(), "POP_PORTAL_DATA": str(data)},
        input=typed,
        capture_output=True,
        text=True,
    )


@pytest.mark.faults
def test_what_is_typed_reaches_the_command_and_only_its_words_come_out(data):
    program = "from accounts.models import Person\nprint(Person.objects.count(), 'people')"
    done = manage(data, "shell", "--no-imports", typed=program)
    assert (done.returncode, done.stdout) == (0, "0 people\n"), done.stderr


@pytest.mark.faults
def test_the_exit_code_is_the_commands_own(data):
    done = manage(data, "shell", "--no-imports", typed="raise SystemExit(7)")
    assert (done.returncode, done.stdout) == (7, "")


@pytest.mark.faults
def test_an_ordinary_command_runs_as_the_web_role(data):
    asking = (
        "from django.db import connection as c\nk = c.cursor()\nk.execute('SELECT current_user')"
    )
    done = manage(data, "shell", "--no-imports", typed=f"{asking}\nprint(k.fetchone()[0])")
    assert done.stdout == "app_rw\n", done.stderr


@pytest.mark.faults
def test_the_servers_it_started_are_stopped_again(data):
    manage(data, "check")
    assert not Postgres(data / "postgres").is_running()
    assert not Valkey(data / "valkey").is_running()
