"""The portal's addresses, and one page with nothing on it to compare the others with."""

from django.urls import path
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from pop_portal.urls import urlpatterns as portal_patterns


class EmptyPage(Door, TemplateView):
    """Signing in, session, navigation and layout, and no content."""

    permission = Permission.ACCOUNT_OWN
    template_name = "layouts/page.html"


urlpatterns = [path("empty/", EmptyPage.as_view(), name="empty"), *portal_patterns]
