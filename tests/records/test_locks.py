"""The database itself refuses to change what is signed, and what is only ever added to."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from casework.direct_work.models import DirectWorkSession, ScaleReading
from records.actions import move
from records.models import ReadEntry, StateChange
from records.states import Move, State
from tests.database import as_owner


@pytest.fixture
def signed(record, student, sw) -> DirectWorkSession:
    move(record=record, move=Move.SUBMIT, by=student, may=lambda verb: True)
    move(record=record, move=Move.COUNTERSIGN, by=sw, may=lambda verb: True)
    return record


def refused(call) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        call()
    return str(error.value)


def raw(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_signed_text_stands_against_every_hand(signed):
    rows = DirectWorkSession.objects.filter(pk=signed.pk)
    signed.what_happened = "Something else."
    assert "locked" in refused(signed.save)
    assert "locked" in refused(lambda: rows.update(what_happened="Something else."))
    table = DirectWorkSession._meta.db_table
    assert "locked" in refused(
        lambda: raw(f"UPDATE {table} SET purpose = 'other' WHERE id = %s", signed.pk)
    )
    assert "not deleted" in refused(lambda: raw(f"DELETE FROM {table} WHERE id = %s", signed.pk))


def test_a_draft_is_free(record):
    record.what_happened = "Something else."
    record.save()


def test_a_part_is_locked_with_its_record(record, child, student, sw):
    def reading(value):
        return ScaleReading(
            child=child, session=record, said_by="child", value=value, on="2026-11-16", by=student
        )

    kept = reading(4)
    kept.save()
    move(record=record, move=Move.SUBMIT, by=student, may=lambda verb: True)
    move(record=record, move=Move.COUNTERSIGN, by=sw, may=lambda verb: True)
    kept.value = 9
    assert "locked" in refused(kept.save)
    assert "locked" in refused(kept.delete)
    late = reading(5)
    late.said_by = "parent"
    assert "locked" in refused(late.save)


def test_a_state_is_not_set_past_the_table(record):
    rows = DirectWorkSession.objects.filter(pk=record.pk)
    assert "Invalid transition" in refused(lambda: rows.update(state=State.AUTHORISED))


def test_a_signature_by_the_author_is_refused(record, student):
    move(record=record, move=Move.SUBMIT, by=student, may=lambda verb: True)
    rows = DirectWorkSession.objects.filter(pk=record.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(
            state=State.COUNTERSIGNED, countersigned_by=student, countersigned_at=timezone.now()
        )


def test_a_draft_bears_no_signature(record, sw):
    rows = DirectWorkSession.objects.filter(pk=record.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(countersigned_by=sw, countersigned_at=timezone.now())


def test_logs_are_only_added_to(signed, child, sw):
    entry = ReadEntry.objects.create(
        person=sw,
        child_id=child.pk,
        section="overview",
        at=timezone.now(),
        request_id="7d4f3f2e-0000-4000-8000-000000000001",
        route="casework:child-overview",
    )
    change = StateChange.objects.filter(record_id=signed.pk).first()
    for row in (entry, change):
        assert type(row).append_only
        assert "permission denied" in refused(lambda row=row: row.save(force_update=True))
        assert "permission denied" in refused(row.delete)
        with as_owner():
            assert "Cannot update" in refused(lambda row=row: row.save(force_update=True))
            assert "Cannot" in refused(row.delete)
