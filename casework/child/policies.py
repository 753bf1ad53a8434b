"""Who may know that a child exists here, as sentences and then as the rule."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Reach, TeamMembership, in_force
from accounts.roles import Role
from accounts.sql_rule import SqlRule

# Roles that learn of a restricted child by a masked row, and may break the glass.
SEES_MASKED_ROWS = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.GROUP_MANAGER})


_INVOLVED = """EXISTS (
    SELECT FROM casework_involvement involved
     WHERE involved.child_id = {child} AND involved.starts_on <= %s
       AND (involved.ends_on IS NULL OR involved.ends_on >= %s)
       AND (involved.person_id = ANY(%s) OR involved.team_id = ANY(%s)))"""
_INVOLVED_FIRST = """{child} = ANY(ARRAY(
    SELECT involved.child_id FROM casework_involvement involved
     WHERE involved.starts_on <= %s AND (involved.ends_on IS NULL OR involved.ends_on >= %s)
       AND involved.person_id = ANY(%s)
     UNION ALL
    SELECT involved.child_id FROM casework_involvement involved
     WHERE involved.starts_on <= %s AND (involved.ends_on IS NULL OR involved.ends_on >= %s)
       AND involved.team_id = ANY(%s)))"""
_IN_CONFLICT = """EXISTS (
    SELECT FROM casework_declaredconflict conflict
     WHERE conflict.child_id = {child} AND conflict.person_id = %s
       AND conflict.withdrawn_on IS NULL)"""
_CLOSED = """EXISTS (
    SELECT FROM casework_restriction closed
     WHERE closed.child_id = {child} AND closed.lifted_at IS NULL AND closed.starts_on <= %s
       AND (closed.ends_on IS NULL OR closed.ends_on >= %s)
       AND NOT EXISTS (
           SELECT FROM casework_restrictionnamed named
            WHERE named.restriction_id = closed.id AND named.person_id = %s)
       AND NOT EXISTS (
           SELECT FROM casework_breakglass glass
            WHERE glass.child_id = closed.child_id AND glass.person_id = %s
              AND glass.opened_at <= %s AND glass.ends_at > %s AND glass.ended_at IS NULL))"""


def involvement_shows(person_id: UUID, role: str, reach: Reach, on: date) -> Q:
    """A child is within your reach when a row of Involvement, in force today,

    names you (and, if you are a student, your access to children is open), or
    names someone who answers to you for their cases, or whom you cover, or
    names a team whose every child you read.
    """
    return Q(SqlRule(_INVOLVED, _within(person_id, role, reach, on), child="pk"))


def involvement_first(person_id: UUID, role: str, reach: Reach, on: date) -> Q:
    """The same sentence, answered before anything else is asked of a row.

    For questions that cost much per row, such as a search: whoever works with fifty children asks
    them of fifty, however many there are.
    """
    since, until, people, teams = _within(person_id, role, reach, on)
    given = [since, until, people, since, until, teams]
    return Q(SqlRule(_INVOLVED_FIRST, given, child="pk"))


def _within(person_id: UUID, role: str, reach: Reach, on: date) -> list[Any]:
    people = set(reach.answering)
    if role != Role.STUDENT or reach.has_children_access:
        people.add(person_id)
    return [on, on, sorted(people), sorted(reach.whole_teams)]


def restriction_closes(person_id: UUID, on: date, now: datetime) -> Q:
    """A restricted child is closed to everybody its restriction does not name,

    but for whoever broke the glass, until that ends.
    """
    given = [on, on, person_id, person_id, now, now]
    return Q(SqlRule(_CLOSED, given, child="pk"))


def glass_shows(person_id: UUID, reach: Reach, on: date) -> Q:
    """An emergency access is known to who took it, and to who reads that person's whole team."""
    members = TeamMembership.objects.filter(in_force(on), team__in=reach.whole_teams)
    return Q(person=person_id) | Q(person__in=members.values("person"))


def conflict_hides(person_id: UUID) -> Q:
    """A child you declared a conflict about vanishes for you, whatever else you are."""
    return Q(SqlRule(_IN_CONFLICT, [person_id], child="pk"))


def conflict_shows(person_id: UUID, reach: Reach, on: date) -> Q:
    """A declaration is known to who made it, and to those who read the declarer's whole team."""
    members = TeamMembership.objects.filter(in_force(on), team__in=reach.whole_teams)
    return Q(person=person_id) | Q(person__in=members.values("person"))


def answers_for(person_id: UUID, reach: Reach, managed_teams: Collection[int], on: date) -> Q:
    """A row of Involvement says that you answer for the child's case when, today,

    it makes you the accountable worker, or
    it makes someone accountable whom you cover, or
    it names a team you manage, or someone accountable who works in one.
    """
    accountable = Q(role="accountable") & in_force(on)
    theirs = Q(person__in=[person_id, *reach.covered])
    managing_them = Q(person__memberships__team__in=managed_teams) & in_force(
        on, "person__memberships__"
    )
    managing_the_team = Q(team__in=managed_teams) & in_force(on)
    return (accountable & (theirs | managing_them)) | managing_the_team
