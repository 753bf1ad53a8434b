"""The sweep: deadlines that came nearer, fell due or stayed open tell those who must know.

Set-based: one statement finds every deadline that reached a further stage, writes the notices and
marks the stage. What a crash undoes, the next sweep does; what it did, the outbox's unique key
keeps from doubling.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import reporting
from accounts.models import TeamMembership, in_force
from accounts.roles import Role
from notices.actions import nudge, nudge_sender
from timescales.calendars import load_calendar
from timescales.clock import Calendar
from timescales.models import EscalationStep

SWEEP_TASK = "timescales.tasks.sweep_deadlines"
Moment, Whom = EscalationStep.Moment, EscalationStep.Whom


@transaction.atomic
def sweep(now: datetime) -> int:
    """Tell everybody what has to be told at `now`; returns how many notices were written.

    Does nothing while another sweep runs. Safe to repeat at any time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('timescales.sweep'))")
        if not cursor.fetchone()[0]:
            return 0
    steps = list(EscalationStep.objects.all())
    if not steps:
        return 0
    today = timezone.localdate(now)
    stage_sql, values = _stage_reached(steps, now, today, load_calendar())
    last = max(step.stage for step in steps)
    climbing = _owners_to_climb_from(now, last)
    values |= _recipients(climbing, today) | _steps_as_arrays(steps)
    values |= {"now": now, "today": today, "last": last, "morning": _morning(today)}
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP.format(stage=stage_sql), values)
        told = cursor.fetchone()[0]
    if told:
        nudge_sender()
    return told


def nudge_sweep() -> None:
    """Wake the sweep once this transaction has committed. A lost nudge costs minutes: beat asks
    too.
    """
    nudge(SWEEP_TASK)


def _stage_reached(
    steps: Sequence[EscalationStep], now: datetime, today: date, calendar: Calendar
) -> tuple[str, dict[str, Any]]:
    """SQL for the furthest stage a deadline `d` has reached, from the steps of its kind of root."""
    values: dict[str, Any] = {}
    kinds = sorted({step.root_type for step in steps}, reverse=True)
    branches = []
    for number, kind in enumerate(kinds):
        tests = []
        stages = {step.stage: step for step in steps if step.root_type == kind}
        for stage, step in sorted(stages.items(), reverse=True):
            if step.moment == Moment.NEARING:
                test = "true"
            elif step.moment == Moment.DUE:
                test = "d.due_on <= %(today)s"
            else:
                name = f"cut_{number}_{stage}"
                values[name] = _due_at_latest(today, step.wait, calendar)
                test = f"d.overdue_from <= %(now)s AND d.due_on <= %({name})s"
            tests.append(f"WHEN {test} THEN {stage}")
        case = f"CASE {' '.join(tests)} ELSE 0 END"
        if kind:
            values[f"kind_{number}"] = kind
            branches.append(f"WHEN d.root_type = %(kind_{number})s THEN {case}")
        else:
            branches.append(f"ELSE {case}")
    if len(branches) == 1 and branches[0].startswith("ELSE "):
        return branches[0].removeprefix("ELSE "), values
    return f"CASE {' '.join(branches)} END", values


def _due_at_latest(today: date, wait: int, calendar: Calendar) -> date:
    """The latest due day that is at least `wait` working days overdue on `today`."""
    if wait == 0:
        return today
    return calendar.numbered(calendar.number(today) - wait + 1) - timedelta(days=1)


