"""The compose file and the image, read and run here without a container engine.

Each command of the portal's services runs as written, on embedded servers; so do health checks.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pop_portal.servers.foundations import ROOT, Foundations
from pop_portal.servers.ports import Ports
from tests.portal import data_folder, environment

PORTAL = ("migrate", "web", "worker", "beat")
PATIENCE_SECONDS = 120
FILLED_IN = {
    "SITE_HOST": "pop-portal.example",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "DATABASE_OWNER_PASSWORD": "owners",
    "DATABASE_WEB_PASSWORD": "webs",
    "REDIS_PASSWORD": "queues",
    "SECOND_FACTOR_KEYS": "fedcba9876543210" * 4,
    "EMAIL_URL": "smtps://portal:secret@mail.example:465",
    "DEFAULT_FROM_EMAIL": "portal@pop-portal.example",
    "SUPPORT_EMAIL": "support@pop-portal.example",
}
VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::-([^}]*)|:\?[^}]*)?\})")


def interpolated(text: str) -> str:
    """`text` as compose reads it, with the variables of a filled-in .env."""

    def value(found: re.Match[str]) -> str:
        name, default = found.groups()
        if name is None:
            return "$"
        return FILLED_IN.get(name) or default

    return VARIABLE.sub(value, text)


COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(interpolated(COMPOSE_TEXT))["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def health_check(service: str) -> list[str]:
    """The command of its health check, as the engine would start it."""
    kind, *words = SERVICES[service]["healthcheck"]["test"]
    return words if kind == "CMD" else ["sh", "-c", *words]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_service_that_stays_has_a_health_check(name):
    assert health_check(name)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_root_file_system_it_cannot_write(name):
    assert SERVICES[name]["read_only"] is True


@pytest.mark.parametrize("name", PORTAL)
def test_the_portal_drops_every_privilege(name):
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_no_secret_has_a_default_and_none_is_written_down():
    for name in FILLED_IN:
        used = re.findall(rf"\$\{{{name}[^}}]*\}}", COMPOSE_TEXT)
        assert used, name
        assert all(":?" in one for one in used if name != "SITE_HOST"), name
    written_down = (ROOT / ".env.example").read_text()
    assert not re.findall(r"^(?:\w+_)?(?:KEYS?|PASSWORD|URL)=.+", written_down, re.MULTILINE)
    for name in FILLED_IN:
        assert f"\n{name}=" in written_down


def test_only_migrate_knows_the_owner():
    knowing = {name for name in PORTAL if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]}
    assert knowing == {"migrate"}
    for name in PORTAL:
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgresql://app_rw:")


def test_the_portal_starts_after_its_migrations():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }


def test_the_image_runs_as_nobody_of_rank_and_holds_production_packages_only():
    last = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert "--from=packages /opt/venv" in last
    packages = DOCKERFILE.split("\nFROM ")[1]
    assert "requirements/production.txt" in packages
    assert "requirements/runtime.txt" not in last


def test_the_image_serves_as_the_compose_file_does():
    assert f"CMD {SERVICES['web']['command']}".replace("'", '"') in DOCKERFILE


class Containers:
    """The portal's services, run natively: same commands, same environment, other addresses."""

    def __init__(self, foundations: Foundations, port: int) -> None:
        self.data = foundations.data
        self.port = port
        self.owner = foundations.postgres.address()
        self.addresses = {
            "DATABASE_URL": foundations.env["DATABASE_URL"],
            "REDIS_URL": foundations.env["REDIS_URL"],
        }

    def env(self, service: str) -> dict[str, str]:
        asked = dict(SERVICES[service]["environment"]) | self.addresses
        if "DATABASE_OWNER_URL" in asked:
            asked["DATABASE_OWNER_URL"] = self.owner
        if "BEAT_ALIVE_FILE" in asked:
            asked["BEAT_ALIVE_FILE"] = str(self.data / "beat-alive")
        here = environment()
        return {
            **here,
            **asked,
            "PATH": f"{Path(sys.executable).parent}:{here['PATH']}",
            "PORT": str(self.port),
            "STATIC_ROOT": str(self.data / "static"),
            "ATTACHMENT_ROOT": str(self.data / "attachments"),
        }

    def in_place(self, command: list[str]) -> list[str]:
        """`command` with the image's own folder moved to where this user may write."""
        return [word.replace("/var/lib/pop-portal/beat", str(self.data)) for word in command]

    def run(self, service: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.in_place(command),
            cwd=ROOT,
            env=self.env(service),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def containers() -> Iterator[Containers]:
    ports = Ports()
    with data_folder() as data:
        foundations = Foundations(data=data, given=environment(), say=lambda words: None)
        try:
            foundations.open()
            yield Containers(foundations, ports.free(28000))
        finally:
            foundations.close()
            ports.release()


@pytest.fixture(scope="module")
def migrated(containers) -> Containers:
    done = containers.run("migrate", SERVICES["migrate"]["command"])
    assert done.returncode == 0, done.stderr
    return containers


@pytest.mark.faults
def test_migrate_ends_well_a_second_time(migrated):
    done = migrated.run("migrate", SERVICES["migrate"]["command"])
    assert done.returncode == 0, done.stderr
    assert "app_rw has exactly what it needs; 0 changes." in done.stdout


@pytest.mark.faults
def test_the_image_collects_its_static_files(migrated):
    [step] = re.findall(r"^RUN (.*collectstatic.*)$", DOCKERFILE, re.MULTILINE)
    step = re.sub(r"/opt/build/bin/python", shlex.quote(sys.executable), step)
    step = step.replace("/app/static-files", str(migrated.data / "static"))
    done = migrated.run("web", ["sh", "-c", step])
    assert done.returncode == 0, done.stderr
    assert (migrated.data / "static" / "staticfiles.json").exists()


@pytest.mark.faults
@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_a_service_starts_becomes_healthy_and_stops_when_asked(migrated, service):
    (migrated.data / "static").mkdir(exist_ok=True)
    assert migrated.run(service, health_check(service)).returncode != 0, "healthy before it began"
    words = migrated.data / f"{service}.words"
    with (
        words.open("w") as log,
        subprocess.Popen(
            migrated.in_place(SERVICES[service]["command"]),
            cwd=ROOT,
            env=migrated.env(service),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while migrated.run(service, health_check(service)).returncode:
                assert process.poll() is None, words.read_text()
                assert time.monotonic() < deadline, words.read_text()
                time.sleep(0.5)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)
    assert os.path.getsize(words)
