"""A goodbye is planned before the last session, said at it, and hands over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import actions as accounts
from casework.chronology.models import ChronologyEntry
from casework.closure.actions import change_goodbye, plan_goodbye, say_goodbye
from casework.closure.registry import obstacles
from notices.models import Notice
from records.conflicts import Conflict
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def allocation(episode):
    return episode.allocations.get(role="co_worker")


def plan(today, **changes):
    return {
        "last_session_on": today + timedelta(days=9),
        "told_by": "leaver",
        "told_on": today + timedelta(days=2),
        "what_told": "Sam goes back to university in January.",
        "keeps": "The comic of his week",
        "handover_to": None,
        "handover": "He likes to draw while he talks.",
    } | changes


@staged
def goodbye(allocation, student, today):
    return plan_goodbye(allocation=allocation, by=student, **plan(today))


def test_who_comes_next_and_who_is_accountable_are_told(allocation, student, sw, tm, today):
    plan_goodbye(allocation=allocation, by=student, **plan(today, handover_to=tm))
    told = Notice.objects.filter(key__startswith="goodbye.planned")
    assert {notice.recipient for notice in told} == {sw, tm}
    assert all("Tomasz" not in notice.line for notice in told)


def test_the_child_hears_it_before_the_last_session(allocation, student, today):
    late = plan(today, told_on=today + timedelta(days=10))
    with pytest.raises(ValidationError, match="never after") as refused:
        plan_goodbye(allocation=allocation, by=student, **late)
    assert "told_on" in refused.value.message_dict


def test_nobody_hands_over_to_themselves(allocation, student, today):
    with pytest.raises(ValidationError, match="somebody who stays"):
        plan_goodbye(allocation=allocation, by=student, **plan(today, handover_to=student))


def test_two_who_change_it_at_once_do_not_lose_a_word(goodbye, student, tm, today):
    change_goodbye(goodbye=goodbye, began_from=goodbye.lock_version, by=tm, **plan(today))
    with pytest.raises(Conflict):
        change_goodbye(goodbye=goodbye, began_from=goodbye.lock_version, by=student, **plan(today))


def test_it_is_not_said_before_they_began(goodbye, student):
    before = goodbye.allocation.starts_on - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        say_goodbye(goodbye=goodbye, said_on=before, how_it_went="Well", by=student)
    assert set(refused.value.message_dict) == {"said_on"}


def test_said_it_stands_on_the_chronology_and_out_of_the_way(goodbye, episode, student, today):
    assert [one for one in obstacles(episode, today) if "goodbye" in one.sentence]
    say_goodbye(goodbye=goodbye, said_on=today, how_it_went="He gave Sam the comic.", by=student)
    entry = ChronologyEntry.objects.get(kind="casework.goodbye_said")
    assert entry.details["how"] == "He gave Sam the comic."
    assert not [one for one in obstacles(episode, today) if "goodbye" in one.sentence]
    with pytest.raises(ValidationError, match="is said"):
        change_goodbye(goodbye=goodbye, began_from=goodbye.lock_version, by=student, **plan(today))


class TestPages:
    def test_who_leaves_soon_stands_on_the_list(self, allocation, student, sign_in, pe, today):
        client = sign_in(pe)
        url = reverse("casework:goodbye-list")
        assert "Nobody leaves a child" in client.get(url).content.decode()
        accounts.close_children_access(
            person=student, on=today + timedelta(days=14), why="Placement ends", by=None
        )
        page = client.get(url).content.decode()
        assert "Sam Student" in page
        assert "Not planned" in page

    def test_a_student_plans_their_own_and_nobody_elses(
        self, allocation, episode, sign_in, student, today
    ):
        own = reverse("casework:goodbye-plan", args=[allocation.pk])
        other = episode.allocations.get(role="accountable")
        client = sign_in(student)
        assert client.get(reverse("casework:goodbye-plan", args=[other.pk])).status_code == 403
        assert client.get(own).status_code == 200
        boxes = {
            f"{name}_{part}": getattr(day, part)
            for name, day in (("last_session_on", today), ("told_on", today))
            for part in ("day", "month", "year")
        }
        sent = {
            "told_by": "leaver", "what_told": "Sam goes.", "handover": "Draw with him.", **boxes,
        }  # fmt: skip
        answer = client.post(own, sent, follow=True)
        assert "Draw with him." in answer.content.decode()

    def test_what_is_left_is_listed_with_links(
        self, goodbye, child, agreed, student, sign_in, pe, today
    ):
        scene.a_session(child, by=student, on=today, sent=True)
        page = sign_in(pe).get(reverse("casework:goodbye-detail", args=[goodbye.pk]))
        assert "1 session waits to be signed." in page.content.decode()

    def test_it_is_said_on_its_own_page(self, goodbye, sign_in, student, today):
        url = reverse("casework:goodbye-said", args=[goodbye.pk])
        client = sign_in(student)
        assert client.get(url).status_code == 200
        boxes = {f"said_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
        client.post(url, {"how_it_went": "Quietly.", **boxes})
        goodbye.refresh_from_db()
        assert goodbye.is_said
        assert client.get(url).status_code == 302

    def test_the_list_costs_the_same_for_two_as_for_many(
        self, team, tm, sw, student, sign_in, today, queries_for
    ):
        since = today - timedelta(days=30)
        accounts.close_children_access(
            person=student, on=today + timedelta(days=14), why="Placement ends", by=None
        )
        for _ in range(2):
            child = scene.a_child(by=tm)
            scene.an_episode(child, team=team, by=tm, opened_on=since, sw=sw, student=student)
        client, url = sign_in(tm), reverse("casework:goodbye-list")
        client.get(url)
        few = queries_for(lambda: client.get(url))
        for _ in range(8):
            child = scene.a_child(by=tm)
            scene.an_episode(child, team=team, by=tm, opened_on=since, sw=sw, student=student)
        assert queries_for(lambda: client.get(url)) == few
        assert few <= 15
