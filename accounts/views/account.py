"""One's own account, and what each role may do."""

from functools import cache

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from accounts import actions, presenters, second_factor, signed_in
from accounts.guards import Door
from accounts.permissions import Permission


class MyAccount(Door, TemplateView):
    permission = Permission.ACCOUNT_OWN
    template_name = "accounts/my_account.html"

    def get_context_data(self, **kwargs):
        person, on = self.request.user, timezone.localdate()
        return super().get_context_data(
            about=presenters.about_oneself(person, on),
            has_second_factor=second_factor.has(person),
            needs_second_factor=second_factor.is_required_of(person),
            sessions=signed_in.where(person, self.request.session.session_key, timezone.now()),
        )


class OtherSessionsEnd(Door):
    """POST only: sign out everywhere else."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        actions.end_other_sessions(
            person=request.user, kept=request.session.session_key, by=request.user
        )
        messages.success(request, "You are signed out everywhere but here.")
        return redirect("accounts:my-account")


class PermissionMatrix(Door, TemplateView):
    permission = Permission.MATRIX_VIEW
    template_name = "accounts/permission_matrix.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(matrix=_matrix(self.request.user.get_role_display()))


@cache
def _matrix(own: str) -> SafeString:
    """The same for everybody of one role until the rules change, and they change with the code."""
    context = {"roles": presenters.role_summaries(), "rooms": presenters.matrix(), "own": own}
    return render_to_string("accounts/_permission_matrix.html", context)
