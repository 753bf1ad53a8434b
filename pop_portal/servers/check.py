"""`make check`: everything that can be said about the code without running the tests.

Each step is one command, run to its end whatever the others said. Steps that need a database get a
throw-away PostgreSQL, built from nothing by the migrations.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pop_portal.servers.foundations import ROOT
from pop_portal.servers.postgres import WEB_ROLE, Postgres, throwaway

PROGRAMS = Path(sys.executable).parent
MANAGE = (sys.executable, "-W", "ignore", "manage.py")
# As a council would set it: what `check --deploy` may not find fault with.
PRODUCTION = {
    "SECRET_KEY": "only-for-make-check-" + "0123456789abcdef" * 4,
    "SITE_URL": "https://pop-portal.example",
    "ALLOWED_HOSTS": "pop-portal.example",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtps://portal:secret@mail.example:465",
}


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def templates() -> list[str]:
    """Our own Django templates; the Jinja macros of the crispy pack are not among them."""
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def program(name: str, *arguments: str) -> list[str]:
    return [str(PROGRAMS / name), *arguments]


def steps(server: Postgres) -> Iterator[Step]:
    owner = {"DATABASE_URL": server.address(), "SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    web = {"DATABASE_URL": server.address(user=WEB_ROLE)}
    yield Step("format", program("ruff", "format", "--check", "."))
    yield Step("lint", program("ruff", "check", "."))
    yield Step("templates", program("djade", "--check", "--target-version", "5.2", *templates()))
    yield Step("imports", program("lint-imports"), owner)
    yield Step("types", program("mypy"), owner)
    yield Step("migrations made", [*MANAGE, "makemigrations", "--check", "--dry-run"], owner)
    yield Step(
        "migrations safe", [sys.executable, "-m", "pop_portal.servers.lint_migrations"], owner
    )
    yield Step("migrations from nothing", [*MANAGE, "migrate", "--verbosity", "0"], owner)
    yield Step("grants", [*MANAGE, "grant_web_role", "--role", WEB_ROLE, "--verbosity", "0"], owner)
    yield Step(
        "deployment",
        [*MANAGE, "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
        {**PRODUCTION, **web},
    )


def passes(step: Step) -> bool:
    began = time.monotonic()
    print(f"{step.name:<24}", end="", flush=True)
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env={**_own_environment(), **step.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    took = time.monotonic() - began
    print(f"{'FAILED' if done.returncode else 'ok'}  {took:.0f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _own_environment() -> dict[str, str]:
    """The machine's, without settings of whoever runs this."""
    ours = {*PRODUCTION, "DATABASE_URL", "DATABASE_OWNER_URL", "DEBUG", "DEMO"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def main() -> int:
    with throwaway() as server:
        failed = [step.name for step in steps(server) if not passes(step)]
    if failed:
        print(f"\nmake check found fault with: {', '.join(failed)}. make fix may put some right.")
        return 1
    print("\nmake check found no fault.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
