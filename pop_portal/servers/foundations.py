"""What the portal stands on here: PostgreSQL, Valkey, a mailbox, and the environment naming them.

An address given in the environment is used and nothing is started for it. What is started is shared
by everybody who works on the same data folder, a supervisor and any number of management commands:
each holds a lock while it does, and the last one out stops the servers.
"""

import contextlib
import fcntl
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from psycopg2.extensions import parse_dsn

from pop_portal.servers.ports import Ports
from pop_portal.servers.postgres import DATABASE, WEB_ROLE, CannotStart, Postgres
from pop_portal.servers.processes import Child, is_dead
from pop_portal.servers.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
FIRST_MAIL_PORT = 8025
FIRST_SMTP_PORT = 9025
STANDARD_ERROR = 2


def tell(words: str) -> None:
    """Progress goes to the standard error: a command's own output can be piped."""
    print(words, file=sys.stderr, flush=True)


class Foundations:
    """The servers under one data folder: `open` starts or joins them, `close` leaves them.

    `given` is the environment to build on; its POP_PORTAL_DATA names another folder than `.data`.
    `.env` is what a program of the portal runs with, `.owner_env` what one runs with that changes
    the schema.
    """

    def __init__(
        self,
        *,
        root: Path = ROOT,
        data: Path | None = None,
        given: Mapping[str, str] | None = None,
        say: Callable[[str], None] = tell,
    ) -> None:
        self.root = root
        self.given = dict(os.environ if given is None else given)
        self.data = data or Path(self.given.get("POP_PORTAL_DATA") or root / ".data")
        self.say = say
        self.ports = Ports()
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.mail: Child | None = None
        self.mail_url = ""
        self.env: dict[str, str] = {}
        self._in_use: IO[str] | None = None

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    def open(self) -> None:
        (self.data / "run").mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            self._in_use = (self.data / "run" / "in-use").open("w")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)
            self._start_servers()
        self.env = self._environment()

    def close(self) -> None:
        """Leave the servers; stop them if nobody else works on this data."""
        if self.mail is not None:
            self.mail.ask_to_stop()
            self.mail.wait(5)
        if self._in_use is not None:
            with self._one_at_a_time(), contextlib.suppress(BlockingIOError):
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop_servers()
            self._in_use.close()
            self._in_use = None
        self.ports.release()

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.data / "run" / "starting").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _start_servers(self) -> None:
        if not self.given.get("DATABASE_URL"):
            self.postgres = Postgres(self.data / "postgres")
            if not self.postgres.is_running():
                self.say("Starting PostgreSQL")
            self.postgres.start()
        if not self.given.get("REDIS_URL"):
            self.valkey = Valkey(self.data / "valkey")
            if not self.valkey.is_running():
                self.say("Starting Valkey")
            self.valkey.start()

    def _stop_servers(self) -> None:
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()

    def has_fallen(self) -> bool:
        """Whether a server we rely on has died."""
        if self.postgres is not None and (not self.postgres.pid or is_dead(self.postgres.pid)):
            return True
        return self.valkey is not None and not self.valkey.is_running()

    def revive(self) -> None:
        """Start again a server that was killed under us."""
        with self._one_at_a_time():
            self._start_servers()

    def _environment(self) -> dict[str, str]:
        """What `given` names already is left as it is."""
        env = {
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "pop_portal.settings",
            "SECRET_KEY": self._secret_key(),
            "DEMO": "1",
            "ATTACHMENT_ROOT": str(self.data / "attachments"),
            "STATIC_ROOT": str(self.data / "static"),
        } | self.given
        # Only what changes the schema may know the owner's address.
        env.pop("DATABASE_OWNER_URL", None)
        if self.postgres is not None:
            env["DATABASE_URL"] = self.postgres.address(user=WEB_ROLE)
        if self.valkey is not None:
            env["REDIS_URL"] = self.valkey.address
        return env

    @property
    def owner_env(self) -> dict[str, str]:
        if self.postgres is not None:
            owner = self.postgres.address()
        else:
            owner = self.given.get("DATABASE_OWNER_URL") or self.given["DATABASE_URL"]
        return self.env | {"DATABASE_OWNER_URL": owner}

    @property
    def is_unprepared(self) -> bool:
        """Whether our own database lacks its schema, or the web role its rights on it."""
        question = (
            f"SELECT has_table_privilege('{WEB_ROLE}', to_regclass('django_migrations'), 'SELECT')"
        )
        return self.postgres is not None and self.postgres.sql(question, database=DATABASE) != "t"

    @property
    def has_web_role(self) -> bool:
        """Whether the web server connects as somebody other than the owner of the tables."""
        env = self.owner_env
        web, owner = (parse_dsn(env[name]) for name in ("DATABASE_URL", "DATABASE_OWNER_URL"))
        return web.get("user") != owner.get("user")

    def _secret_key(self) -> str:
        """Made once for this data folder, readable by its owner only."""
        path = self.data / "secret-key"
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
        return path.read_text()

    def name_site(self, port: int) -> None:
        """Put the names of a portal at `port` into the environment."""
        names = {
            "SITE_URL": f"http://localhost:{port}",
            # A browser shares cookies between the ports of one host: each portal names its own.
            "SESSION_COOKIE_NAME": f"pop_session_{port}",
            "CSRF_COOKIE_NAME": f"pop_csrf_{port}",
        }
        self.env |= {name: self.given.get(name, value) for name, value in names.items()}

    def prepare(self) -> None:
        """Bring schema, grants and static files up to date."""
        grant = ["--grant"] if self.has_web_role else []
        self.run_module("prepare", self.owner_env, "--static", *grant)

    def run_module(self, name: str, env: Mapping[str, str], *arguments: str) -> None:
        """Run a program of this folder to its end; its words are progress. Raises CannotStart."""
        done = subprocess.run(
            [sys.executable, "-m", f"pop_portal.servers.{name}", *arguments],
            cwd=self.root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=STANDARD_ERROR,
        )
        if done.returncode:
            raise CannotStart("The portal could not be made ready; the reason stands above.")

    def open_mailbox(self) -> None:
        """Start the mail catcher, unless a mail server was given."""
        if self.given.get("EMAIL_URL"):
            return
        smtp, web = self.ports.free(FIRST_SMTP_PORT), self.ports.free(FIRST_MAIL_PORT)
        self.mail_url = f"http://localhost:{web}"
        command = [sys.executable, "-m", "pop_portal.servers.mail", str(self.mail_folder)]
        log = self.logs / "mail.log"
        self.mail = Child("mail", [*command, str(smtp), str(web)], self.env, log)
        self.mail.start(self.root)
        self.env["EMAIL_URL"] = f"smtp://127.0.0.1:{smtp}"
