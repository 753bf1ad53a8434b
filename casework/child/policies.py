"""Who may know that a child exists here, as sentences and then as the rule."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import ReportingLine, TeamMembership, in_force
from accounts.roles import Role

# Roles that learn of a restricted child by a masked row, and may break the glass.
SEES_MASKED_ROWS = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.GROUP_MANAGER})


def involvement_shows(person_id: UUID, role: str, teams: Collection[int], on: date) -> Q:
    """A row of Involvement opens the child to you when, today,

    it names you (and, if you are a student, your access to children is open), or
    it names someone who answers to you for their cases, or whom you cover, or
    it names a team whose every child you read.
    """
    yours = Q(person=person_id)
    if role == Role.STUDENT:
        yours &= Q(person__children_access__isnull=False) & in_force(
            on, "person__children_access__"
        )
    answering = (
        Q(person__lines_up__answers_to=person_id)
        & Q(person__lines_up__kind__in=[ReportingLine.Kind.CASE, ReportingLine.Kind.COVER])
        & in_force(on, "person__lines_up__")
    )
    return in_force(on) & (yours | answering | Q(team__in=teams))


def restriction_names(person_id: UUID, on: date) -> Q:
    """A restricted child is open only to those its restriction names."""
    return Q(named__person=person_id) & in_force(on)


def glass_is_open(person_id: UUID, now: datetime) -> Q:
    """Whoever broke the glass reads the record until it ends, or until they end it themselves."""
    return Q(person=person_id, opened_at__lte=now, ends_at__gt=now, ended_at=None)


def glass_shows(person_id: UUID, teams: Collection[int], on: date) -> Q:
    """An emergency access is known to who took it, and to who reads that person's whole team."""
    members = TeamMembership.objects.filter(in_force(on), team__in=teams)
    return Q(person=person_id) | Q(person__in=members.values("person"))


def conflict_shows(person_id: UUID, teams: Collection[int], on: date) -> Q:
    """A declaration is known to who made it, and to those who read the declarer's whole team."""
    members = TeamMembership.objects.filter(in_force(on), team__in=teams)
    return Q(person=person_id) | Q(person__in=members.values("person"))


def conflict_hides(person_id: UUID) -> Q:
    """A child you declared a conflict about vanishes for you, whatever else you are."""
    return Q(person=person_id, withdrawn_on=None)


def answers_for(person_id: UUID, managed_teams: Collection[int], on: date) -> Q:
    """A row of Involvement says that you answer for the child's case when, today,

    it makes you the accountable worker, or
    it makes someone accountable whom you cover, or
    it names a team you manage, or someone accountable who works in one.
    """
    accountable = Q(role="accountable") & in_force(on)
    covering = (
        Q(person__lines_up__answers_to=person_id)
        & Q(person__lines_up__kind=ReportingLine.Kind.COVER)
        & in_force(on, "person__lines_up__")
    )
    managing_them = Q(person__memberships__team__in=managed_teams) & in_force(
        on, "person__memberships__"
    )
    managing_the_team = Q(team__in=managed_teams) & in_force(on)
    return (accountable & (Q(person=person_id) | covering | managing_them)) | managing_the_team
