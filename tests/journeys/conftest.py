"""People at their screens: each signs in to the running portal in a browser of their own."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import APIResponse, Browser, Error, Locator, Page, Response

from pop_portal.demo import cast
from pop_portal.servers.stack import Stack

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
# The day as the portal has it, wherever the machine stands.
TODAY = timezone.localdate()
EMAILS = {one.key: one.email for one in (*cast.STAFF, *cast.STUDENTS)}


# Every rule is asked; of the answers only what is wrong comes back, which is much quicker.
AXE = Axe()
FIND_VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


# Names of pages that `Screen.look` has looked at in this run.
LOOKED_AT: set[str] = set()


class Screen:
    """One person's browser: opens pages, looks at them closely, fills in forms by name."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        page.set_default_timeout(15_000)

    def _heard(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def sign_in(self, who: str) -> "Screen":
        """`who` is somebody of the demo's cast, or an address with the demo's password."""
        self.open("/")
        self.write(login=EMAILS.get(who, who), password=cast.PASSWORD)
        self.press("Sign in")
        assert "/login" not in self.page.url, self.page.inner_text("main")
        return self

    def open(self, path: str) -> "Screen":
        response = self.page.goto(path if path.startswith("http") else self.url + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self

    def show(self, path: str) -> str:
        """Open a page whose kind nobody knows: its HTML. A file is asked for and not opened."""
        try:
            answer = self.page.goto(self.url + path)
        except Error as no_page:
            if "Download is starting" not in no_page.message:
                raise
            return self.fetch(path)
        assert answer is not None
        return self._html(answer, path)

    def fetch(self, path: str) -> str:
        """What the portal answers at `path`, without drawing it: HTML, or nothing of a file."""
        return self._html(self.page.request.get(self.url + path), path)

    @staticmethod
    def _html(answer: Response | APIResponse, path: str) -> str:
        assert answer.status < 400, f"{path}: {answer.status}"
        return answer.text() if "html" in answer.headers.get("content-type", "") else ""

    def follow(self, text: str | re.Pattern[str]) -> "Screen":
        return self.tap(self.page.locator("main a, nav a, header a").filter(has_text=text))

    def press(self, text: str | re.Pattern[str]) -> "Screen":
        return self.tap(self.page.locator("main").get_by_role("button", name=text))

    def tap(self, what: Locator) -> "Screen":
        """Click the first of `what` and wait until the page it leads to is there."""
        with self.page.expect_navigation(wait_until="load"):
            what.first.click()
        return self

    def write(self, **fields: str) -> "Screen":
        for name, text in fields.items():
            self.page.fill(f'main [name="{name}"]', text)
        return self

    def choose(self, **answers: str) -> "Screen":
        """Radios, checkboxes and selects by the value they carry."""
        for name, value in answers.items():
            select = self.page.locator(f'main select[name="{name}"]')
            if select.count():
                select.select_option(value)
            else:
                self.page.check(f'main [name="{name}"][value="{value}"]')
        return self

    def choose_person(self, name: str, who: str) -> "Screen":
        """The answer of a select whose words begin with, or hold, that name."""
        option = self.page.locator(f'main select[name="{name}"] option').filter(has_text=who)
        self.page.select_option(f'main select[name="{name}"]', option.first.get_attribute("value"))
        return self

    def date(self, name: str, on) -> "Screen":
        for part in ("day", "month", "year"):
            self.page.fill(f'main [name="{name}_{part}"]', str(getattr(on, part)))
        return self

    def sees(self, *texts: str) -> "Screen":
        main = self.page.inner_text("main")
        for text in texts:
            assert text in main, f"{text!r} is not on {self.page.url}:\n{main[:1500]}"
        return self

    def does_not_see(self, *texts: str) -> "Screen":
        whole = self.page.inner_text("body")
        for text in texts:
            assert text not in whole, f"{text!r} is on {self.page.url}"
        return self

    def faults_in_sight(self, sizes=(DESK, PHONE)) -> list[str]:
        """What axe finds at these widths, what is wider than the screen, what scripts said."""
        before, faults = self.page.viewport_size, []
        self.page.evaluate(AXE.axe_script)
        for size in sizes:
            self.page.set_viewport_size(size)
            where = f"{self.page.url} at {size['width']}"
            for one in self.page.evaluate(FIND_VIOLATIONS):
                faults.append(f"{where}: {one['id']}: {one['nodes'][0]['html'][:200]}")
            width = self.page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                faults.append(f"{where} is {width} wide")
        self.page.set_viewport_size(before or DESK)
        said, self.faults = self.faults, []
        return faults + [f"{self.page.url}: {text}" for text in said]

    def look(self, picture: str = "") -> "Screen":
        """Nothing wrong in sight; perhaps a picture. What has a name is looked at once in a run:
        the second placement's agreement is no other page than the first one's.
        """
        if picture in LOOKED_AT:
            return self
        LOOKED_AT.update({picture} - {""})
        faults = self.faults_in_sight()
        assert not faults, "\n".join(faults)
        if picture and os.environ.get("KEEP_SCREENSHOTS"):
            self.page.screenshot(path=SCREENSHOTS / f"{picture}.png", full_page=True)
        return self


@pytest.fixture(scope="session")
def cookies() -> dict[str, list]:
    """Of everybody who has signed in: a password is slow to check, and each is asked for once."""
    return {}


@pytest.fixture(scope="module")
def at_screen(browser: Browser, stack: Stack, cookies) -> Iterator[Callable[..., Screen]]:
    """`at_screen("ewa")`: the screen of that person, signed in; a guest's for None.

    `phone=True`: a small one. It is the same screen whenever it is asked for, with what was left
    on it; a guest's is always new.
    """
    screens: dict[tuple[str, bool], Screen] = {}
    with ExitStack() as open_browsers:

        def switched_on(phone: bool) -> Screen:
            context = browser.new_context(
                viewport=PHONE if phone else DESK, has_touch=phone, locale="en-GB"
            )
            open_browsers.callback(context.close)
            return Screen(context.new_page(), stack.url)

        def sit(who: str | None, *, phone: bool = False) -> Screen:
            if who is None:
                return switched_on(phone)
            if (who, phone) not in screens:
                screen = screens[who, phone] = switched_on(phone)
                if who in cookies:
                    screen.page.context.add_cookies(cookies[who])
                    screen.open("/")
                else:
                    cookies[who] = screen.sign_in(who).page.context.cookies()
            return screens[who, phone]

        yield sit
