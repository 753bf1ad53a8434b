"""Nothing is final without consent; a worry is told at once, without a name."""

from datetime import timedelta

import pytest

from casework.consent.actions import record_exception, withdraw_consent
from casework.consent.codes import Activity, Answer, Basis
from casework.consent.models import ConsentEntry
from casework.direct_work import actions
from casework.direct_work.completeness import missing
from casework.direct_work.models import DirectWorkSession
from notices.models import Notice, Urgency
from records.states import State
from tests.casework import scene


def test_without_consent_the_draft_is_kept_and_not_sent(child, episode, student, today):
    session = scene.a_session(child, by=student, on=today)
    with pytest.raises(actions.ConsentMissing, match="Still needed for one-to-one work"):
        actions.submit_session(session=session, by=student)
    kept = DirectWorkSession.objects.get(pk=session.pk)
    assert kept.state == State.DRAFT
    assert kept.childs_words == session.childs_words


def test_with_consent_it_goes(child, agreed, student, today):
    assert scene.a_session(child, by=student, on=today, sent=True).state == State.SUBMITTED


def test_consent_given_later_does_not_reach_back(child, episode, student, sw, today):
    session = scene.a_session(child, by=student, on=today - timedelta(days=3))
    scene.agree(child, by=sw, given_on=today)
    with pytest.raises(actions.ConsentMissing):
        actions.submit_session(session=session, by=student)


def test_a_childs_no_stops_it(child, agreed, student, sw, today):
    scene.agree(
        child, by=sw, given_on=today, answer=Answer.NO, evidence="He does not want to.",
        expires_on=None,
    )  # fmt: skip
    session = scene.a_session(child, by=student, on=today)
    with pytest.raises(actions.ConsentMissing, match="said no"):
        actions.submit_session(session=session, by=student)


def test_withdrawal_stops_work_after_it_not_the_record_before_it(child, agreed, student, sw, today):
    before = scene.a_session(child, by=student, on=today - timedelta(days=5))
    after = scene.a_session(child, by=student, on=today)
    for entry in ConsentEntry.objects.filter(child=child):
        withdraw_consent(entry=entry, on=today - timedelta(days=1), by=sw, why="Too much")
    assert actions.submit_session(session=before, by=student).state == State.SUBMITTED
    with pytest.raises(actions.ConsentMissing, match="withdrew"):
        actions.submit_session(session=after, by=student)


def test_consent_is_asked_again_at_the_signature(child, agreed, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    for entry in ConsentEntry.objects.filter(child=child):
        withdraw_consent(entry=entry, on=today, by=sw)
    with pytest.raises(actions.ConsentMissing):
        actions.countersign_session(session=session, by=sw)


def test_a_recorded_lawful_ground_lets_it_go(child, episode, student, sw, today):
    session = scene.a_session(child, by=student, on=today)
    record_exception(
        child=child,
        activity=Activity.ONE_TO_ONE,
        basis=Basis.COURT,
        why="Ordered at this morning's hearing.",
        starts_on=today,
        by=sw,
    )
    assert actions.submit_session(session=session, by=student).state == State.SUBMITTED


WORRY = {"worry": True, "worry_text": "Tomasz flinched at the door.", "tell_school": "yes"}


def worried(child, by, on, **changes):
    return scene.a_session(child, by=by, on=on, **(WORRY | changes))


def test_a_worry_goes_at_once_to_worker_manager_and_educator(
    child, episode, student, sw, tm, pe, today
):
    session = worried(child, student, today)
    told = Notice.objects.filter(key=f"direct_work.worry.{session.pk}")
    assert {notice.recipient for notice in told} == {sw, tm, pe}
    assert {notice.urgency for notice in told} == {Urgency.URGENT}
    for notice in told:
        said = f"{notice.line} {notice.path}"
        assert child.reference in said
        assert "Tomasz" not in said
        assert "flinched" not in said


def test_those_told_can_read_what_is_not_sent_yet(child, episode, student, sw, tm, pe, today):
    session = worried(child, student, today)
    for person in (sw, tm, pe):
        assert DirectWorkSession.objects.visible_to(person).filter(pk=session.pk).exists()


def test_a_worry_is_told_once(child, episode, student, sw, today):
    session = worried(child, student, today)
    actions.save_session(
        session=session,
        began_from=session.lock_version,
        by=student,
        fields={"worry_text": "Tomasz flinched twice."},
    )
    assert Notice.objects.filter(recipient=sw, key__startswith="direct_work.worry").count() == 1


def test_a_worry_said_in_a_later_save_is_told_then(child, episode, student, sw, today):
    session = scene.a_session(child, by=student, on=today)
    assert not Notice.objects.filter(key__startswith="direct_work.worry").exists()
    actions.save_session(session=session, began_from=session.lock_version, by=student, fields=WORRY)
    assert Notice.objects.filter(recipient=sw, key__startswith="direct_work.worry").exists()


def test_the_worker_decides_about_the_school(child, agreed, student, today):
    session = worried(child, student, today, tell_school="")
    assert "tell_school" in missing(session)


def test_no_worry_tells_nobody(child, episode, student, today):
    scene.a_session(child, by=student, on=today)
    assert not Notice.objects.filter(key__startswith="direct_work.worry").exists()
