"""Our own templates stay inside the content security policy: nothing inline, one nonce script."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(settings.BASE_DIR)) for path in TEMPLATES]


@pytest.fixture(params=TEMPLATES, ids=NAMES)
def source(request) -> str:
    return Path(request.param).read_text()


def test_no_template_brings_its_own_style(source):
    assert not re.search(r"\sstyle\s*=|<style", source)


def test_no_template_brings_event_handlers_or_script_addresses(source):
    assert not re.search(r"<[^>{%]*\son[a-z]+\s*=", source)
    assert "javascript:" not in source


def test_every_script_bears_the_nonce(source):
    for tag in re.findall(r"<script[^>]*>", source):
        assert 'nonce="{{ request.csp_nonce }}"' in tag


def test_no_template_reaches_for_another_host(source):
    assert not re.search(r'(src|href|action)="(https?:)?//', source)


def test_only_the_base_has_an_inline_script():
    inline = [
        name
        for name, path in zip(NAMES, TEMPLATES, strict=True)
        if re.search(r"<script(?![^>]*\ssrc=)", path.read_text())
    ]
    assert inline == ["templates/layouts/base.html"]


def test_our_stylesheets_and_scripts_fetch_nothing_from_elsewhere():
    for path in (settings.BASE_DIR / "static").rglob("*.*"):
        if path.suffix in {".css", ".js"}:
            assert not re.search(r"https?://|@import|eval\(|innerHTML", path.read_text()), path


def test_our_scripts_keep_nothing_in_the_browser_but_a_time():
    for path in (settings.BASE_DIR / "static/js").glob("*.js"):
        text = path.read_text()
        assert not re.search(r"sessionStorage|indexedDB", text), path
        if path.name != "idle.js":
            assert "localStorage" not in text, path
