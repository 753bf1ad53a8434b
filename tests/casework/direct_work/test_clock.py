"""C22: a session is written up and sent within 48 hours of its end."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from casework.direct_work.actions import return_session, submit_session, withdraw_session
from casework.direct_work.clocks import ROOT, SUBJECT, SessionFacts, deadlines
from casework.direct_work.models import DirectWorkSession
from tests.casework import scene
from timescales.models import Deadline


def test_the_clock_runs_from_the_end_of_the_session_to_the_sending():
    ended, sent = datetime(2026, 11, 17, 14, 0, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC)
    author, episode = uuid4(), uuid4()
    facts = SessionFacts(
        episode_id=episode,
        reference="TS1108",
        author_id=author,
        ended_at=ended,
        submitted_at=sent,
    )
    (fact,) = deadlines(facts)
    assert (fact.rule, fact.starts, fact.met) == ("C22", ended, sent)
    assert (fact.root_id, fact.owner_id, fact.reference) == (episode, author, "TS1108")


@pytest.mark.parametrize(
    ("day", "start", "minutes", "ended"),
    [
        # Summer time, winter time, and the hour that comes twice.
        (date(2026, 7, 1), time(13, 15), 45, datetime(2026, 7, 1, 13, 0, tzinfo=UTC)),
        (date(2026, 11, 17), time(13, 15), 45, datetime(2026, 11, 17, 14, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 30), 120, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (date(2026, 11, 17), None, None, datetime(2026, 11, 17, 17, 0, tzinfo=UTC)),
    ],
)
def test_when_a_session_ended(day, start, minutes, ended):
    session = DirectWorkSession(happened_on=day, started_at=start, minutes=minutes)
    assert session.ended_at == ended


def test_the_clock_is_met_by_sending_and_runs_again_when_taken_back(
    child, episode, agreed, student, sw, today
):
    session = scene.a_session(child, by=student, on=today - timedelta(days=1))
    clock = Deadline.objects.get(subject_type=SUBJECT, subject_id=session.pk)
    assert (clock.root_type, clock.root_id, clock.owner) == (ROOT, episode.pk, student)
    assert clock.is_open
    assert "Tomasz" not in f"{clock.title} {clock.reference} {clock.path}"

    def is_open():
        clock.refresh_from_db()
        return clock.is_open

    submit_session(session=session, by=student)
    assert not is_open()
    withdraw_session(session=session, by=student)
    assert is_open()
    submit_session(session=session, by=student)
    return_session(session=session, comment="Say more.", by=sw)
    assert not is_open()
