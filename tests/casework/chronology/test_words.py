"""Words are found as typed, begun, or in another form; by an index, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from casework.chronology.actions import record
from casework.chronology.models import ChronologyEntry
from casework.direct_work.actions import countersign_session
from casework.direct_work.visit.actions import countersign_visit
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.usefixtures("agreed")


@staged
def told(child, student, today):
    record(
        kind="casework.direct_work",
        child=child,
        happened_on=today,
        by=student,
        summary="Three houses",
        details={"words": "Nobody shouted at Gruźlińska Street.", "seen": True},
        text="The worker walked home in the rain with Mrs O'Brien.",
    )
    return child


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("shouted", True),
        ("shouting", True),
        ("shout", True),
        ("HOUSES rain", True),
        ("hous", True),
        ("gruźlińska", True),
        ("O'Brien", True),
        ("in", True),
        ("rain snow", False),
        ("'); DROP TABLE --", False),
        ("!!!", False),
        ("& | ! :*", False),
    ],
)
def test_what_is_found(child, told, words, found):
    entry = ChronologyEntry.objects.filter(kind="casework.direct_work")
    assert entry.saying(words).exists() == found


def test_the_whole_of_a_signed_record_is_searched(child, student, sw, today):
    session = scene.a_session(
        child, by=student, on=today, sent=True, what_happened="He hid behind the wardrobe."
    )
    countersign_session(session=session, by=sw)
    visit = scene.a_visit(
        child, by=student, on=today, sent=True, what_happened="A ladder stood in the hall."
    )
    countersign_visit(visit=visit, by=sw)
    for words, kind in (("wardrobes", "casework.direct_work"), ("ladder", "casework.visit")):
        assert [one.kind for one in ChronologyEntry.objects.saying(words)] == [kind]


def test_what_is_not_signed_yet_is_searched_too_and_shown_to_who_may_read_it(
    sign_in, child, student, sw, today
):
    scene.a_visit(child, by=student, on=today, what_happened="A ladder stood in the hall.")
    page = reverse("casework:chronology-list", args=[child.pk])
    for person, count in ((student, 1), (sw, 0)):
        client = sign_in(person)
        found = client.get(client.post(page, {"words": "ladders"})["Location"])
        assert found.context["page"].paginator.count == count


def test_the_index_answers(child, student, today):
    for number in range(300):
        record(
            kind="casework.direct_work", child=child, by=student, summary=f"Entry {number}",
            happened_on=today - timedelta(days=number), text="plain words " * 20,
        )  # fmt: skip
    rows = ChronologyEntry.objects.saying("wardrobe")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE casework_chronologyentry")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "casework_chronology_search" in rows.explain()
