"""The design system's own examples, drawn through our layer, give the design system's own HTML.

They come with the npm package; where it is not installed the tests are skipped and say so.
"""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils.safestring import mark_safe

from govuk import macros

EXAMPLES = settings.BASE_DIR / "node_modules/govuk-frontend/dist/govuk/components"
# What our forms and tags draw through the published macros.
COMPONENTS = [
    "checkboxes", "date-input", "error-message", "error-summary", "fieldset", "file-upload",
    "hint", "input", "label", "password-input", "radios", "textarea",
]  # fmt: skip
WIDTH = "govuk-input--width-"


def is_as_we_ask(component: str, options: dict) -> bool:
    """Dates: we name all three boxes with their widths, the macro knows no defaults of 6.x."""
    if component != "date-input":
        return True
    named = {"values", "value", "day", "month", "year"}.isdisjoint(options)
    boxes = options.get("items") or []
    marked = any("govuk-input--error" in (box or {}).get("classes", "") for box in boxes)
    return (
        bool(boxes)
        and named
        and all(box and WIDTH in box.get("classes", "") and "error" not in box for box in boxes)
        and (marked or "errorMessage" not in options)
    )


class Shape(HTMLParser):
    """Tags, attributes and words of a page, without the blanks between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = {name: _one_space(value) for name, value in attrs}
        given["class"] = " ".join(sorted(given.get("class", "").split()))
        self.found.append((tag, sorted(given.items())))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if words := _one_space(data):
            self.found.append(words)


def _one_space(text: str | None) -> str:
    return re.sub(r"\s+", " ", unescape(text or "")).strip()


def _safe(value):
    """The examples' `html` parameters are meant as markup."""
    if isinstance(value, dict):
        return {
            key: mark_safe(one) if key == "html" and isinstance(one, str) else _safe(one)
            for key, one in value.items()
        }
    return [_safe(one) for one in value] if isinstance(value, list) else value


def examples():
    for component in COMPONENTS:
        path = EXAMPLES / component / "fixtures.json"
        if path.exists():
            for example in json.loads(path.read_text())["fixtures"]:
                if not is_as_we_ask(component, example["options"]):
                    continue
                yield pytest.param(component, example, id=f"{component}: {example['name']}")


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the npm package of the design system is absent")
@pytest.mark.parametrize(("component", "example"), list(examples()))
def test_our_layer_draws_what_the_design_system_draws(component, example):
    drawn = macros.render(component, _safe(example["options"]))
    assert Shape(drawn).found == Shape(example["html"]).found
