"""Who looked is written down, or nobody sees."""

import uuid
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory

from records import reads
from records.models import ReadEntry

CHILD, OTHER = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def look(tm):
    """`look(*notes, status=200)`: the answer of a page that noted these (child, section) reads."""

    def answer(*notes, status=200):
        request = RequestFactory().get("/children/")
        request.user = tm
        request.resolver_match = SimpleNamespace(view_name="casework:child-overview")

        def view(request):
            for child, section in notes:
                reads.note(request, child_id=child, section=section)
            return HttpResponse("Tomasz", status=status)

        return reads.ReadLogMiddleware(view)(request)

    return answer


def test_a_look_is_written_in_one_statement(look, tm, django_assert_num_queries):
    with django_assert_num_queries(1):
        look((CHILD, "overview"), (CHILD, "clocks"), (OTHER, "overview"))
    rows = reads.of_child(CHILD)
    assert {(row.person, row.section, row.route) for row in rows} == {
        (tm, "overview", "casework:child-overview"),
        (tm, "clocks", "casework:child-overview"),
    }
    assert len({row.request_id for row in ReadEntry.objects.all()}) == 1


def test_the_same_part_is_one_look(look):
    look((CHILD, "overview"), (CHILD, "overview"), (str(CHILD), "overview"))
    assert ReadEntry.objects.count() == 1


def test_a_page_without_children_writes_nothing(look, django_assert_num_queries):
    with django_assert_num_queries(0):
        look()


@pytest.mark.parametrize("status", [403, 404, 500])
def test_what_was_refused_was_not_seen(look, status):
    look((CHILD, "overview"), status=status)
    assert not ReadEntry.objects.exists()


def test_a_page_whose_look_cannot_be_written_is_not_shown(look, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError("no room")

    monkeypatch.setattr(ReadEntry.objects, "bulk_create", fail)
    response = look((CHILD, "overview"))
    assert response.status_code == 503
    assert "Tomasz" not in response.content.decode()
    assert "could not be done just now" in response.content.decode()


def test_who_looked_is_told_newest_first_with_names(look, tm, django_assert_num_queries):
    look((CHILD, "overview"))
    look((CHILD, "chronology"))
    with django_assert_num_queries(1):
        told = [(row.section, row.person.name) for row in reads.of_child(CHILD)]
    assert told == [("chronology", tm.name), ("overview", tm.name)]
