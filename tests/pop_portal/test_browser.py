"""The journeys' browser itself: it starts, and npm's starts where the system has none."""

import pytest
from playwright.sync_api import Browser

from pop_portal.servers.assets import BROWSER_PACKAGE
from tests.browser import candidates, from_npm


@pytest.mark.journey
def test_the_browser_shows_a_page(browser: Browser):
    page = browser.new_page()
    page.set_content("<h1>Good morning</h1>")
    assert page.get_by_role("heading").inner_text() == "Good morning"
    page.close()


@pytest.mark.journey
@pytest.mark.skipif(not BROWSER_PACKAGE.exists(), reason="npm's Chromium is not fetched here")
def test_the_browser_of_npm_starts_with_its_own_libraries(browser: Browser):
    own = from_npm().launch(browser.browser_type)
    page = own.new_page()
    page.set_content("<p id=here>Here</p>")
    assert page.locator("#here").is_visible()
    own.close()


def test_the_systems_browser_comes_before_the_one_of_npm(monkeypatch, tmp_path):
    mine, systems = tmp_path / "mine", tmp_path / "chromium"
    for program in (mine, systems):
        program.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [found.program for found, _ in zip(candidates(), "12", strict=False)] == [mine, systems]
