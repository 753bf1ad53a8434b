"""A session on its way from draft to signature: who moves it, and what stops it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts.actions import start_reporting_line
from accounts.models import Person, ReportingLine
from accounts.roles import Role
from casework.chronology.models import ChronologyEntry
from casework.direct_work import actions
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.episode.actions import allocate_co_worker
from notices.models import Notice, Urgency
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.models import StateChange
from records.states import Move, State
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.usefixtures("agreed")


@staged
def draft(child, student, today):
    return scene.a_session(child, by=student, on=today)


@staged
def sent(child, student, today):
    return scene.a_session(child, by=student, on=today, sent=True)


def test_a_draft_becomes_the_record_by_three_hands(draft, student, sw, child):
    actions.submit_session(session=draft, by=student)
    assert draft_state(draft) == State.SUBMITTED
    actions.return_session(session=draft, comment="What did he say about Sunday?", by=sw)
    assert draft_state(draft) == State.RETURNED
    again = actions.save_session(
        session=draft,
        began_from=fresh(draft).lock_version,
        by=student,
        fields={"childs_words": "On Sunday they shout."},
    )
    actions.submit_session(session=again, by=student)
    actions.countersign_session(session=again, by=sw)
    signed = fresh(draft)
    assert (signed.state, signed.countersigned_by) == (State.COUNTERSIGNED, sw)
    entry = ChronologyEntry.objects.get(child=child, kind="casework.direct_work")
    assert entry.happened_on == signed.happened_on
    assert entry.details["words"] == "On Sunday they shout."
    assert [row.fields["childs_words"] for row in signed.submissions.all()] == [
        scene.answers(signed.happened_on)["childs_words"],
        "On Sunday they shout.",
    ]


def test_nothing_is_on_the_chronology_before_the_signature(sent, child):
    assert not ChronologyEntry.objects.filter(child=child, kind="casework.direct_work").exists()


# What each of the cast may do to a session the student has sent.
MAY_SIGN = {
    "student": False,
    "pe": False,
    "sw": True,
    "tm": True,
    "gm": False,
    "business_support": False,
    "auditor": False,
    "outsider": False,
}


@pytest.mark.parametrize(("who", "may"), MAY_SIGN.items())
@pytest.mark.parametrize("verb", ["return", "countersign"])
def test_who_returns_and_countersigns(sent, cast, who, may, verb):
    person = getattr(cast, who)

    def act():
        if verb == "return":
            return actions.return_session(session=sent, comment="Say more.", by=person)
        return actions.countersign_session(session=sent, by=person)

    if may:
        assert act().state in {State.RETURNED, State.COUNTERSIGNED}
    else:
        with pytest.raises(NotAllowed):
            act()
        assert draft_state(sent) == State.SUBMITTED


def test_the_author_never_signs_even_if_accountable(child, sw, today):
    session = scene.a_session(child, by=sw, on=today)
    sw.registration_number = ""
    sent = actions.submit_session(session=session, by=sw)
    with pytest.raises(NotAllowed):
        actions.countersign_session(session=sent, by=sw)


def test_a_registered_author_who_answers_for_the_child_signs_at_once(child, sw, today):
    session = scene.a_session(child, by=sw, on=today, sent=True)
    assert session.state == State.COUNTERSIGNED
    assert session.countersigned_by is None
    assert session.signed_by == sw
    assert ChronologyEntry.objects.filter(child=child, kind="casework.direct_work").exists()


def test_a_registered_author_who_does_not_answer_for_the_child_is_countersigned(
    child, episode, someone, team, tm, today, sw
):
    other = someone(Role.SOCIAL_WORKER, "Cora Worker", team, registration_number="SW100009")
    allocate_co_worker(episode=episode, student=other, starts_on=today, why="Joint work", by=tm)
    session = scene.a_session(child, by=other, on=today, sent=True)
    assert session.state == State.SUBMITTED


def test_whoever_covers_the_accountable_worker_signs(sent, sw, someone, neighbouring_team, today):
    cover = someone(Role.SOCIAL_WORKER, "Cass Cover", neighbouring_team)
    with pytest.raises(NotAllowed):
        actions.countersign_session(session=sent, by=cover)
    start_reporting_line(
        person=sw,
        answers_to=cover,
        kind=ReportingLine.Kind.COVER,
        starts_on=today,
        ends_on=today + timedelta(days=7),
        why="Leave",
        by=None,
    )
    cover = Person.objects.get(pk=cover.pk)
    assert actions.countersign_session(session=sent, by=cover).state == State.COUNTERSIGNED


def test_only_the_author_changes_a_draft(draft, sw, tm):
    for person in (sw, tm):
        with pytest.raises(NotAllowed):
            actions.save_session(
                session=draft,
                began_from=draft.lock_version,
                by=person,
                fields={"purpose": "Something else"},
            )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COUNTERSIGNED])
def test_what_is_sent_or_signed_is_not_edited(sent, student, sw, state):
    if state == State.COUNTERSIGNED:
        actions.countersign_session(session=sent, by=sw)
    with pytest.raises(NotAllowed):
        actions.save_session(
            session=sent,
            began_from=fresh(sent).lock_version,
            by=student,
            fields={"purpose": "Something else"},
        )


def test_the_author_takes_it_back_until_it_is_signed(sent, student, sw):
    actions.withdraw_session(session=sent, by=student)
    assert draft_state(sent) == State.DRAFT
    actions.submit_session(session=sent, by=student)
    actions.countersign_session(session=sent, by=sw)
    with pytest.raises(NotAllowed):
        actions.withdraw_session(session=sent, by=student)


def test_a_signed_session_is_not_returned(sent, sw, tm):
    actions.countersign_session(session=sent, by=sw)
    with pytest.raises(NotAllowed, match="signed"):
        actions.return_session(session=sent, comment="Wait", by=tm)


def test_a_return_says_why(sent, sw):
    with pytest.raises(NotAllowed, match="needs changing"):
        actions.return_session(session=sent, comment="  ", by=sw)


def test_nobody_signs_a_text_that_changed_while_they_read(sent, student, sw):
    read_version = sent.lock_version
    actions.withdraw_session(session=sent, by=student)
    actions.submit_session(session=sent, by=student)
    with pytest.raises(Conflict):
        actions.countersign_session(session=sent, by=sw, began_from=read_version)


def test_two_windows_do_not_overwrite_each_other(draft, student):
    first = draft.lock_version
    actions.save_session(
        session=draft, began_from=first, by=student, fields={"purpose": "From one"}
    )
    with pytest.raises(Conflict) as conflict:
        actions.save_session(
            session=draft, began_from=first, by=student, fields={"purpose": "From the other"}
        )
    assert conflict.value.current.purpose == "From one"


def test_the_database_itself_locks_a_signed_session(sent, sw):
    actions.countersign_session(session=sent, by=sw)
    rows = DirectWorkSession.objects.filter(pk=sent.pk)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        rows.update(childs_words="Something he never said")
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        rows._raw_delete(rows.db)


def test_the_number_a_child_gave_is_locked_with_its_session(child, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True, scales={"child": 4})
    actions.countersign_session(session=session, by=sw)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        ScaleReading.objects.filter(session=session).update(value=9)


def test_an_unfinished_session_says_all_it_lacks(child, student, today):
    session = scene.a_session(
        child, by=student, on=today, purpose="", childs_words="", worry=None, minutes=None
    )
    with pytest.raises(ValidationError) as refused:
        actions.submit_session(session=session, by=student)
    assert set(refused.value.message_dict) == {"purpose", "childs_words", "worry", "minutes"}
    assert draft_state(session) == State.DRAFT


def test_a_child_not_seen_needs_the_reason_but_no_words(child, student, today):
    session = scene.a_session(
        child, by=student, on=today, seen_alone="not_seen", childs_words="", not_alone_why=""
    )
    with pytest.raises(ValidationError) as refused:
        actions.submit_session(session=session, by=student)
    assert set(refused.value.message_dict) == {"not_alone_why"}


@pytest.mark.parametrize("who", ["pe", "business_support", "auditor", "gm"])
def test_who_does_not_record_direct_work_cannot_begin(cast, child, today, who):
    with pytest.raises(PermissionDenied):
        scene.a_session(child, by=getattr(cast, who), on=today)


def test_no_session_in_the_future_or_before_the_work_began(child, student, today, opened_on):
    with pytest.raises(ValidationError, match="future"):
        actions.start_session(
            child=child, by=student, fields=scene.answers(today + timedelta(days=1)), on=today
        )
    with pytest.raises(ValidationError, match="not working with this child"):
        scene.a_session(child, by=student, on=opened_on - timedelta(days=1))


def test_the_one_who_signs_is_told_by_reference_only(sent, sw, child):
    notice = Notice.objects.get(recipient=sw, key=f"direct_work.sign.{sent.pk}.1")
    assert child.reference in notice.line
    assert not mentions(child, notice)
    assert notice.urgency == Urgency.DIGEST


def test_the_author_is_told_of_a_return_and_the_question_is_settled(sent, student, sw, child):
    actions.return_session(session=sent, comment="Tomasz said what?", by=sw)
    told = Notice.objects.get(recipient=student, key__startswith="direct_work.returned")
    assert not mentions(child, told)
    assert not Notice.objects.standing().filter(recipient=sw, about_id=sent.pk).exists()
    actions.submit_session(session=sent, by=student)
    assert not Notice.objects.standing().filter(recipient=student, about_id=sent.pk).exists()
    assert Notice.objects.standing().filter(recipient=sw, about_id=sent.pk).exists()


def test_every_move_is_written_down(sent, sw):
    actions.return_session(session=sent, comment="Say more.", by=sw)
    moves = StateChange.objects.filter(record_id=sent.pk).values_list("move", "comment")
    assert list(moves) == [(Move.SUBMIT, ""), (Move.RETURN, "Say more.")]


def mentions(child, notice) -> bool:
    said = f"{notice.line} {notice.path} {notice.key}"
    return any(name in said for name in (child.first_name, child.last_name))


def fresh(session):
    return DirectWorkSession.objects.get(pk=session.pk)


def draft_state(session) -> str:
    return fresh(session).state
