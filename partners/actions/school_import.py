"""Reading a register file, showing what it would change, and changing it: three steps.

Staged rows and refusals may be half there while a file is read; the schools never are, since the
last step is one transaction of set-based statements. Two imports take turns by a lock.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BufferedIOBase, StringIO
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from celery import current_app
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from partners.models import School, SchoolImport, SchoolImportRefusal, SchoolImportRow
from partners.register import COLUMNS, FileRefused, Refused, Register, Row

BATCH = 2_000
# A worker that has not said anything for this long is taken for dead.
SILENCE = timedelta(minutes=2)
IMPORT_LOCK = 0x5C4001
READ_TASK = "partners.tasks.read_import"
APPLY_TASK = "partners.tasks.apply_import"

State = SchoolImport.State
Outcome = SchoolImportRow.Outcome
Progress = Callable[[int], None]


class Overtaken(Exception):
    """Another worker took this import over while we were silent."""


# The page: upload, look, confirm or discard


def upload(*, file: Any, by: Person) -> SchoolImport:
    """Keep the uploaded file outside the web root and ask a worker to read it."""
    with written_by(by):
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        new = SchoolImport(
            file_name=file.name[:200],
            file_sha256=digest.hexdigest(),
            file_bytes=file.size,
            by=by,
        )
        new.stored_as = storages["attachments"].save(f"school-imports/{new.pk}.csv", file)
        new.save(force_insert=True)
        _nudge(READ_TASK, new.pk)
        return new


def read_upload(*, import_id: UUID, now: datetime) -> None:
    """Stage the file's rows and work out what they would change. Safe to ring twice."""
    claimed = _claim(import_id, now)
    if claimed is None:
        return
    try:
        with storages["attachments"].open(claimed.stored_as, "rb") as stream:
            _stage(claimed, cast(BinaryIO, stream), lambda rows: _report(claimed, rows))
        with written_by(claimed.by):
            _lock_imports()
            _compare(claimed)
            claimed.state = State.READY
            claimed.save()
    except FileRefused as refused:
        with written_by(claimed.by):
            _finish(claimed, State.FAILED, message=str(refused))
    except Overtaken:
        return


def confirm(*, school_import: SchoolImport, by: Person) -> SchoolImport:
    """Ask for what the preview shows. Only an import that was read and not yet answered."""
    with written_by(by):
        held = SchoolImport.objects.select_for_update().get(pk=school_import.pk)
        if held.state == State.READY:
            held.state, held.message = State.CONFIRMED, ""
            held.save()
            _nudge(APPLY_TASK, held.pk)
        return held


def discard(*, school_import: SchoolImport, by: Person) -> SchoolImport:
    """Leave the schools as they are. The refusals stay, for the failed-rows file."""
    with written_by(by):
        held = SchoolImport.objects.select_for_update().get(pk=school_import.pk)
        if held.state == State.READY:
            _finish(held, State.DISCARDED)
        return held


def apply_confirmed(*, import_id: UUID) -> None:
    """Change the schools as the preview said. Where they changed since, show a new preview."""
    with transaction.atomic():
        held = (
            SchoolImport.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("by")
            .filter(pk=import_id, state=State.CONFIRMED)
            .first()
        )
        if held is None:
            return
        with written_by(held.by):
            _lock_imports()
            promised = _counts(held)
            _compare(held)
            if _counts(held) != promised:
                held.state = State.READY
                held.message = "Schools have changed since you looked. Please look again."
                held.save()
                return
            _apply(held)
            _finish(held, State.DONE)


def unfinished(now: datetime) -> Iterator[tuple[str, UUID]]:
    """The tasks whose nudge was lost, or whose worker was: (task name, import)."""
    for one in SchoolImport.objects.filter(state__in=SchoolImport.UNDER_WAY):
        if one.state == State.CONFIRMED:
            yield APPLY_TASK, one.pk
        elif one.alive_at is None or one.alive_at < now - SILENCE:
            yield READ_TASK, one.pk


# The command: everything in one transaction


