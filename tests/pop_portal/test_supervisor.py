"""The run command as a process of its own: it starts, tends, stops, and gets over a hard kill."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from pop_portal.servers.foundations import ROOT
from pop_portal.servers.ports import Ports
from pop_portal.servers.processes import is_dead
from tests.portal import data_folder, environment

PATIENCE_SECONDS = 120


class Supervisor:
    """`python -m pop_portal.servers.run` over one data folder, as make starts it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.words = data / "words"
        self.env = {**environment(), "POP_PORTAL_DATA": str(data), "DEMO": "0"}
        self.process: subprocess.Popen | None = None

    def start(self, **env: str) -> None:
        self.words.write_text("")
        with self.words.open("a") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pop_portal.servers.run"],
                cwd=ROOT,
                env=self.env | env,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self.wait_for(lambda: "is ready" in self.said() or self.process.poll() is not None)
        assert "is ready" in self.said(), self.said()

    def said(self) -> str:
        return self.words.read_text()

    def wait_for(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def state(self) -> dict:
        return json.loads((self.data / "run" / "portal.json").read_text())

    def pids(self) -> set[int]:
        """Every process of the portal: itself, its children, and the two servers."""
        postmaster = (self.data / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
        valkey = (self.data / "valkey" / "valkey.pid").read_text()
        return {self.process.pid, int(postmaster), int(valkey), *self.state()["children"]}

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"{self.state()['url']}/health/") as answer:
            return answer.status == 200
        return False

    def kill_hard(self) -> None:
        self.process.kill()
        self.process.wait()

    def press_ctrl_c(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def supervisor_over_new_data() -> Iterator[Supervisor]:
    with data_folder() as data:
        one = Supervisor(data)
        try:
            yield one
        finally:
            if one.process is not None and one.process.poll() is None:
                one.press_ctrl_c()


@pytest.fixture(scope="module")
def running() -> Iterator[Supervisor]:
    with supervisor_over_new_data() as one:
        one.start()
        yield one


@pytest.mark.faults
def test_it_starts_everything_and_says_where(running):
    assert running.answers()
    url, mail = (re.search(rf"{name} +(http\S+)", running.said())[1] for name in ("Portal", "Mail"))
    assert url == running.state()["url"]
    with urlopen(mail) as inbox:
        assert "No message yet" in inbox.read().decode()


@pytest.mark.faults
def test_a_second_start_over_the_same_data_is_told_where_the_first_runs(running):
    second = subprocess.run(
        [sys.executable, "-m", "pop_portal.servers.run"],
        cwd=ROOT,
        env=running.env,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"already runs in this folder: {running.state()['url']}" in second.stderr
    assert running.answers()


@pytest.mark.faults
def test_a_child_that_dies_is_started_again_with_a_word(running):
    dead = set(running.state()["children"])
    for pid in dead:
        os.killpg(pid, signal.SIGKILL)
    running.wait_for(lambda: not dead & set(running.state()["children"]))
    running.wait_for(running.answers)
    for name in ("web", "worker", "beat", "mail"):
        assert f"{name} has died: starting it again" in running.said()


@pytest.mark.faults
def test_servers_that_die_are_started_again(running):
    for path in ("postgres/data/postmaster.pid", "valkey/valkey.pid"):
        os.kill(int((running.data / path).read_text().split()[0]), signal.SIGKILL)
    running.wait_for(lambda: "PostgreSQL or Valkey has died" in running.said())
    running.wait_for(running.answers)


@pytest.mark.faults
def test_hard_kill_then_start_then_ctrl_c():
    with supervisor_over_new_data() as one:
        one.start()
        before, secret = one.pids(), (one.data / "secret-key").read_text()
        one.kill_hard()
        one.start()
        assert one.answers()
        assert (one.data / "secret-key").read_text() == secret
        after = one.pids()
        survivors = {pid for pid in before if not is_dead(pid)}
        assert survivors <= after, "what a killed supervisor left is either joined or ended"
        assert one.press_ctrl_c() == 0
        assert {pid for pid in after if not is_dead(pid)} == set()


def test_the_secret_key_is_for_its_owner_only(running):
    assert (running.data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_port_that_was_asked_for_and_is_taken_is_a_clear_refusal(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, "-m", "pop_portal.servers.run"],
            cwd=ROOT,
            env={**environment(), "POP_PORTAL_DATA": str(tmp_path), "PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr
    assert "PORT=" in refused.stderr


def test_two_portals_that_look_at_once_find_two_ports():
    one, other = Ports(), Ports()
    try:
        first, second = one.free(18000), other.free(18000)
        assert first != second
        one.release()
        assert other.free(18000) == first
    finally:
        one.release()
        other.release()
