"""People, teams and who answers for whom."""

from accounts.models.answering import Deputyship, ReportingLine
from accounts.models.checked import Checked
from accounts.models.dates import Dated, DateRange, dates_in_order, in_force, whole_days
from accounts.models.front_door import PasswordLink, Refusal
from accounts.models.people import Person, PersonManager, PersonQuerySet
from accounts.models.reach import Reach
from accounts.models.students import ChildrenAccess, WorkloadLimit
from accounts.models.teams import Team, TeamMembership

__all__ = [
    "Checked",
    "ChildrenAccess",
    "DateRange",
    "Dated",
    "Deputyship",
    "PasswordLink",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "Reach",
    "Refusal",
    "ReportingLine",
    "Team",
    "TeamMembership",
    "WorkloadLimit",
    "dates_in_order",
    "in_force",
    "whole_days",
]
