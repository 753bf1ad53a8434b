"""Which addresses a person's verbs open: a link that would be refused is not offered."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from accounts.models import Person
from accounts.permissions import Permission

IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY_IDENTIFIER = "00000000-0000-0000-0000-000000000000"


def may_open(person: Person, path: str) -> bool:
    """Whether the page at `path` asks a verb this person holds. The scope is not asked here: what
    lists the link has it already."""
    permission = _asked_by(IDENTIFIER.sub(ANY_IDENTIFIER, urlsplit(path).path))
    return permission is not None and person.may(permission)


@lru_cache(maxsize=512)
def _asked_by(shape: str) -> Permission | None:
    """The verb of the door at an address of this shape; None where there is no door of ours."""
    try:
        view = resolve(shape).func
    except Resolver404:
        return None
    return getattr(getattr(view, "view_class", None), "permission", None)
