"""Whatever is sent to a form, nobody meets a broken page, and what was typed comes back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import reverse

from tests.rules.doors import DOORS, EVERYBODY
from tests.rules.world import world as world

OF_THE_PAGE = {"csrfmiddlewaretoken", "once_token", "unsent_ticket", "lock_version"}
PASTED = "Wörd " * 10_000


@dataclass
class Form:
    """One form of a page: where it goes, and its fields by name with the kind of each."""

    action: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method", "").lower() == "post":
            self.open = Form(attrs.get("action") or "")
            self.found.append(self.open)
        name = attrs.get("name")
        if self.open is None or not name or tag not in ("input", "textarea", "select", "button"):
            return
        kind = attrs.get("type", "text").lower() if tag == "input" else tag
        self.open.kinds.setdefault(name, kind)
        if kind in ("hidden", "button"):
            self.open.given.setdefault(name, attrs.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


def empty(form):
    return form.given


def senseless(form):
    """Too much text where longer text goes; codes, days and numbers that do not exist elsewhere,
    with a byte PostgreSQL has no room for."""
    return {
        name: form.given.get(name, "")
        if name in OF_THE_PAGE
        else PASTED
        if kind == "textarea"
        else "99999999999999999999\x00é"
        for name, kind in form.kinds.items()
    }


@pytest.mark.django_db
def test_no_form_breaks_on_bad_input(world, client, sign_in):
    client.raise_request_exception = False
    broken, lost, sent = [], [], 0
    for who, name, address, form in forms_of(world, client, sign_in):
        for data in (empty(form), senseless(form)):
            with transaction.atomic():
                answer = client.post(form.action or address, data)
                transaction.set_rollback(True)
            sent += 1
            if answer.status_code >= 500:
                broken.append(f"{name} as {who}: {form.action}")
            was_pasted = answer.status_code == 200 and PASTED in data.values()
            if was_pasted and PASTED.strip() not in answer.content.decode():
                lost.append(f"{name} as {who}: {form.action}")
    assert broken == []
    assert lost == []
    assert sent > 300


def forms_of(world, client, sign_in):
    """Each form once, as the first of the cast who may open its page."""
    seen = set()
    for who in EVERYBODY.split():
        sign_in(getattr(world, who))
        for name, opened in DOORS.items():
            if opened.expected[who] != 200 or name in seen:
                continue
            seen.add(name)
            address = reverse(name, kwargs=opened.at(world) if opened.at else {})
            page = client.get(address)
            if page.streaming:
                page.getvalue()
                continue
            if "html" not in page.get("Content-Type", ""):
                continue
            for form in Forms(page.content.decode()).found:
                if urlsplit(form.action).path != reverse("account_logout"):
                    yield who, name, address, form
