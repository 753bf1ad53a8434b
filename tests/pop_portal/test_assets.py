"""What a council may not serve is cut out of the design system."""

import pytest

from pop_portal.servers.assets import ASSETS, clean_css, clean_js

CSS = (
    "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. Only on gov.uk. */"
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format("woff2")}'
    "body{font-family:GDS Transport,arial,sans-serif}"
    ".crest{background:url(/assets/images/govuk-crest.svg)}"
    ".close{background:url(/assets/images/icon-close.svg)}"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


def test_font_notice_crest_and_source_map_go_and_images_become_relative():
    assert clean_css(CSS) == (
        "body{font-family:arial,sans-serif}"
        ".crest{background:none}"
        ".close{background:url(images/icon-close.svg)}"
    )


def test_a_script_loses_its_source_map():
    assert clean_js("let a=1;//# sourceMappingURL=a.js.map\n") == "let a=1;"


@pytest.mark.skipif(not ASSETS.exists(), reason="the assets are not built here")
def test_nothing_of_it_is_in_what_was_built():
    for path in ASSETS.rglob("*"):
        assert "font" not in path.suffix
        assert "crest" not in path.name
        if path.suffix in {".css", ".js"}:
            text = path.read_text()
            for word in ("GDS Transport", "@font-face", "Margaret Calvert", "sourceMappingURL"):
                assert word not in text, f"{word} in {path}"
