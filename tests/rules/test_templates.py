"""Own templates: nothing inline that the content policy would refuse, and none that nobody uses."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.test_signals_and_registries import ROOT, own_modules

TEMPLATES = ROOT / "templates"
# Found by their names: by Django, by allauth, and by crispy's template pack.
FOUND_BY_NAME = re.compile(
    r"^(400|403|403_csrf|404|429|500)\.html$|^account/|^mfa/|^govuk/|^admin/|^django/|"
    # the wording of a kind of entry, a mail of a kind
    r"^[a-z_]+/chronology/|^[a-z_]+/email/"
)
INLINE = {
    "a script without the page's nonce": re.compile(r"<script(?![^>]*nonce=)[^>]*>"),
    "a style element": re.compile(r"<style[\s>]"),
    "a style attribute": re.compile(r"<[^>{]+\sstyle="),
    "a handler attribute": re.compile(r"<[^>]+\son[a-z]+="),
    "a javascript: address": re.compile(r"javascript:"),
}
NAMES_ANOTHER = re.compile(r"{%\s*(?:extends|include)\s+\"([^\"]+)\"")


def own_templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", own_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_nothing_is_inline(path):
    text = path.read_text()
    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []


def as_pattern(text: ast.JoinedStr) -> re.Pattern[str]:
    """`f"partners/{noun}_detail.html"` names every file of that shape; other texts name none."""
    parts = [
        re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
        for part in text.values
    ]
    shape = "".join(parts)
    return re.compile(f"^{shape}$" if shape.endswith((r"\.html", r"\.txt")) else r"(?!)")


def test_no_template_is_unused():
    named, built = set(), [FOUND_BY_NAME]
    for path in own_templates():
        named |= set(NAMES_ANOTHER.findall(path.read_text()))
    for path in own_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                built.append(as_pattern(node))
    unused = {
        name
        for name in (str(path.relative_to(TEMPLATES)) for path in own_templates())
        if name not in named and not any(pattern.match(name) for pattern in built)
    }
    assert unused == set()


def test_no_template_names_one_that_is_not_there():
    there = {str(path.relative_to(TEMPLATES)) for path in own_templates()}
    missing = [
        f"{path.relative_to(TEMPLATES)} names {name}"
        for path in own_templates()
        for name in NAMES_ANOTHER.findall(path.read_text())
        if name not in there
    ]
    assert missing == []
