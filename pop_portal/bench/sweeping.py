"""The reminder sweep against a bare scan of the same rows."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.utils import timezone

from accounts.models import Team
from pop_portal.bench.multiply import SERIAL_STEP
from pop_portal.bench.report import SweepRow
from timescales.actions import sweep

ROUNDS = 3
# Open deadlines as a service has them: a few days late at worst, most of them weeks ahead.
_SEED = """
INSERT INTO timescales_deadline (id, rule_id, code, stage, subject_type, subject_id, key, root_type,
    root_id, reference, title, path, owner_id, starts_on, "limit", unit, due_on, book_by, warn_from,
    overdue_from, explanation, is_silent, told_stage, told_round, refreshed_at)
SELECT gen_random_uuid(), rule.id, rule.code, 0, 'bench', gen_random_uuid(), 'bench',
       'casework.episode', gen_random_uuid(), 'POP' || n, 'Assessment', '/', owner.id,
       today - 30, 45, rule.limit_unit, day, day, day - 5, day + 1, 'seeded', false, 0, 0, now()
  FROM generate_series(1, %(count)s) n
  JOIN LATERAL (SELECT current_date AS today, current_date - 5 + (n %% 120) AS day) days ON true
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS people
          FROM accounts_person WHERE role = 'social_worker' AND email !~ '^[0-9]') owner
    ON owner.place = n %% owner.people
 CROSS JOIN (SELECT id, code, limit_unit FROM timescales_clockrule WHERE code = 'C2' LIMIT 1) rule
"""
_SCAN = """
SELECT count(*), max(due_on), max(warn_from), max(told_stage) FROM timescales_deadline
 WHERE met_on IS NULL AND cancelled_at IS NULL
"""


def measure_sweep(count: int) -> SweepRow:
    """A morning's sweep over `count` open deadlines, the day before already told; then the next.

    The table holds these rows alone while it is measured, all of the one service that the demo is:
    the addresses of its copies begin with a number, and their teams host nobody from now on.
    Times are medians in milliseconds.
    """
    Team.objects.filter(pk__gte=SERIAL_STEP).update(is_pop=False)
    _seed(count)
    now = timezone.now()
    sweep(now)
    _run("VACUUM ANALYZE timescales_deadline")
    _scan()
    scans = [_timed(_scan) for _ in range(ROUNDS)]
    sweeps = [_timed(_sweep_of(now + timedelta(days=day))) for day in range(1, ROUNDS + 1)]
    idle = [_timed(_sweep_of(now + timedelta(days=ROUNDS))) for _ in range(ROUNDS)]
    return SweepRow(count, *(round(median(times), 1) for times in (scans, sweeps, idle)))


def _seed(count: int) -> None:
    _run("SET session_replication_role = replica")
    _run("TRUNCATE notices_notice, timescales_deadline CASCADE")
    with connection.cursor() as cursor:
        cursor.execute(_SEED, {"count": count})
    _run("SET session_replication_role = origin")
    _run("VACUUM ANALYZE timescales_deadline")


def _sweep_of(moment: datetime) -> Callable[[], object]:
    return lambda: sweep(moment)


def _scan() -> None:
    _run(_SCAN)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
