"""What stands in the header: the service's name and the rooms this person may enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import Permission as P
from accounts.roles import Role


@dataclass(frozen=True)
class Link:
    text: str
    url_name: str
    permission: P

    @property
    def href(self) -> str:
        return reverse(self.url_name)


TODAY = Link("Today", "home", P.ACCOUNT_OWN)
TEAM = Link("Team", "oversight:team-today", P.DASHBOARD_TEAM)
STUDENTS = Link("My students", "oversight:my-students", P.DASHBOARD_STUDENTS)
CHILDREN = Link("Children", "casework:child-list", P.CHILD_VIEW)
MY_CHILDREN = Link("My children", "casework:child-list", P.CHILD_VIEW)
TO_SIGN = Link("To sign", "casework:direct-work-to-sign", P.DIRECT_WORK_COUNTERSIGN)
CLOCKS = Link("Clocks", "timescales:deadline-board", P.DEADLINE_VIEW)
REQUESTS = Link("Requests", "casework:request-queue", P.REQUEST_DECIDE)
MY_REQUESTS = Link("My requests", "casework:request-list", P.REQUEST_VIEW)
PROTECTION = Link("Protection", "casework:protection-queue", P.PROTECTION_VIEW)
SUPERVISION = Link("Supervision", "supervision:session-list", P.SUPERVISION_VIEW)
PLACEMENTS = Link("Placements", "placements:placement-list", P.PLACEMENT_VIEW)
MY_PLACEMENT = Link("My placement", "placements:placement-list", P.PLACEMENT_VIEW)
SCHOOLS = Link("Schools", "partners:school-list", P.PARTNERS_VIEW)
IN_SCHOOLS = Link("In schools", "schools:drop-in-list", P.SCHOOL_GROUP_VIEW)
RULES = Link("Clock rules", "timescales:rule-list", P.RULES_VIEW)
PEOPLE = Link("People", "accounts:person-list", P.PEOPLE_VIEW)
NOTICES = Link("Notices", "notices:notice-list", P.NOTICES_OWN)

# A role's rooms in the order of its day; a link without its verb would be a fault, not a filter.
ROOMS: Mapping[Role, tuple[Link, ...]] = {
    Role.STUDENT: (TODAY, MY_CHILDREN, MY_PLACEMENT, SUPERVISION, IN_SCHOOLS, NOTICES),
    Role.PRACTICE_EDUCATOR: (
        STUDENTS,
        TO_SIGN,
        SUPERVISION,
        CLOCKS,
        PLACEMENTS,
        IN_SCHOOLS,
        NOTICES,
    ),
    Role.SOCIAL_WORKER: (
        TODAY,
        MY_CHILDREN,
        TO_SIGN,
        PROTECTION,
        CLOCKS,
        MY_REQUESTS,
        PLACEMENTS,
        NOTICES,
    ),
    Role.TEAM_MANAGER: (
        TEAM,
        CLOCKS,
        REQUESTS,
        CHILDREN,
        PROTECTION,
        PLACEMENTS,
        SUPERVISION,
        SCHOOLS,
        IN_SCHOOLS,
        NOTICES,
    ),
    Role.GROUP_MANAGER: (TEAM, CLOCKS, CHILDREN, PROTECTION, SCHOOLS, NOTICES),
    Role.BUSINESS_SUPPORT: (
        TODAY,
        CHILDREN,
        CLOCKS,
        MY_REQUESTS,
        PLACEMENTS,
        SCHOOLS,
        IN_SCHOOLS,
        NOTICES,
    ),
    Role.QUALITY_AUDITOR: (TEAM, CHILDREN, CLOCKS, PLACEMENTS, SCHOOLS, RULES, NOTICES),
    Role.UNIVERSITY_TUTOR: (TODAY, PLACEMENTS, NOTICES),
    Role.SCHOOL_LEAD: (TODAY, MY_REQUESTS, IN_SCHOOLS, NOTICES),
    Role.ADMINISTRATOR: (PEOPLE, RULES, SCHOOLS, NOTICES),
}


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page is given: `navigation` and the names of service, team and organisation."""
    user = getattr(request, "user", None)
    rooms = ROOMS[Role(user.role)] if user is not None and user.is_authenticated else ()
    here = _here(request.path, rooms)
    return {
        "navigation": [
            {"text": link.text, "href": link.href, "here": link.href == here} for link in rooms
        ],
        "service_name": settings.SERVICE_NAME,
        "team_name": settings.TEAM_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
    }


def _here(path: str, rooms: tuple[Link, ...]) -> str:
    """The room the page lies in: the longest address it begins with; home only by itself."""
    inside = [
        link.href
        for link in rooms
        if path == link.href or path.startswith(link.href) and link.href != "/"
    ]
    return max(inside, key=len, default="")
