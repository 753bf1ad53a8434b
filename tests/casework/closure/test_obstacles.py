"""Nothing closes while something of the work is unfinished, and the reason is said."""

from datetime import timedelta

import pytest

from casework.closure.actions import NotYet, close
from casework.closure.registry import obstacles
from casework.decision.actions import complete_action, record_decision
from tests.casework import scene

pytestmark = pytest.mark.django_db
SAID = {"what_changed": "He sleeps through.", "child_told": "Sam told him, with Mum."}


@pytest.fixture
def episode(team, tm, sw, student, today):
    opened_on = today - timedelta(days=30)
    child = scene.a_child(by=tm)
    return scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)


def test_an_episode_with_nothing_open_closes(episode, tm, today):
    assert obstacles(episode, today) == []
    assert close(episode=episode, on=today, reason="EH1", by=tm, **SAID).closed_on == today


def test_an_open_decision_stands_in_the_way_until_it_is_done(episode, tm, sw, today):
    decision = record_decision(
        child=episode.child, what="Ring the school", why="Asked to", owner=sw, due_on=today, by=tm
    )
    with pytest.raises(NotYet) as refused:
        close(episode=episode, on=today, reason="EH1", by=tm, **SAID)
    [found] = refused.value.obstacles
    assert found.sentence == "1 decision is still open."
    assert episode.child.first_name not in found.sentence
    complete_action(decision=decision, outcome="Rang them.", by=sw)
    assert close(episode=episode, on=today, reason="EH1", by=tm, **SAID).closed_on == today


def test_a_session_that_is_not_signed_stands_in_the_way(episode, tm, student, today):
    scene.agree(episode.child, by=tm, given_on=today - timedelta(days=20))
    scene.a_session(episode.child, by=student, on=today)
    with pytest.raises(NotYet, match="1 session is not countersigned yet"):
        close(episode=episode, on=today, reason="EH1", by=tm, **SAID)
