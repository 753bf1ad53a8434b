"""Processes of this machine: whether one lives, what it runs, how it is started and ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")


def is_dead(pid: int) -> bool:
    """Gone, or a zombie that only waits for its parent to notice."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return False


def command_line(pid: int) -> str:
    """What `pid` was started with; empty when it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    with contextlib.suppress(OSError):
        asked = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(asked, capture_output=True, text=True).stdout
    return ""


def wait_for_end(pids: Iterable[int], seconds: float) -> set[int]:
    """Those of `pids` that still live after at most `seconds`."""
    deadline = time.monotonic() + seconds
    living = {pid for pid in pids if not is_dead(pid)}
    while living and time.monotonic() < deadline:
        time.sleep(0.05)
        living = {pid for pid in living if not is_dead(pid)}
    return living


def signal_group(pid: int, sign: signal.Signals) -> None:
    """Signal a child that we gave a session of its own, with everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, sign)


class Child:
    """A program of the portal: started on a leash, in a session of its own, its words in a log."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._quick_deaths = 0

    def start(self, cwd: Path) -> None:
        """Start it. The thread that calls this must outlive it: on Linux the leash ends there."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as words:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(LEASH), str(os.getpid()), *self.command],
                cwd=cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        now = time.monotonic()
        self._quick_deaths = self._quick_deaths + 1 if now - self._started_at < 60 else 0
        self._started_at = now

    def may_start_again(self) -> bool:
        """Soon after a first death; later and later where it dies again and again."""
        wait = min(2**self._quick_deaths, 60) if self._quick_deaths else 0
        return time.monotonic() - self._started_at >= wait

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self._process and self.is_alive():
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for it to end; past `seconds` it is killed with all it started."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0))
        signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill(self) -> None:
        """End it and all it started without a word, as a crash would."""
        if self._process is not None:
            signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self, lines: int = 15) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""
