"""The home page: where each role's day begins."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from accounts.roles import Role
from pop_portal.today import today_of

# Roles whose day begins on a page of its own; the others begin on Today.
BEGINS_AT: Mapping[str, str] = {
    Role.TEAM_MANAGER: "oversight:team-today",
    Role.GROUP_MANAGER: "oversight:team-today",
    Role.QUALITY_AUDITOR: "oversight:team-today",
    Role.PRACTICE_EDUCATOR: "oversight:my-students",
    Role.ADMINISTRATOR: "accounts:person-list",
}


class Home(Door, TemplateView):
    """Today for those who do the work; the round for those who answer for it."""

    permission = Permission.ACCOUNT_OWN
    template_name = "pop_portal/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begins_at = BEGINS_AT.get(request.user.role)
        return redirect(begins_at) if begins_at else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_context_data(on=on, today=today_of(self.request.user, on), **kwargs)
