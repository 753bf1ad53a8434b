"""Each role walks the pages its links lead to: none fails, none leaks a name, axe is content."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import EMAILS, PHONE

pytestmark = pytest.mark.journey

ROLES = {
    "student": "ewa",
    "practice educator": "nadia",
    "social worker": "lorna",
    "team manager": "tm",
    "group manager": "gm",
    "business support": "pat",
    "quality auditor": "ruth",
    "university tutor": "frost",
    "safeguarding lead": "karen",
    "administrator": "dan",
}
# One page of a kind is enough: identifiers are taken out of the address before it is compared.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/\d+(?=/)")
NOT_PAGES = ("/admin/", "/gallery/", "/static/", "/sign-in/logout")
MOST_PAGES = 160
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
# A kind of page is looked at closely by the first role that reaches it; for the others it
# answers.
looked_at: set[str] = set()


def kind(path: str) -> str:
    return ID.sub("*", path)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_reach_is_sound(role, at_screen):
    screen = at_screen(ROLES[role])
    to_visit, seen = ["/"], {kind("/")}
    visited, faults = 0, []
    while to_visit and visited < MOST_PAGES:
        path = to_visit.pop(0)
        is_new = kind(urlsplit(path).path) not in looked_at
        looked_at.add(kind(urlsplit(path).path))
        html = screen.show(path) if is_new else screen.fetch(path)
        if html and is_new:
            # The narrow width is where pages break; journeys look at both.
            faults += screen.faults_in_sight([PHONE])
            assert screen.page.title().strip()
        visited += 1
        for href in LINK.findall(html):
            parts = urlsplit(unescape(href))
            inside = not parts.netloc and not parts.scheme and parts.path.startswith("/")
            if not inside or parts.path.startswith(NOT_PAGES) or kind(parts.path) in seen:
                continue
            seen.add(kind(parts.path))
            to_visit.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert not faults, "\n".join(faults)
    assert visited >= 4, f"{EMAILS[ROLES[role]]} reaches only {seen}"