def import_file(
    *,
    stream: BinaryIO,
    file_name: str,
    by: Person | None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = lambda rows: None,
) -> tuple[SchoolImport, list[SchoolImportRefusal]]:
    """Read and apply one file at once, or only say what it would change.

    `strict`: one refused row and nothing is imported. Raises FileRefused, having changed nothing.
    """
    with written_by(by):
        digest = hashlib.file_digest(cast(BufferedIOBase, stream), "sha256").hexdigest()
        size = stream.seek(0, 2)
        new = SchoolImport.objects.create(
            file_name=file_name[:200], file_sha256=digest, file_bytes=size, by=by
        )
        _lock_imports()
        _stage(new, stream, progress)
        _compare(new)
        refusals = list(new.refusals.all())
        if dry_run or (strict and refusals):
            transaction.set_rollback(True)
            return new, refusals
        _apply(new)
        _finish(new, State.DONE)
        return new, refusals


# What the three steps are made of


def _nudge(task: str, import_id: UUID) -> None:
    """A lost nudge is found by beat's next sweep, so a broker that is down stops nobody."""
    transaction.on_commit(
        lambda: current_app.send_task(task, [str(import_id)], retry=False), robust=True
    )


def _lock_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _claim(import_id: UUID, now: datetime) -> SchoolImport | None:
    """The import for us alone, or nothing where another worker is alive on it."""
    free = Q(state=State.WAITING) | Q(state=State.READING, alive_at__lt=now - SILENCE)
    token = uuid4()
    with transaction.atomic():
        taken = SchoolImport.objects.filter(free, pk=import_id).update(
            state=State.READING, claim=token, alive_at=now, rows_read=0
        )
        if not taken:
            return None
        SchoolImportRow.objects.filter(school_import=import_id).delete()
        SchoolImportRefusal.objects.filter(school_import=import_id).delete()
    return SchoolImport.objects.select_related("by").get(pk=import_id)


def _report(claimed: SchoolImport, rows: int) -> None:
    """Say on the import's row how far we are; stop where somebody else took over."""
    still_ours = SchoolImport.objects.filter(pk=claimed.pk, claim=claimed.claim)
    if not still_ours.update(rows_read=rows, alive_at=timezone.now()):
        raise Overtaken


def _stage(target: SchoolImport, stream: BinaryIO, progress: Progress) -> None:
    """Copy the file's rows beside the schools, a batch at a time; each batch is committed whole."""
    with Register(stream) as register:
        target.encoding = register.encoding
        target.header, target.fields = register.header, register.fields
        target.rows_read = 0
        rows = register.rows()
        while batch := list(islice(rows, BATCH)):
            with transaction.atomic():
                _copy([row for row in batch if isinstance(row, Row)], target)
                _keep_refusals([row for row in batch if isinstance(row, Refused)], target)
                target.rows_read += len(batch)
                progress(target.rows_read)


def _keep_refusals(rows: list[Refused], target: SchoolImport) -> None:
    SchoolImportRefusal.objects.bulk_create(
        SchoolImportRefusal(school_import=target, line=row.line, reason=row.reason, cells=row.cells)
        for row in rows
    )


def _copy(rows: list[Row], target: SchoolImport) -> None:
    """Bulk load by COPY: text format, so backslash, tab and line ends are escaped."""
    buffer = StringIO()
    for row in rows:
        values = json.dumps(row.values).replace("\\", "\\\\")
        buffer.write(f"{target.pk}\t{row.line}\t{row.urn}\t{values}\n")
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY partners_schoolimportrow (school_import_id, line, urn, values) FROM STDIN", buffer
        )


_CASTS = {"low_age": "smallint", "high_age": "smallint", "opened_on": "date", "closed_on": "date"}


def _staged(field: str) -> str:
    """A staged row's value of one field, as SQL. Fields are our own names, never the file's."""
    return f"(staged.values ->> '{field}')::{_CASTS.get(field, 'text')}"


def _merged(field: str, target: SchoolImport) -> str:
    """What a field will be: the file's where the file has it, else what is stored."""
    return _staged(field) if field in target.fields else f"school.{field}"


