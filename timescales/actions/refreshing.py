"""From facts to deadlines: derive what should stand, compare it with what stands, store the
difference.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.prepared import prepared
from notices.actions import withdraw_about
from notices.models import Notice
from timescales import registry
from timescales.actions.sweeping import nudge_sweep
from timescales.calendars import load_calendar
from timescales.clock import Calendar, Due, Pause, due, local_day
from timescales.deadlines import DeadlineFact
from timescales.models import Deadline, DeadlineCopy, DeadlinePause
from timescales.rulebook import Edition, Rulebook

BATCH = 500
# What a refresh may change on a stored row; compared one by one, so an unchanged row is not
# written.
DERIVED = (
    "rule_id", "stage", "root_type", "root_id", "reference", "title", "path", "owner_id",
    "starts_on", "starts_at", "limit", "unit",
    "due_on", "due_at", "book_by", "warn_from", "overdue_from", "met_on", "met_at", "cancelled_at",
)  # fmt: skip
# All that is written of a row that changed, in one statement however many they are.
_WRITTEN = (*DERIVED, "explanation", "told_round", "told_stage", "refreshed_at")
_UPDATE = """
UPDATE timescales_deadline stored SET ({columns}) = ROW ({fresh})
  FROM jsonb_populate_recordset(NULL::timescales_deadline, %s) fresh
 WHERE stored.id = fresh.id
