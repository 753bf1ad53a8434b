"""The home page: each role's first look at the day."""

from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission


class Home(Door, TemplateView):
    permission = Permission.ACCOUNT_OWN
    template_name = "pop_portal/home.html"
