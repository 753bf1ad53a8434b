"""Reads: who answers for whom, and who manages whom, on a day. Set-based, so lists may ask."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from accounts.models import Person, ReportingLine, in_force
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


_MANAGERS = """
SELECT person.*, found.member_id
  FROM (SELECT DISTINCT member.person_id AS member_id,
                        unnest(ARRAY[boss.id, acting.deputy_id]) AS id
          FROM accounts_teammembership member
          JOIN accounts_person one ON one.id = member.person_id
          JOIN accounts_teammembership led ON led.team_id = member.team_id
          JOIN accounts_person boss ON boss.id = led.person_id
           AND boss.role = CASE one.role WHEN %(manager)s THEN %(above)s ELSE %(manager)s END
          LEFT JOIN accounts_deputyship acting ON acting.manager_id = boss.id
           AND acting.starts_on <= %(on)s AND (acting.ends_on IS NULL OR acting.ends_on >= %(on)s)
         WHERE member.person_id = ANY(%(people)s)
           AND member.starts_on <= %(on)s AND (member.ends_on IS NULL OR member.ends_on >= %(on)s)
           AND led.starts_on <= %(on)s AND (led.ends_on IS NULL OR led.ends_on >= %(on)s)
       ) found
  JOIN accounts_person person ON person.id = found.id
 WHERE person.id <> found.member_id
"""


def managers_of(person_ids: Collection[UUID], on: date) -> dict[UUID, set[Person]]:
    """For each person, the managers of the teams they are in on `on`, deputies included; one query.

    A team manager's own manager is the group manager of the team; nobody manages themselves.
    """
    managers: dict[UUID, set[Person]] = {person_id: set() for person_id in person_ids}
    if not managers:
        return managers
    asked = {
        "people": list(managers),
        "on": on,
        "manager": Role.TEAM_MANAGER.value,
        "above": Role.GROUP_MANAGER.value,
    }
    for person in Person.objects.raw(_MANAGERS, asked):
        if person.may_sign_in(on):
            managers[person.member_id].add(person)
    return managers
