"""Another team's id in the address, a student after the last day, a huge paste."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import close_children_access
from casework.direct_work.models import DirectWorkSession
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db
PASTE = "Copied from a long document. " * 7000


@staged
def open_child(team, tm, sw, student, today):
    child = scene.a_child(by=tm)
    began = today - timedelta(days=30)
    scene.an_episode(child, team=team, by=tm, opened_on=began, sw=sw, student=student)
    scene.agree(child, by=tm, given_on=began)
    return child


def test_an_id_from_another_team_does_not_exist(open_child, sign_in, outsider):
    client = sign_in(outsider)
    for name in ("child-overview", "chronology-list", "session-list", "session-new"):
        address = reverse(f"casework:{name}", args=[open_child.pk])
        assert client.get(address).status_code == 404, name


def test_the_day_after_the_last_a_student_sees_the_child_no_more(
    open_child, sign_in, student, today
):
    address = reverse("casework:child-overview", args=[open_child.pk])
    assert sign_in(student).get(address).status_code == 200
    yesterday = today - timedelta(days=1)
    close_children_access(person=student, on=yesterday, why="The placement ended", by=None)
    assert sign_in(student).get(address).status_code == 404


def test_a_paste_of_two_hundred_thousand_characters_is_kept_or_handed_back(
    open_child, sign_in, student, today
):
    assert len(PASTE) > 200_000
    address = reverse("casework:session-new", args=[open_child.pk])
    days = {"happened_on_day": today.day, "happened_on_month": today.month}
    answer = sign_in(student).post(
        address,
        days
        | {"happened_on_year": today.year, "what_happened": PASTE, "finish_later": "Finish later"},
    )
    kept = DirectWorkSession.objects.filter(what_happened=PASTE.strip()).exists()
    assert answer.status_code in (200, 302)
    assert kept or PASTE.strip() in answer.content.decode()
