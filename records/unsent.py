"""Unsent text around the form: the ticket a rendered form carries, and the list “To finish”."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from accounts.models import Person
from records.models import UnsentText

TICKET, ONCE, VERSION = "unsent_ticket", "once_token", "lock_version"
# What a form carries besides what was typed.
CARRIED = frozenset({"csrfmiddlewaretoken", "form_key", TICKET, ONCE, VERSION})
_SALT = "records.unsent"
_FORM_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,200}")


class BadTicket(Exception):
    """A form key or ticket that this service did not make."""


@dataclass(frozen=True)
class Ticket:
    """One rendered form: what it is, where it lives, and which saved text it started with."""

    form_key: str
    title: str = ""
    path: str = ""
    tab: str = ""
    seen: datetime | None = None

    def sign(self) -> str:
        """For the form's hidden field: signed, since the title is told to other people."""
        seen = self.seen.isoformat() if self.seen else ""
        return signing.dumps([self.form_key, self.title, self.path, self.tab, seen], salt=_SALT)


def new_ticket(*, form_key: str, title: str, path: str, found: UnsentText | None) -> Ticket:
    return Ticket(form_key, title, path, uuid.uuid4().hex, found.saved_at if found else None)


def read_ticket(text: str, form_key: str = "") -> Ticket:
    """The ticket of a form's hidden field, or one made of its bare key. Raises BadTicket."""
    if not text:
        if not _FORM_KEY.fullmatch(form_key):
            raise BadTicket
        return Ticket(form_key)
    try:
        key, title, path, tab, seen = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadTicket from error
    if form_key and form_key != key:
        raise BadTicket
    return Ticket(key, title, path, tab, parse_datetime(seen) if seen else None)


def typed(post: QueryDict) -> dict[str, list[str]]:
    """What was typed into a posted form, without what the form itself carries."""
    return {name: values for name, values in post.lists() if name not in CARRIED}


def as_post(fields: Mapping[str, Iterable[str]]) -> QueryDict:
    """Kept fields as a form understands them."""
    post = QueryDict(mutable=True)
    for name, values in fields.items():
        post.setlist(name, list(values))
    return post


def initial_from(form: forms.BaseForm, fields: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Kept fields as the initial values of `form`, widgets of several boxes included."""
    post, initial = as_post(fields), {}
    for name, field in form.fields.items():
        full_name = form.add_prefix(name)
        if name in CARRIED or isinstance(field, forms.FileField):
            continue
        if not field.widget.value_omitted_from_data(post, {}, full_name):
            initial[name] = field.widget.value_from_datadict(post, {}, full_name)
    return initial


def unsent_of(person: Person) -> QuerySet[UnsentText]:
    """What this person began and can go back to, newest first: the list “To finish”."""
    return UnsentText.objects.filter(person=person).exclude(path="").order_by("-saved_at")
