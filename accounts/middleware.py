"""What every request passes: is the session over, is the second factor there, was it refused?"""

import logging
import time
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils import timezone

from accounts import second_factor, sessions
from accounts.actions import log_refusal
from accounts.sessions import Ended

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# Where somebody without the second factor they need may go: to switch it on, or away.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "accounts:session-extend",
    }
)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; a script is told so instead, and htmx taken there."""
    address = sessions.sign_in_address(request)
    if sessions.wants_data(request):
        response = JsonResponse({"sign_in": address}, status=401)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


class SessionClock:
    """Ends a session that was idle too long, lasted too long, or whose person lost their access."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self.get_response(request)
        now = time.time()
        if request.user.is_authenticated:
            over = sessions.why_over(request.session, now)
        elif SESSION_KEY in request.session:
            over = Ended.ACCESS
        else:
            # The password was changed elsewhere: Django has emptied the session already.
            return self.get_response(request)
        if over:
            logout(request)
            messages.warning(request, over.words())
            return ask_to_sign_in(request)
        if sessions.is_sign_of_life(request):
            sessions.mark_seen(request.session, now)
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Every door is locked unless it says otherwise."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        return ask_to_sign_in(request)


class SecondFactorRequired:
    """Leads who needs a second factor and has none to where it is switched on, and nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        person = request.user
        if (
            not person.is_authenticated
            or not second_factor.is_required_of(person)
            or second_factor.has(person)
            or cast(ResolverMatch, request.resolver_match).view_name in OPEN_WITHOUT_SECOND_FACTOR
        ):
            return None
        if sessions.wants_data(request):
            return JsonResponse({"second_factor": "required"}, status=403)
        return redirect("mfa_activate_totp")


class RefusalLog:
    """Writes down each refusal, after the request's own transaction has ended: it must not undo it.

    403, 404 where a record lay outside the asker's scope, 429 where somebody is locked out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {403, 429} or (
            response.status_code == 404 and getattr(request, "out_of_scope", False)
        ):
            self._log(request, response.status_code)
        return response

    def _log(self, request: HttpRequest, status: int) -> None:
        match = request.resolver_match
        try:
            log_refusal(
                person=request.user if request.user.is_authenticated else None,
                route=match.view_name if match else "",
                method=request.method or "",
                status=status,
                at=timezone.now(),
                request_id=getattr(request, "request_id", None),
            )
        except Exception:
            # The refusal stands, and the server log has it, even where the table cannot be written.
            logger.exception("A refusal could not be written down: %s", status)