""".format(
    columns=", ".join(f'"{name}"' for name in _WRITTEN),
    fresh=", ".join(f'fresh."{name}"' for name in _WRITTEN),
)
# A change of one of these makes it a new promise: everybody is told again from the beginning.
PROMISE = ("due_on", "due_at", "starts_on", "starts_at")


@dataclass
class Changes:
    """What a refresh did; `differences` names each changed field of each changed deadline."""

    checked: int = 0
    created: int = 0
    updated: int = 0
    cancelled: int = 0
    differences: list[dict[str, Any]] = field(default_factory=list)

    @property
    def drifted(self) -> int:
        return self.created + self.updated + self.cancelled

    def add(self, other: "Changes") -> None:
        self.checked += other.checked
        self.created += other.created
        self.updated += other.updated
        self.cancelled += other.cancelled
        self.differences += other.differences


def refresh(
    subject_type: str,
    subject_ids: Iterable[UUID],
    *,
    by: Person | None = None,
    silent: bool = False,
) -> Changes:
    """Derive the deadlines of these subjects anew and store the difference.

    Any number of subjects costs a constant number of queries per 500. Row history names `by`;
    without one, whoever the action around it names. `silent` is for loading: new deadlines tell
    nobody until the gate is opened. The edition of a rule is frozen by the start date; a corrected
    start chooses again. Met deadlines keep their due date when the calendar changes.
    """
    return _refresh({subject_type: set(subject_ids)}, by=by, silent=silent)


def refresh_of_root(
    root_type: str,
    root_id: UUID,
    *,
    rules: Collection[str] | None = None,
    own: bool = False,
    by: Person | None = None,
) -> Changes:
    """Derive anew whatever clocks by these rules stand on this root, whosever subject they are of.

    For the action whose facts those clocks read, where the subject belongs to a floor above it.
    Without `rules` it is every clock there: who owns them has changed. `own`: the root is a subject
    itself, and may have come by its first clock.
    """
    found: dict[str, set[UUID]] = {root_type: {root_id}} if own else {}
    rows = Deadline.objects.filter(root_type=root_type, root_id=root_id)
    if rules is not None:
        rows = rows.filter(code__in=rules)
    for subject_type, subject_id in rows.values_list("subject_type", "subject_id"):
        found.setdefault(subject_type, set()).add(subject_id)
    return _refresh(found, by=by, silent=False)


def _refresh(subjects: dict[str, set[UUID]], *, by: Person | None, silent: bool) -> Changes:
    """Subjects by their type, against one rulebook and one calendar."""
    changes = Changes()
    rulebook, calendar = Rulebook.load(), load_calendar()
    with written_by(by) if by is not None else nullcontext():
        for subject_type, subject_ids in sorted(subjects.items()):
            ids = sorted(subject_ids)
            for first in range(0, len(ids), BATCH):
                changes.add(
                    _refresh_batch(
                        subject_type,
                        ids[first : first + BATCH],
                        rulebook=rulebook,
                        calendar=calendar,
                        silent=silent,
                    )
                )
    nudge_sweep()
    return changes


@transaction.atomic(savepoint=False)
def _refresh_batch(
    subject_type: str,
    ids: Sequence[UUID],
    *,
    rulebook: Rulebook,
    calendar: Calendar,
    silent: bool,
) -> Changes:
    clock = registry.clock_of(subject_type)
    hold_subjects(subject_type, ids)
    facts = clock.facts(ids)
    wanted = {
        (subject_id, fact.rule, fact.key): fact
        for subject_id, subject in facts.items()
        for fact in clock.deadlines(subject)
    }
    stored = {(row.subject_id, row.code, row.key): row for row in _stored(subject_type, list(ids))}
    pauses = _pauses_of(stored.values())
    now = timezone.now()
    changes = Changes(checked=len(wanted))
    new, changed, settled = [], [], []
    for key, fact in wanted.items():
        old = stored.get(key)
        values = _derive(
            fact, key[0], clock, rulebook, calendar, old, pauses.get(old.pk, ()) if old else (), now
        )
        if old is None:
            new.append(_fresh(subject_type, key, values, silent=silent, now=now))
        elif _apply(old, values, changes, now=now):
            changed.append(old)
            if not old.is_open:
                settled.append(old.pk)
    for key, old in stored.items():
        if key not in wanted and old.cancelled_at is None:
            changes.differences.append(_difference(old, "cancelled_at", None, now))
            old.cancelled_at, old.refreshed_at = now, now
            changed.append(old)
            settled.append(old.pk)
            changes.cancelled += 1
    Deadline.objects.bulk_create(new, batch_size=1000)
    _write(changed)
    changes.created = len(new)
    _store_copies(new, stored, wanted)
    if settled:
        withdraw_about(about=settled, why=Notice.Withdrawn.SETTLED)
    return changes


@prepared
def _stored(subject_type: str, ids: list[UUID]) -> QuerySet[Deadline]:
    return Deadline.objects.filter(subject_type=subject_type, subject_id__in=ids)


def _write(changed: Sequence[Deadline]) -> None:
    if not changed:
        return
    rows = [{"id": row.pk} | {name: getattr(row, name) for name in _WRITTEN} for row in changed]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [json.dumps(rows, default=str)])


def hold_subjects(subject_type: str, ids: Sequence[UUID]) -> None:
    """Two refreshes of one subject wait for each other: the later one reads the later facts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
            FROM (SELECT unnest(%s::text[]) AS name ORDER BY 1) AS subjects
            """,
            [[f"timescales.refresh {subject_type} {subject_id}" for subject_id in ids]],
        )


def _pauses_of(rows: Iterable[Deadline]) -> dict[UUID, list[Pause]]:
    """Finished pauses by deadline; one that still stands moves the date when it ends."""
    found: dict[UUID, list[Pause]] = {}
    for pause in _finished_pauses([row.pk for row in rows]):
        if pause.ends_on is not None:
            stood = Pause(pause.starts_on, pause.ends_on)
            found.setdefault(pause.deadline_id, []).append(stood)
    return found


@prepared
def _finished_pauses(deadlines: list[UUID]) -> QuerySet[DeadlinePause]:
    return DeadlinePause.objects.filter(deadline__in=deadlines, ends_on__isnull=False)


def _derive(
    fact: DeadlineFact,
    subject_id: UUID,
    clock: registry.SubjectClock,
    rulebook: Rulebook,
    calendar: Calendar,
    old: Deadline | None,
    pauses: Sequence[Pause],
    now: datetime,
) -> dict[str, Any]:
    edition = _edition(fact, rulebook, old)
    if fact.local_limit is not None and not edition.row.is_local:
        raise ValueError(f"{fact.rule} is set by law or guidance: it has no local limit.")
    met_on, met_at = _day_and_instant(fact.met)
    starts_on, starts_at = _day_and_instant(fact.starts)
    limit = edition.spec.limit(fact.stage) if fact.local_limit is None else fact.local_limit
    values = {
        "rule_id": edition.row.pk,
        "stage": fact.stage,
        "root_type": clock.root_type,
        "root_id": fact.root_id,
        "reference": fact.reference,
        "title": fact.title or edition.spec.title,
        "path": clock.path_for(fact.rule, subject_id),
        "owner_id": fact.owner_id,
        "starts_on": starts_on,
        "starts_at": starts_at,
        "limit": limit,
        "unit": edition.row.limit_unit,
        "met_on": met_on,
        "met_at": met_at,
        "cancelled_at": (old and old.cancelled_at) or now if fact.cancelled else None,
    }
    if _keeps_its_date(old, values):
        return values
    return values | _dates(due(edition.spec, fact.starts, calendar, limit=limit, pauses=pauses))


def _edition(fact: DeadlineFact, rulebook: Rulebook, old: Deadline | None) -> Edition:
    """Frozen by the start date: the stored edition stays unless the start was corrected."""
    starts_on = local_day(fact.starts)
    if old is not None and old.starts_on == starts_on:
        return rulebook.of(old.rule_id)
    return rulebook.on(fact.rule, starts_on)


def _keeps_its_date(old: Deadline | None, values: dict[str, Any]) -> bool:
    """A clock that ran out or was met is judged by the calendar of its time."""
    return (
        old is not None
        and not old.is_open
        and (values["met_on"] is not None or values["cancelled_at"] is not None)
        and all(getattr(old, name) == values[name] for name in ("starts_on", "starts_at", "limit"))
    )


def _dates(found: Due) -> dict[str, Any]:
    return {
        "due_on": found.due_on,
        "due_at": found.due_at,
        "book_by": found.book_by,
        "warn_from": found.warn_from,
        "overdue_from": found.overdue_from,
        "explanation": found.explanation,
    }


def _day_and_instant(moment: date | datetime | None) -> tuple[date | None, datetime | None]:
    if moment is None:
        return None, None
    return local_day(moment), moment if isinstance(moment, datetime) else None


def _fresh(
    subject_type: str,
    key: tuple[UUID, str, str],
    values: dict[str, Any],
    *,
    silent: bool,
    now: datetime,
) -> Deadline:
    subject_id, code, name = key
    return Deadline(
        subject_type=subject_type,
        subject_id=subject_id,
        code=code,
        key=name,
        is_silent=silent,
        refreshed_at=now,
        **values,
    )


def _apply(row: Deadline, values: dict[str, Any], changes: Changes, *, now: datetime) -> bool:
    """Put `values` on the row; False when nothing was different."""
    different = [name for name in DERIVED if name in values and getattr(row, name) != values[name]]
    if not different:
        return False
    changes.differences += [
        _difference(row, name, getattr(row, name), values[name]) for name in different
    ]
    was_open = row.is_open
    for name in (*different, *(["explanation"] if "explanation" in values else [])):
        setattr(row, name, values[name])
    if any(name in PROMISE for name in different) or (row.is_open and not was_open):
        _begin_anew(row)
    row.refreshed_at = now
    changes.updated += 1
    return True


def _begin_anew(row: Deadline) -> None:
    """Whoever was told of the old date, or that it was done, is told from the first stage on."""
    row.told_round += 1
    row.told_stage = 0


def _difference(row: Deadline, name: str, stored: object, derived: object) -> dict[str, Any]:
    return {
        "deadline": str(row.pk),
        "reference": row.reference,
        "rule": row.code,
        "field": name,
        "stored": None if stored is None else str(stored),
        "derived": None if derived is None else str(derived),
    }


def _store_copies(
    new: Sequence[Deadline],
    stored: dict[tuple[UUID, str, str], Deadline],
    wanted: dict[tuple[UUID, str, str], DeadlineFact],
) -> None:
    rows = {(row.subject_id, row.code, row.key): row for row in new} | stored
    should = {(rows[key].pk, person) for key, fact in wanted.items() for person in fact.copy_to}
    copies = _copies([row.pk for row in rows.values()])
    have = {(copy.deadline_id, copy.person_id): copy.pk for copy in copies}
    DeadlineCopy.objects.bulk_create(
        [
            DeadlineCopy(deadline_id=deadline, person_id=person)
            for deadline, person in sorted(should - have.keys())
        ],
        ignore_conflicts=True,
    )
    gone = [pk for pair, pk in have.items() if pair not in should]
    if gone:
        DeadlineCopy.objects.filter(pk__in=gone).delete()


@prepared
def _copies(deadlines: list[UUID]) -> QuerySet[DeadlineCopy]:
    return DeadlineCopy.objects.filter(deadline__in=deadlines)
