"""What stands in the header: the service's name and the rooms this person may enter."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import Permission
from accounts.roles import Role


@dataclass(frozen=True)
class Link:
    text: str
    url_name: str
    permission: Permission
    roles: frozenset[Role] | None = None


LINKS: tuple[Link, ...] = (Link("Today", "home", Permission.ACCOUNT_OWN),)


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page: `navigation`, `service_name`, `team_name`, `is_demo`."""
    user = getattr(request, "user", None)
    links = [
        {
            "text": link.text,
            "href": reverse(link.url_name),
            "here": request.path == reverse(link.url_name),
        }
        for link in LINKS
        if user is not None
        and user.is_authenticated
        and user.may(link.permission)
        and (link.roles is None or user.role in link.roles)
    ]
    return {
        "navigation": links,
        "service_name": settings.SERVICE_NAME,
        "team_name": settings.TEAM_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
        "is_demo": settings.DEMO,
    }
