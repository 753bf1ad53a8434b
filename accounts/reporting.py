"""Reads: who answers for whom, and who manages whom, on a day. Set-based, so lists may ask."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from accounts.models import Deputyship, Person, ReportingLine, TeamMembership, in_force
from accounts.roles import Role

# A learning-only line (an off-site educator, a tutor) never answers for a child's case.
_CASE_KINDS = (ReportingLine.Kind.CASE, ReportingLine.Kind.COVER)

_CHAIN = """
WITH RECURSIVE up (start_id, person_id, depth, path) AS (
    SELECT line.person_id, line.answers_to_id, 1, ARRAY[line.person_id, line.answers_to_id]
      FROM accounts_reportingline line
     WHERE line.person_id = ANY(%(people)s) AND line.kind = ANY(%(kinds)s)
       AND line.starts_on <= %(on)s AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)
     UNION ALL
    SELECT up.start_id, line.answers_to_id, up.depth + 1, up.path || line.answers_to_id
      FROM up JOIN accounts_reportingline line ON line.person_id = up.person_id
     WHERE line.kind = ANY(%(kinds)s) AND NOT line.answers_to_id = ANY(up.path)
       AND line.starts_on <= %(on)s AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)
)
SELECT person.*, nearest.start_id, nearest.depth
  FROM (SELECT start_id, person_id, min(depth) AS depth
          FROM up GROUP BY start_id, person_id) nearest
  JOIN accounts_person person ON person.id = nearest.person_id
 WHERE person.is_active
   AND (person.access_from IS NULL OR person.access_from <= %(on)s)
   AND (person.access_until IS NULL OR person.access_until >= %(on)s)
 ORDER BY nearest.start_id, nearest.depth, person.name
"""


def answers_to_chain(person_ids: Collection[UUID], on: date) -> dict[UUID, list[Person]]:
    """For each person, who answers for their cases on `on`, nearest first. One query.

    Somebody whose access has ended is left out, and the chain goes on past them.
    """
    chains: dict[UUID, list[Person]] = {person_id: [] for person_id in person_ids}
    if not chains:
        return chains
    above = Person.objects.raw(
        _CHAIN, {"people": list(chains), "kinds": [str(kind) for kind in _CASE_KINDS], "on": on}
    )
    for person in above:
        chains[person.start_id].append(person)
    return chains


def practice_educator_of(student: Person, on: date) -> Person | None:
    """The practice educator a student answers to on `on`; who covers, only where there is none."""
    lines = student.lines_up.filter(
        in_force(on), kind__in=_CASE_KINDS, answers_to__role=Role.PRACTICE_EDUCATOR
    ).select_related("answers_to")
    nearest = min(
        lines, key=lambda line: (_CASE_KINDS.index(line.kind), line.starts_on), default=None
    )
    return nearest.answers_to if nearest else None


def managers_of(person_ids: Collection[UUID], on: date) -> dict[UUID, set[Person]]:
    """For each person, the managers of the teams they are in on `on`, deputies included.

    A team manager's own manager is the group manager of the team; nobody manages themselves.
    """
    managers: dict[UUID, set[Person]] = {person_id: set() for person_id in person_ids}
    if not managers:
        return managers
    memberships = (
        TeamMembership.objects.filter(
            in_force(on),
            in_force(on, "team__memberships__"),
            person__role__in=(Role.TEAM_MANAGER, Role.GROUP_MANAGER),
            team__memberships__person_id__in=list(managers),
        )
        .annotate(
            member_id=F("team__memberships__person_id"),
            member_role=F("team__memberships__person__role"),
        )
        .select_related("person")
    )
    deputies = _deputies_of({row.person_id for row in memberships}, on)
    for row in memberships:
        manages = Role.GROUP_MANAGER if row.member_role == Role.TEAM_MANAGER else Role.TEAM_MANAGER
        if row.person.role == manages:
            managers[row.member_id] |= {row.person, *deputies[row.person_id]}
    return {
        person_id: {one for one in found if one.pk != person_id and one.may_sign_in(on)}
        for person_id, found in managers.items()
    }


def _deputies_of(manager_ids: Collection[UUID], on: date) -> dict[UUID, list[Person]]:
    deputies: dict[UUID, list[Person]] = defaultdict(list)
    if manager_ids:
        acting = Deputyship.objects.filter(in_force(on), Q(manager_id__in=manager_ids))
        for row in acting.select_related("deputy"):
            deputies[row.manager_id].append(row.deputy)
    return deputies
