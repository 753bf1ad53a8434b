"""Signing in, and the page a script asks to stay signed in."""

import time
from http import HTTPStatus

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts import sessions
from accounts.guards import Door
from accounts.permissions import Permission


class SignIn(LoginView):
    """allauth's own page; who is shut out for too many tries gets the status that says so."""

    def form_invalid(self, form) -> HttpResponse:
        shut_out = form.has_error("__all__", "too_many_login_attempts")
        status = HTTPStatus.TOO_MANY_REQUESTS if shut_out else HTTPStatus.OK
        return self.render_to_response(self.get_context_data(form=form), status=status)


class SessionExtend(Door):
    """POST only: somebody answered the warning, and stays."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions.mark_seen(request.session, time.time(), at_once=True)
        return JsonResponse({"minutes": settings.IDLE_MINUTES})