def _compare(target: SchoolImport) -> None:
    """Say of each staged row what it would do, refuse what would contradict, count.

    A subquery per row, not a join: freshly staged rows have no statistics yet, and a join planned
    without them compares every row with every other.
    """
    ours = ", ".join(f"school.{field}" for field in target.fields)
    theirs = ", ".join(_staged(field) for field in target.fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE partners_schoolimportrow AS staged
               SET outcome = COALESCE((
                   SELECT CASE
                          WHEN school.status <> 'closed' AND {_staged("status")} = 'closed'
                          THEN 'closing'
                          WHEN ({ours}) IS DISTINCT FROM ({theirs}) THEN 'changed'
                          ELSE 'unchanged' END
                     FROM partners_school AS school
                    WHERE school.urn = staged.urn), 'new')
             WHERE staged.school_import_id = %s""",
            [target.pk],
        )
    _refuse_contradictions(target)
    _count(target)


def _refuse_contradictions(target: SchoolImport) -> None:
    """A file of few columns may contradict what is stored, as a close date before the opening."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT staged.id, staged.line, staged.urn, staged.values
              FROM partners_schoolimportrow AS staged
              JOIN partners_school AS school ON school.urn = staged.urn
             WHERE staged.school_import_id = %s
               AND ({_merged("closed_on", target)} < {_merged("opened_on", target)}
                 OR {_merged("high_age", target)} < {_merged("low_age", target)})""",
            [target.pk],
        )
        found = cursor.fetchall()
    _keep_refusals(
        [
            Refused(
                line,
                "The dates or ages contradict what is stored: it would close before it opens, or "
                "its highest age would be below its lowest.",
                _cells(target, urn, values if isinstance(values, dict) else json.loads(values)),
            )
            for _, line, urn, values in found
        ],
        target,
    )
    SchoolImportRow.objects.filter(pk__in=[row[0] for row in found]).delete()


def _cells(target: SchoolImport, urn: int, values: dict[str, Any]) -> list[str]:
    """A staged row written back under the file's own header."""
    fields = {column.lower(): field for column, (field, _) in COLUMNS.items()}
    known = {**values, "urn": urn, "status": School.Status(values["status"]).label}
    cells = [known.get(fields.get(column.lower(), column.lower())) for column in target.header]
    return ["" if cell is None else str(cell) for cell in cells]


_COUNTS = {
    "new_count": Q(outcome=Outcome.NEW),
    "changed_count": Q(outcome=Outcome.CHANGED),
    "closing_count": Q(outcome=Outcome.CLOSING),
    "unchanged_count": Q(outcome=Outcome.UNCHANGED),
    "open_count": Q(values__status__in=[str(status) for status in School.OPEN_STATUSES]),
    "closed_count": Q(values__status=str(School.Status.CLOSED)),
    "proposed_count": Q(values__status=str(School.Status.PROPOSED)),
}


def _count(target: SchoolImport) -> None:
    totals = target.rows.aggregate(
        **{name: Count("pk", filter=rule) for name, rule in _COUNTS.items()}
    )
    for name, total in totals.items():
        setattr(target, name, total)
    target.refused_count = target.refusals.count()


def _counts(target: SchoolImport) -> tuple[int, ...]:
    return tuple(getattr(target, name) for name in (*_COUNTS, "refused_count"))


def _apply(target: SchoolImport) -> None:
    """Write the staged rows onto the schools: one INSERT, one UPDATE; unchanged ones untouched."""
    columns = ", ".join(target.fields)
    values = ", ".join(_staged(field) for field in target.fields)
    assignments = ", ".join(f"{field} = {_staged(field)}" for field in target.fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO partners_school (id, urn, {columns})
            SELECT gen_random_uuid(), staged.urn, {values}
              FROM partners_schoolimportrow AS staged
             WHERE staged.school_import_id = %s AND staged.outcome = 'new'""",
            [target.pk],
        )
        cursor.execute(
            f"""
            UPDATE partners_school AS school SET {assignments}
              FROM partners_schoolimportrow AS staged
             WHERE school.urn = staged.urn AND staged.school_import_id = %s
               AND staged.outcome IN ('changed', 'closing')""",
            [target.pk],
        )


def _finish(target: SchoolImport, state: SchoolImport.State, message: str = "") -> None:
    """The import is over: its staged rows go now, its file once this is committed."""
    target.state, target.message, target.finished_at = state, message, timezone.now()
    target.save()
    target.rows.all().delete()
    if target.stored_as:
        stored_as = target.stored_as
        transaction.on_commit(lambda: storages["attachments"].delete(stored_as), robust=True)
