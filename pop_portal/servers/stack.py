"""The whole portal on this machine: the servers, web, worker and beat, one object.

The run command, the journeys, the fault tests and the bench all use this one.
"""

import contextlib
import fcntl
import http.client
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from pop_portal.servers.foundations import ROOT, Foundations, tell
from pop_portal.servers.ports import HOST
from pop_portal.servers.postgres import CannotStart
from pop_portal.servers.processes import (
    Child,
    command_line,
    is_dead,
    signal_group,
    wait_for_end,
)

FIRST_PORT = 8000
PATIENCE_SECONDS = 60
# Longer than a request may take, and than the worker's own soft end.
STOP_SECONDS = 20
WEB = ("gunicorn", "--config", "python:pop_portal.web_server")
WORKER = ("celery", "--app", "pop_portal", "worker", "--concurrency", "2")
BEAT = ("celery", "--app", "pop_portal", "beat", "--pidfile", "")


class AlreadyRunning(CannotStart):
    """The portal already runs over this data folder."""


class Stack:
    """The portal over one data folder. A context manager: started on entry, gone on exit.

    `port` 0 finds a free one from 8000 on. `.url`, `.mail_url` and `.mail_folder` say where things
    are; `.env` is the environment a program of the portal runs with. `kill` and `restart` take
    "web", "worker", "beat", "mail", "postgres" or "valkey".
    """

    def __init__(
        self,
        *,
        root: Path = ROOT,
        data: Path | None = None,
        port: int = 0,
        demo: bool = True,
        given: Mapping[str, str] | None = None,
        say: Callable[[str], None] = tell,
    ) -> None:
        given = dict(os.environ if given is None else given)
        given["DEMO"] = "1" if demo else "0"
        self.root = root
        self.say = say
        self.port = port
        self.demo = demo
        self.foundations = Foundations(root=root, data=data, given=given, say=say)
        self.children: dict[str, Child] = {}
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def mail_url(self) -> str:
        return self.foundations.mail_url

    @property
    def mail_folder(self) -> Path:
        return self.foundations.mail_folder

    @property
    def env(self) -> dict[str, str]:
        return self.foundations.env

    @property
    def data(self) -> Path:
        return self.foundations.data

    # Starting

    def start(self) -> None:
        """Start everything and return once the web server answers. Raises CannotStart."""
        self._be_the_only_one()
        self._end_leftovers()
        ports = self.foundations.ports
        self.port = ports.wanted(self.port) if self.port else ports.free(FIRST_PORT)
        self.foundations.open()
        self.foundations.name_site(self.port)
        self.foundations.open_mailbox()
        self._write_state()
        self._prepare()
        self._name_children()
        # The web server first: where the machine is small, its start is what somebody waits for.
        self.children["web"].start(self.root)
        self._wait_until_it_answers()
        for name in ("worker", "beat"):
            self.children[name].start(self.root)
        self._write_state()

    def _be_the_only_one(self) -> None:
        (self.data / "run").mkdir(parents=True, exist_ok=True)
        self._lock = (self.data / "run" / "supervisor").open("w")
        deadline = time.monotonic() + 1
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            state = read_state(self.data)
            if state.get("stopping"):
                # The one before us is on its way out: it may take as long as a stop may take.
                deadline = max(deadline, time.monotonic() + STOP_SECONDS)
            if time.monotonic() > deadline:
                self._lock.close()
                self._lock = None
                raise AlreadyRunning(
                    f"The portal already runs in this folder: {state.get('url', 'it is starting')} "
                    f"(process {state.get('pid', 'unknown')}). Stop it with Ctrl-C where it runs."
                )
            time.sleep(0.1)

    def _end_leftovers(self) -> None:
        """End what a killed supervisor left behind; its children may still be on their way out."""
        left = [
            pid
            for pid in read_state(self.data).get("children", [])
            if not is_dead(pid) and "pop_portal" in command_line(pid)
        ]
        for pid in left:
            signal_group(pid, signal.SIGTERM)
        for pid in wait_for_end(left, 5):
            signal_group(pid, signal.SIGKILL)
        wait_for_end(left, 5)

    def _prepare(self) -> None:
        """Schema, grants, static files, and the demo where there is nobody yet."""
        self.say("Preparing the database and the pages")
        self.foundations.prepare()
        if not self.foundations.has_web_role:
            self.say(
                "WARNING: DATABASE_URL is the owner of the tables, so history and logs are not "
                "protected from the web server. Give the owner as DATABASE_OWNER_URL and a role "
                "that owns nothing as DATABASE_URL."
            )
        if self.demo:
            self.foundations.run_module("furnish", self.env)

    def _name_children(self) -> None:
        programs = Path(sys.executable).parent
        schedule = str(self.data / "run" / "beat-schedule")
        for name, command in {
            "web": (*WEB, "--bind", f"{HOST}:{self.port}"),
            "worker": WORKER,
            "beat": (*BEAT, "--schedule", schedule),
        }.items():
            program = [str(programs / command[0]), *command[1:]]
            log = self.foundations.logs / f"{name}.log"
            self.children[name] = Child(name, program, self.env, log)
        if self.foundations.mail is not None:
            self.children["mail"] = self.foundations.mail

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        web = self.children["web"]
        while web.is_alive() and time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.1)
        raise CannotStart(f"The web server did not start. Its last words:\n{web.last_words()}")

    def answers(self) -> bool:
        """Whether the web server answers at all."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection(HOST, self.port, timeout=10)
            with contextlib.closing(line):
                line.request("GET", "/health/", headers={"Host": f"localhost:{self.port}"})
                return line.getresponse().status == http.HTTPStatus.OK
        return False

    # Stopping

    def stop(self) -> None:
        """Stop all that was started here, gently first. Safe to call at any moment, and twice."""
        if self._lock is None:
            return
        self._write_state(stopping=True)
        # The mailbox goes last, with the foundations: the worker may be sending.
        self.children.pop("mail", None)
        for child in self.children.values():
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            child.wait(deadline - time.monotonic())
        self.children.clear()
        self.foundations.close()
        self._lock.close()
        self._lock = None

    # Faults

    def kill(self, name: str) -> None:
        """Kill a part without a word, as a crash would; it stays down until `restart`."""
        if name == "postgres" and self.foundations.postgres is not None:
            self.foundations.postgres.kill()
        elif name == "valkey" and self.foundations.valkey is not None:
            self.foundations.valkey.kill()
        else:
            self.children[name].kill()

    def restart(self, name: str) -> None:
        """Start a part that was killed, or stop and start one that runs."""
        if name in {"postgres", "valkey"}:
            self.foundations.revive()
            return
        child = self.children[name]
        child.ask_to_stop()
        child.wait(STOP_SECONDS)
        child.start(self.root)
        self._write_state()
        if name == "web":
            self._wait_until_it_answers()

    def tend(self) -> None:
        """Start again what has died, with a word about it. To be called every now and then."""
        if self.foundations.has_fallen():
            self.say("PostgreSQL or Valkey has died: starting it again")
            self.foundations.revive()
        for child in self.children.values():
            if child.is_alive() or not child.may_start_again():
                continue
            self.say(f"{child.name} has died: starting it again (its words: {child.log})")
            child.start(self.root)
            self._write_state()

    # What others may read while we run

    def _write_state(self, **more: bool) -> None:
        names = ("SITE_URL", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "EMAIL_URL")
        state = {
            "pid": os.getpid(),
            "url": self.url,
            "env": {name: self.env[name] for name in names if name in self.env},
            "children": [child.pid for child in self.children.values() if child.pid],
            **more,
        }
        path = self.data / "run" / "portal.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(state))
        fresh.replace(path)


def read_state(data: Path) -> dict[str, Any]:
    """What the supervisor over `data` last wrote: pid, url, env, children, stopping."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((data / "run" / "portal.json").read_text())
        return found if isinstance(found, dict) else {}
    return {}


def supervisor_lives(data: Path) -> bool:
    """Whether a supervisor holds `data` now."""
    with contextlib.suppress(FileNotFoundError), (data / "run" / "supervisor").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
