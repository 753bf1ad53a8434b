"""Nothing closes while something of the work is unfinished, and the reason is said."""

from datetime import timedelta

import pytest

from casework.closure.actions import NotYet, close
from casework.closure.models import Closure
from casework.closure.registry import Obstacle, obstacles
from casework.decision.actions import complete_action, record_decision
from casework.episode.models import Episode
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db
SAID = {"what_changed": "He sleeps through.", "child_told": "Sam told him, with Mum."}


@staged
def episode(team, tm, sw, today):
    opened_on = today - timedelta(days=30)
    child = scene.a_child(by=tm)
    return scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw)


@staged
def decision(episode, sw, tm, today):
    return record_decision(
        child=episode.child, what="Ring the school", why="Asked to", owner=sw, due_on=today, by=tm
    )


def test_an_episode_with_nothing_open_closes(episode, tm, today):
    assert obstacles(episode, today) == []
    assert close(episode=episode, on=today, reason="EH1", by=tm, **SAID).closed_on == today
    closure = Closure.objects.get(episode=episode)
    assert (closure.what_changed, closure.overridden) == (SAID["what_changed"], [])


def test_an_open_decision_stands_in_the_way_until_it_is_done(episode, decision, tm, sw, today):
    with pytest.raises(NotYet) as refused:
        close(episode=episode, on=today, reason="EH1", by=tm, **SAID)
    [found] = refused.value.obstacles
    assert found.sentence == "1 decision is still open."
    assert episode.child.first_name not in found.sentence
    complete_action(decision=decision, outcome="Rang them.", by=sw)
    assert close(episode=episode, on=today, reason="EH1", by=tm, **SAID).closed_on == today


def test_a_manager_overrides_what_no_law_asks_for_with_a_reason(episode, decision, tm, today):
    why = "The family moved yesterday"
    close(episode=episode, on=today, reason="EH1", by=tm, override_reason=why, **SAID)
    closure = Closure.objects.get(episode=episode)
    assert closure.overridden == ["1 decision is still open."]
    assert closure.override_reason == why


def test_nobody_overrides_what_the_law_asks_for(episode, tm, today, monkeypatch):
    hard = Obstacle("The assessment is not authorised.", "/")
    always = (lambda *_: Episode.objects.all(), lambda *_: [hard])
    monkeypatch.setitem(obstacles.__globals__["_asked"], "assessment", always)
    with pytest.raises(NotYet):
        close(episode=episode, on=today, reason="EH1", by=tm, override_reason="Because", **SAID)
    assert episode.__class__.objects.get(pk=episode.pk).is_open


def test_who_may_not_close_overrides_nothing(episode, decision, sw, today):
    with pytest.raises(NotYet):
        close(episode=episode, on=today, reason="EH1", by=sw, override_reason="Moved", **SAID)


def test_a_session_that_is_not_signed_stands_in_the_way(episode, tm, sw, today):
    scene.agree(episode.child, by=tm, given_on=today - timedelta(days=20))
    scene.a_session(episode.child, by=sw, on=today)
    with pytest.raises(NotYet, match="1 session is not countersigned yet"):
        close(episode=episode, on=today, reason="EH1", by=tm, **SAID)


def test_a_student_who_has_not_said_goodbye_stands_in_the_way(team, tm, sw, student, today):
    child = scene.a_child(by=tm)
    since = today - timedelta(days=9)
    episode = scene.an_episode(child, team=team, by=tm, opened_on=since, sw=sw, student=student)
    [found] = obstacles(episode, today)
    assert found.sentence == "Sam Student has not said goodbye yet."
    assert found.may_override
