"""Where somebody is signed in: their live sessions, newest first."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import Person

# What a browser calls itself, as people know it; the first that fits, since several claim others.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class SignedIn:
    device: str
    address: str
    since: datetime
    is_here: bool


def device(user_agent: str) -> str:
    """ "Chrome on Windows"; "an unknown browser" where it does not say."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    machine = next((name for mark, name in MACHINES.items() if mark in user_agent), "")
    return " on ".join(part for part in (browser, machine) if part) or "An unknown browser"


def where(person: Person, here: str | None, now: datetime) -> list[SignedIn]:
    """Sessions of `person` that are still alive; `here` is the key of the one that asks."""
    known = UserSession.objects.filter(user=person).order_by("-created_at")
    alive = set(
        Session.objects.filter(
            session_key__in=known.values("session_key"), expire_date__gt=now
        ).values_list("session_key", flat=True)
    )
    return [
        SignedIn(device(row.user_agent), row.ip, row.created_at, row.session_key == here)
        for row in known
        if row.session_key in alive
    ]
