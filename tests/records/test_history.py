"""Every way of changing a row is recorded, with whose hand it was."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Team
from pop_portal.celery import app
from records.history import HistoryMiddleware, HistoryTask, request_id


def history(team) -> list:
    return list(Team.pgh_event_model.objects.filter(pgh_obj_id=team.pk).order_by("pgh_id"))


def in_request(user, change):
    """`change()` as a view of `user`'s request would run it; gives the request."""
    request = RequestFactory().post("/teams/?name=Secret")
    request.user = user
    request.resolver_match = SimpleNamespace(view_name="accounts:team-edit")

    def view(request):
        middleware.process_view(request, None, (), {})
        change()
        return HttpResponse()

    middleware = HistoryMiddleware(view)
    middleware(request)
    return request


def raw(team):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_team SET name = 'Raw' WHERE id = %s", [team.pk])


def save(team):
    team.name = "Saved"
    team.save()


def bulk(team):
    team.name = "Bulk"
    Team.objects.bulk_update([team], ["name"])


CHANGES = {
    "save": save,
    "update": lambda team: Team.objects.filter(pk=team.pk).update(name="Updated"),
    "bulk": bulk,
    "raw SQL": raw,
}


@pytest.mark.parametrize("way", CHANGES)
def test_every_way_of_writing_is_recorded_with_its_hand(team, tm, way):
    before = len(history(team))
    request = in_request(tm, lambda: CHANGES[way](team))
    (event,) = history(team)[before:]
    assert event.name in {"Saved", "Updated", "Bulk", "Raw"}
    assert event.pgh_context == {
        "user": str(tm.pk),
        "request": str(request_id(request)),
        "route": "accounts:team-edit",
    }


def test_no_query_string_gets_into_history(team, tm):
    in_request(tm, lambda: save(team))
    assert "Secret" not in str(history(team)[-1].pgh_context)


def test_a_stranger_is_nobody(team):
    in_request(AnonymousUser(), lambda: save(team))
    assert history(team)[-1].pgh_context["user"] is None


def test_a_task_signs_with_its_name_and_number(team):
    @app.task(name="tests.rename_team")
    def rename():
        save(team)

    task = app.tasks["tests.rename_team"]
    assert isinstance(task, HistoryTask)
    result = task.apply(throw=True)
    assert history(team)[-1].pgh_context == {"task": "tests.rename_team", "task_id": result.id}
