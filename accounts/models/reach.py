"""How far one person reaches on one day: the teams, people and doors that decide what they see.

Every rule of who sees what asks this first. It is read at once, so that the rules themselves are
plain lists of numbers to the database, and a page pays for it once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

_REACH = """
SELECT ARRAY(
         SELECT DISTINCT member.team_id FROM accounts_teammembership member
          WHERE (%(whole_team)s AND member.person_id = %(person)s
                 OR member.person_id IN (
                      SELECT acting.manager_id FROM accounts_deputyship acting
                       WHERE acting.deputy_id = %(person)s AND acting.starts_on <= %(on)s
                         AND (acting.ends_on IS NULL OR acting.ends_on >= %(on)s)))
            AND member.starts_on <= %(on)s
            AND (member.ends_on IS NULL OR member.ends_on >= %(on)s)),
       ARRAY(
         SELECT DISTINCT line.person_id FROM accounts_reportingline line
          WHERE line.answers_to_id = %(person)s AND line.kind = ANY(%(case_kinds)s)
            AND line.starts_on <= %(on)s AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)),
       ARRAY(
         SELECT DISTINCT line.person_id FROM accounts_reportingline line
          WHERE line.answers_to_id = %(person)s AND line.kind = %(cover)s
            AND line.starts_on <= %(on)s AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)),
       ARRAY(
         SELECT DISTINCT line.person_id FROM accounts_reportingline line
          WHERE line.answers_to_id = %(person)s
            AND line.starts_on <= %(on)s AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)),
       EXISTS(
         SELECT FROM accounts_childrenaccess door
          WHERE door.person_id = %(person)s
            AND door.starts_on <= %(on)s AND (door.ends_on IS NULL OR door.ends_on >= %(on)s))
"""


@dataclass(frozen=True)
class Reach:
    """What opens records to one person on one day."""

    whole_teams: frozenset[int]
    """Teams whose every child they read: their own by role, and a manager's for whom they act."""
    answering: frozenset[UUID]
    """People whose cases they answer for, by a case line or as cover."""
    covered: frozenset[UUID]
    """People they stand in for."""
    supervised: frozenset[UUID]
    """Everybody who answers to them in any way, for learning alone too."""
    has_children_access: bool
    """Whether the door to children's records is open: what a student needs besides a row."""


def reach_of(person_id: UUID, on: date, *, whole_team: bool) -> Reach:
    """Read a person's reach on `on`; `whole_team`: their role reads its own teams whole."""
    given: dict[str, Any] = {
        "person": person_id,
        "on": on,
        "whole_team": whole_team,
        "case_kinds": ["case", "cover"],
        "cover": "cover",
    }
    with connection.cursor() as cursor:
        cursor.execute(_REACH, given)
        teams, answering, covered, supervised, has_access = cursor.fetchone()
    return Reach(
        _frozen(teams), _frozen(answering), _frozen(covered), _frozen(supervised), has_access
    )


def _frozen(found: Collection) -> frozenset:
    return frozenset(found)
