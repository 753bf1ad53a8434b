"""How long a session lives: an idle limit, an absolute limit, and what counts as being there."""

from enum import Enum
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

BEGAN, SEEN = "session_began_at", "session_seen_at"
# The session row is written at most this often, so the idle limit is kept to this grain.
GRAIN_SECONDS = 60
AUTOSAVE_HEADER = "X-Autosave"


class Ended(Enum):
    """Why a session is over, in words for the one whose it was."""

    IDLE = (
        "You were signed out because nothing happened for {minutes} minutes. "
        "Text that saves itself while you type was kept."
    )
    TOO_LONG = (
        "You were signed out because you had been signed in for {hours} hours. "
        "Sign in again to go on."
    )
    ACCESS = "Your access has ended, so you were signed out. Ask your team if this is not right."

    def words(self) -> str:
        return self.value.format(
            minutes=settings.IDLE_MINUTES, hours=settings.SESSION_COOKIE_AGE // 3600
        )


def is_sign_of_life(request: HttpRequest) -> bool:
    """Whether somebody is there: text that saves itself keeps no session alive."""
    return AUTOSAVE_HEADER not in request.headers


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asked, which has no use for a sign-in page."""
    return (
        AUTOSAVE_HEADER in request.headers
        or "HX-Request" in request.headers
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Accept", "").startswith("application/json")
    )


def why_over(session: SessionBase, now: float) -> Ended | None:
    """`now` in seconds since the epoch. None: the session goes on."""
    if now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return Ended.TOO_LONG
    if now - session.get(SEEN, now) > settings.IDLE_MINUTES * 60 + GRAIN_SECONDS:
        return Ended.IDLE
    return None


def mark_seen(session: SessionBase, now: float, *, at_once: bool = False) -> None:
    """Somebody is there. Written once a minute, or `at_once`."""
    if BEGAN not in session:
        session[BEGAN] = int(now)
    if at_once or SEEN not in session or now - session[SEEN] >= GRAIN_SECONDS:
        session[SEEN] = int(now)


def address_to_come_back_to(request: HttpRequest) -> str:
    """The page somebody was on: its own address for a read, the one it came from for a write."""
    if request.method in {"GET", "HEAD"} and not wants_data(request):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to where the request came from."""
    sign_in, back = resolve_url(settings.LOGIN_URL), address_to_come_back_to(request)
    if not back or back.startswith(sign_in):
        return sign_in
    return f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: back}, safe='/')}"
