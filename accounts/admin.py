"""The admin site: reference data for administrators, never casework, and one way to sign in."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Team

# What libraries bring along: secrets, sessions and counters are nobody's reference data.
_NOT_REFERENCE_DATA = {"account", "auth", "axes", "mfa", "usersessions", "pghistory"}

for _model in list(admin.site._registry):
    if _model._meta.app_label in _NOT_REFERENCE_DATA:
        admin.site.unregister(_model)

# Its own sign-in page would ask for no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ["name", "is_pop"]

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """A team is never deleted: who was in it stays known."""
        return False
