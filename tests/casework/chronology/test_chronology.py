"""Entries are appended, worded by their kind, and found in the order of events."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from casework.chronology.actions import record
from casework.chronology.kinds import UnknownKind, label_of, template_of
from casework.chronology.models import ChronologyEntry
from casework.chronology.reads import last_looked
from casework.decision.actions import record_decision
from casework.direct_work.actions import countersign_session
from records.models import ReadEntry
from tests.casework import scene
from tests.database import as_owner


def test_a_kind_that_nobody_worded_is_refused(child, tm, today):
    with pytest.raises(UnknownKind, match="templates/casework/chronology/moon_landing.html"):
        record(
            kind="casework.moon_landing", child=child, happened_on=today, by=tm, summary="Landed"
        )
    with pytest.raises(UnknownKind):
        template_of("moon landing")


def test_every_entry_a_child_collects_can_be_read(child, agreed, student, sw, pe, today):
    session = scene.a_session(child, by=student, on=today, sent=True, scales={"child": 4})
    countersign_session(session=session, by=sw)
    record_decision(
        child=child, what="Meet Dad", why="He asks.", owner=student, due_on=today, by=pe
    )
    entries = list(ChronologyEntry.objects.about(child).select_related("by"))
    assert {"casework.direct_work", "casework.decision_advised"} <= {row.kind for row in entries}
    for entry in entries:
        assert render_to_string(template_of(entry.kind), {"entry": entry}).strip()


def test_a_kinds_label_is_its_own_words():
    assert label_of("casework.consent_given") == "Consent given"


def test_the_order_is_that_of_the_events_not_of_the_writing(child, tm, today):
    def entry(days, summary):
        return record(
            kind="casework.decision_done",
            child=child,
            happened_on=today - timedelta(days=days),
            by=tm,
            summary=summary,
        )

    entry(1, "second"), entry(9, "first"), entry(0, "third")
    told = ChronologyEntry.objects.about(child).values_list("summary", flat=True)
    assert list(told) == ["third", "second", "first"]


def test_words_are_found_wherever_an_entry_says_them(child, tm, today):
    entry = record(
        kind="casework.decision_done",
        child=child,
        happened_on=today,
        by=tm,
        summary="Meet Dad",
        details={"answer": "Spoke of fishing in Łódź"},
    )
    found = ChronologyEntry.objects.about(child)
    assert list(found.saying("dad ŁÓDŹ")) == [entry]
    assert list(found.saying("dad moon")) == []


def test_the_last_look_is_the_one_before_this_one(child, student):
    now = timezone.now()

    def look(minutes, section="chronology", person=student):
        ReadEntry.objects.create(
            person=person,
            child_id=child.pk,
            section=section,
            at=now - timedelta(minutes=minutes),
            request_id="00000000-0000-0000-0000-000000000000",
            route="x",
        )

    assert last_looked(student, child.pk, now) is None
    look(2), look(10, "overview"), look(600, "overview")
    assert last_looked(student, child.pk, now) is None
    look(600), look(900)
    assert last_looked(student, child.pk, now) == now - timedelta(minutes=600)


def test_one_page_of_a_long_chronology_uses_the_index(child, tm, today):
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(
            kind="casework.decision_done",
            child=child,
            happened_on=today - timedelta(days=number),
            by=tm,
            summary=f"Entry {number}",
        )
        for number in range(2000)
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE casework_chronologyentry")
    plan = ChronologyEntry.objects.about(child)[:30].explain()
    assert "Index" in plan
    assert "Sort" not in plan
    assert "Seq Scan" not in plan