def _owners_to_climb_from(now: datetime, last: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT owner_id FROM timescales_deadline
            WHERE met_on IS NULL AND cancelled_at IS NULL AND paused_since IS NULL
              AND NOT is_silent AND overdue_from <= %s AND told_stage < %s
              AND owner_id IS NOT NULL
            """,
            [now, last],
        )
        return [owner for (owner,) in cursor.fetchall()]


def _recipients(owners: Collection[UUID], on: date) -> dict[str, list[Any]]:
    """Who stands above each owner, and who manages the teams that host students, as arrays."""
    pairs: list[tuple[UUID, str, UUID]] = []
    if owners:
        for owner, managers in reporting.managers_of(owners, on).items():
            pairs += [(owner, Whom.MANAGER.value, person.pk) for person in managers]
        for owner, chain in reporting.answers_to_chain(owners, on).items():
            pairs += [(owner, Whom.ANSWERS.value, person.pk) for person in chain[:1]]
    hosted = TeamMembership.objects.filter(in_force(on), team__is_pop=True)
    # The team manager's own manager stands a storey higher, so managers are not asked about.
    members = set(
        hosted.exclude(person__role=Role.TEAM_MANAGER).values_list("person_id", flat=True)
    )
    found = reporting.managers_of(members, on).values()
    above = {person.pk for people in found for person in people}
    return {
        "owners": [owner for owner, _, _ in pairs],
        "whom_above": [whom for _, whom, _ in pairs],
        "people_above": [person for _, _, person in pairs],
        "team": sorted(above),
    }


def _steps_as_arrays(steps: Sequence[EscalationStep]) -> dict[str, list[Any]]:
    kinds = {step.root_type for step in steps}
    return {
        "own_kinds": sorted(kinds - {""}),
        "step_kinds": [step.root_type for step in steps],
        "step_stages": [step.stage for step in steps],
        "step_moments": [step.moment for step in steps],
        "step_whom": [step.whom for step in steps],
        "step_urgent": [step.is_urgent for step in steps],
    }


def _morning(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today, settings.DIGEST_TIME))


# A rule in hours cannot wait for the morning: its notices are urgent. An urgent step of a rule in
# days waits for the morning, since nobody reads mail at midnight.
_SWEEP = """
WITH hit AS MATERIALIZED (
    SELECT d.ctid AS place, d.id, d.owner_id, d.reference, d.title, d.path, d.root_type, d.root_id,
           d.due_on, d.due_at, d.told_round, d.told_stage,
           CASE WHEN d.root_type = ANY(%(own_kinds)s::text[]) THEN d.root_type ELSE '' END AS kind,
           {stage} AS stage
      FROM timescales_deadline d
     WHERE d.met_on IS NULL AND d.cancelled_at IS NULL AND d.paused_since IS NULL
       AND NOT d.is_silent AND d.warn_from <= %(now)s AND d.told_stage < {stage}
       FOR NO KEY UPDATE SKIP LOCKED
), step AS (
    SELECT * FROM unnest(%(step_kinds)s::text[], %(step_stages)s::int[], %(step_moments)s::text[],
                         %(step_whom)s::text[], %(step_urgent)s::bool[])
        AS step (kind, stage, moment, whom, is_urgent)
), above AS (
    SELECT * FROM unnest(%(owners)s::uuid[], %(whom_above)s::text[], %(people_above)s::uuid[])
        AS above (owner_id, whom, person_id)
), team AS (
    SELECT unnest(%(team)s::uuid[]) AS person_id
), days AS (
    -- Many fall due on one day: its words are made once.
    SELECT due_on, to_char(due_on, 'FMDy FMDD FMMon YYYY') AS day
      FROM (SELECT DISTINCT due_on FROM hit) AS due
), reached AS (
    -- A reminder before the due day is worth telling only if it is the last stage passed.
    SELECT hit.*, step.stage AS at_stage, step.moment, step.whom, step.is_urgent
      FROM hit JOIN step ON step.kind = hit.kind AND step.stage > hit.told_stage
                        AND step.stage <= hit.stage
     WHERE step.moment = 'overdue' OR step.stage = hit.stage
), told AS (
    SELECT reached.*, reached.owner_id AS person_id FROM reached
     WHERE whom = 'owner' AND owner_id IS NOT NULL
    UNION ALL
    SELECT reached.*, copy.person_id FROM reached
      JOIN timescales_deadlinecopy copy ON copy.deadline_id = reached.id
     WHERE whom = 'copied'
    UNION ALL
    SELECT reached.*, above.person_id FROM reached
      JOIN above ON above.owner_id = reached.owner_id AND above.whom = reached.whom
    UNION ALL
    -- What belongs to nobody is the team manager's.
    SELECT reached.*, team.person_id FROM reached CROSS JOIN team
     WHERE whom = 'team' OR (whom = 'owner' AND owner_id IS NULL)
), written AS (
    INSERT INTO notices_notice (id, recipient_id, key, line, path, urgency, root_type, root_id,
                                about_id, created_at, not_before, withdrawn_why)
    -- What makes a notice one of its kind makes its id: a random one is slow to come by.
    SELECT md5(person_id || key)::uuid, person_id, key,
           reference || ': ' || title ||
           CASE moment WHEN 'nearing' THEN ', due ' WHEN 'due' THEN ', due today, '
                       ELSE ', was due ' END ||
           day ||
           COALESCE(to_char(due_at AT TIME ZONE 'Europe/London', ' "at" HH24:MI'), '') ||
           CASE WHEN moment = 'overdue' AND whom <> 'owner' THEN ' and is still open' ELSE '' END,
           path,
           CASE WHEN is_urgent OR due_at IS NOT NULL THEN 'urgent' ELSE 'digest' END,
           root_type, root_id, id, %(now)s,
           CASE WHEN is_urgent AND due_at IS NULL
                THEN GREATEST(%(now)s::timestamptz, %(morning)s::timestamptz)
                ELSE %(now)s END,
           ''
      FROM (SELECT *, 'deadline:' || id || ':' || told_round || ':' || at_stage AS key
              FROM told JOIN days USING (due_on)) AS keyed
    ON CONFLICT DO NOTHING
    RETURNING 1
), marked AS (
    -- By place: the rows are locked, so they stay where they are, and the table is not read again.
    UPDATE timescales_deadline d SET told_stage = {stage}, told_at = %(now)s
     WHERE d.ctid = ANY(ARRAY(SELECT place FROM hit))
)
SELECT count(*) FROM written
"""
