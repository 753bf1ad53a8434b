"""A session is written, crosses to the child's file once, and is answered by its student."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from casework.chronology.models import ChronologyEntry
from casework.decision.actions import confirm_decision
from casework.decision.models import Decision
from notices.models import Notice
from records.actions import NotAllowed, save_unsent
from records.conflicts import Conflict
from supervision import actions
from supervision.actions import ActionText, CaseText
from supervision.models import AgreedAction, CaseDiscussion, SupervisionSession, WellbeingPart
from supervision.states import State
from tests.supervision.conftest import HELD_ON
from tests.supervision.factories import SupervisionSessionFactory


@pytest.fixture
def case(tomasz, student) -> CaseText:
    return CaseText(
        child=tomasz,
        discussed="Assessment due Monday; Dad's views are still missing.",
        what="Visit Dad before closing.",
        why="He has parental responsibility.",
        owner=student,
        due_on=HELD_ON + timedelta(days=4),
    )


def test_a_session_is_begun_with_ones_own_student_only(student, pe, sw):
    with pytest.raises(NotAllowed, match="does not answer to you"):
        actions.start_session(student=student, held_on=HELD_ON, by=sw)
    session = actions.start_session(student=student, held_on=HELD_ON, by=pe)
    assert session.is_draft


def test_a_draft_leaves_nothing_on_the_childs_file(draft, write, case, pe):
    write(draft, cases=[case])
    save_unsent(
        person=pe, form_key=f"supervision.session.{draft.pk}", fields={"x": "y"}, began_from=1
    )
    assert not Decision.objects.exists()
    assert not ChronologyEntry.objects.exists()


def test_asking_carries_the_decision_to_the_child_as_advice(
    draft, write, ask, case, pe, sw, student
):
    ask(write(draft, cases=[case]))
    decision = Decision.objects.get()
    assert (decision.child, decision.what, decision.made_by) == (case.child, case.what, pe)
    assert (decision.owner, decision.due_on) == (student, case.due_on)
    assert decision.is_advice
    assert ChronologyEntry.objects.filter(child=case.child).count() == 1
    confirm_decision(decision=decision, by=sw, on=HELD_ON)
    assert Decision.objects.get().status == Decision.Status.CONFIRMED


def test_nothing_personal_crosses(draft, write, ask, case):
    ask(write(draft, cases=[case], wellbeing={"text": "Secret", "is_risk": False, "risk": ""}))
    entry = ChronologyEntry.objects.get()
    told = f"{entry.summary} {entry.details} {Decision.objects.values().get()}"
    assert "Secret" not in told
    assert case.discussed not in told


def test_what_was_only_discussed_makes_no_decision(draft, write, ask, tomasz):
    ask(write(draft, cases=[CaseText(child=tomasz, discussed="Going well.")]))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("lacking", ["what", "why", "owner", "due_on"])
def test_half_a_decision_is_refused(draft, write, ask, case, lacking):
    half = {name: getattr(case, name) for name in ("what", "why", "owner", "due_on")}
    half[lacking] = None if lacking in {"owner", "due_on"} else ""
    session = write(draft, cases=[CaseText(child=case.child, **half)])
    with pytest.raises(NotAllowed, match="a decision has its reason"):
        ask(session)
    assert SupervisionSession.objects.get().is_draft


def test_a_decision_crosses_once_however_often_the_record_is_sent(draft, write, ask, case, pe):
    sent = ask(write(draft, cases=[case]))
    back = actions.take_back(session=sent, by=pe)
    again = write(back, cases=[CaseText(child=case.child, discussed="Other", what="Other")])
    ask(again)
    assert Decision.objects.get().what == case.what
    assert CaseDiscussion.objects.get().what == case.what


def test_a_child_out_of_reach_is_not_talked_about(draft, write, tm):
    from casework.child.actions import add_child

    stranger = add_child(by=tm, first_name="Far", last_name="Away", dob=date(2014, 1, 1), sex="F")
    with pytest.raises(NotAllowed, match="not open to you"):
        write(draft, cases=[CaseText(child=stranger, discussed="Hm.")])


def test_the_student_is_asked_and_agrees(draft, write, ask, student, pe):
    sent = ask(write(draft))
    assert Notice.objects.filter(recipient=student).count() == 1
    actions.agree(session=sent, by=student)
    session = SupervisionSession.objects.get()
    assert (session.state, session.student_says) == (State.AGREED, "")
    assert Notice.objects.filter(recipient=pe).count() == 1


def test_the_student_may_see_it_differently_and_both_stand(draft, write, ask, student):
    sent = ask(write(draft))
    actions.see_differently(session=sent, says=" I did ask. ", by=student)
    session = SupervisionSession.objects.get()
    assert (session.state, session.student_says) == (State.DIFFERENT, "I did ask.")
    with pytest.raises(NotAllowed):
        actions.agree(session=session, by=student)


def test_only_the_student_answers_and_only_the_educator_writes(draft, write, ask, student, pe, tm):
    sent = ask(write(draft))
    for person in (pe, tm):
        with pytest.raises(NotAllowed, match="Only the student"):
            actions.agree(session=sent, by=person)
    with pytest.raises(NotAllowed, match="Only the practice educator"):
        actions.take_back(session=sent, by=student)


def test_an_answer_is_given_to_the_text_that_was_read(draft, write, ask, student, pe):
    sent = ask(write(draft))
    read = sent.lock_version
    ask(write(actions.take_back(session=sent, by=pe)))
    with pytest.raises(Conflict):
        actions.agree(session=sent, by=student, began_from=read)


def test_two_windows_do_not_overwrite_each_other(draft, write):
    write(draft)
    with pytest.raises(Conflict):
        write(draft)


def refused(call) -> bool:
    try:
        with transaction.atomic():
            call()
    except DatabaseError:
        return True
    return False


def test_an_agreed_record_is_locked_in_the_database(draft, write, ask, case, student):
    sent = ask(write(draft, cases=[case], actions=[ActionText(text="Book", owner=student)]))
    parts = (WellbeingPart, CaseDiscussion, AgreedAction)
    assert all(refused(model.objects.get().delete) for model in parts)  # from the asking on
    actions.agree(session=sent, by=student)
    row = SupervisionSession.objects.get()
    row.minutes = 10
    assert refused(row.save)
    assert refused(lambda: SupervisionSession.objects.update(state=State.DRAFT))
    assert refused(lambda: WellbeingPart.objects.update(text="Other"))
    assert refused(lambda: AgreedAction.objects.update(text="Other"))


def test_an_agreed_action_is_settled_after_the_lock(draft, write, ask, student):
    sent = ask(write(draft, actions=[ActionText(text="Book induction", owner=student)]))
    actions.agree(session=sent, by=student)
    actions.settle_action(action=AgreedAction.objects.get(), state="done", by=student, on=HELD_ON)
    action = AgreedAction.objects.get()
    assert (action.state, action.settled_by, action.settled_on) == ("done", student, HELD_ON)
    with pytest.raises(NotAllowed, match="already"):
        actions.settle_action(action=action, state="dropped", by=student)


def test_an_action_is_carried_over_once_and_stays(draft, write, ask, student, pe):
    ask(write(draft, actions=[ActionText(text="Ask the tutor", owner=student)]))
    later = SupervisionSessionFactory(
        student=student, practice_educator=pe, held_on=HELD_ON + timedelta(days=7)
    )
    carried = actions.carry_over(action=AgreedAction.objects.get(), into=later, by=pe)
    write(later, actions=[])
    assert [row.text for row in later.actions.all()] == ["Ask the tutor"]
    with pytest.raises(NotAllowed, match="carried over"):
        actions.carry_over(action=carried.carried_from, into=later, by=pe)


def test_a_risk_is_told_to_the_team_manager_at_once(draft, write, ask, tm):
    ask(write(draft, wellbeing={"text": "", "is_risk": True, "risk": "Harm."}))
    notice = Notice.objects.get(recipient=tm)
    assert notice.urgency == "urgent"
    assert "Harm" not in notice.line


def test_a_missed_session_says_why_and_needs_no_length(student, pe, ask):
    missed = actions.start_session(
        student=student, held_on=HELD_ON, is_missed=True, missed_why="Sick", by=pe
    )
    assert ask(missed).is_waiting


def test_a_session_without_its_length_or_still_to_come_is_not_sent(draft, write, ask):
    session = write(draft, header={"held_on": HELD_ON, "minutes": None})
    with pytest.raises(NotAllowed, match="how long"):
        ask(session)
    with pytest.raises(NotAllowed, match="still to come"):
        ask(session, on=HELD_ON - timedelta(days=1))


def test_a_question_is_taken_up_in_the_draft(draft, student, pe, tm):
    question = actions.ask_question(text="Can I lead the core group?", by=student)
    with pytest.raises(NotAllowed):
        actions.mark_discussed(question=question, session=draft, by=tm)
    actions.mark_discussed(question=question, session=draft, by=pe)
    with pytest.raises(NotAllowed, match="not open"):
        actions.mark_discussed(question=question, session=draft, by=pe)
