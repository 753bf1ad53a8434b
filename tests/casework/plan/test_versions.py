"""A version is drafted, countersigned and authorised; its actions join the one list."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework.chronology.models import ChronologyEntry
from casework.decision.actions import complete_action
from casework.decision.models import Decision
from casework.plan import reads
from casework.plan.actions import (
    add_need,
    authorise_version,
    change_item,
    countersign_version,
    link_progress,
    new_version,
    record_agreement,
    record_sharing,
    return_version,
    save_version,
    set_status,
    submit_version,
    withdraw_version,
)
from casework.plan.models import ItemChange, PlanVersion
from notices.models import Notice
from records.actions import NotAllowed
from records.conflicts import Conflict
from tests.casework import scene as casework
from tests.casework.plan import scene

pytestmark = pytest.mark.django_db


def lines(version):
    return {row.line: row for need in reads.tree(version) for row in need.outcomes}


def test_a_students_version_is_signed_and_authorised_before_it_is_the_plan(plan, student, sw, tm):
    version = scene.a_draft(plan, by=student)
    assert not reads.version_in_force(plan)
    submit_version(version=version, by=student)
    assert Notice.objects.filter(recipient=sw, about_id=version.pk).exists()
    with pytest.raises(NotAllowed):
        authorise_version(version=version, by=tm)
    countersign_version(version=version, by=sw)
    assert Notice.objects.filter(recipient=tm, about_id=version.pk).exists()
    with pytest.raises(NotAllowed):
        authorise_version(version=version, by=sw)
    authorise_version(version=version, by=tm)
    assert reads.version_in_force(plan) == version
    assert ChronologyEntry.objects.get(kind="casework.plan_authorised").details["outcomes"] == [
        "Arguments stay away from bedtime"
    ]


def test_a_registered_worker_signs_their_own_and_never_authorises_it(plan, sw, tm):
    version = scene.a_draft(plan, by=sw)
    submit_version(version=version, by=sw)
    version.refresh_from_db()
    assert version.state == "countersigned"
    with pytest.raises(NotAllowed):
        authorise_version(version=version, by=sw)
    authorise_version(version=version, by=tm)


def test_whoever_countersigned_does_not_authorise(plan, student, tm):
    version = scene.a_draft(plan, by=student)
    submit_version(version=version, by=student)
    countersign_version(version=version, by=tm)
    with pytest.raises(NotAllowed, match="somebody else authorises"):
        authorise_version(version=version, by=tm)


@pytest.mark.parametrize("name", ["why_plan", "must_change", "contingency", "visit_every"])
def test_an_unfinished_text_is_not_sent(plan, student, name):
    empty = None if name == "visit_every" else ""
    version = scene.a_draft(plan, by=student, **{name: empty})
    with pytest.raises(ValidationError) as refused:
        submit_version(version=version, by=student)
    assert name in refused.value.message_dict


def test_a_plan_is_not_sent_without_needs_or_agreement(plan, student):
    version = new_version(plan=plan, by=student)
    save_version(version=version, began_from=0, fields=scene.TEXT, by=student)
    with pytest.raises(ValidationError) as refused:
        submit_version(version=version, by=student)
    assert set(refused.value.message_dict) == {"needs", "agreements"}
    need = add_need(version=version, fields={"words": "Sleep"}, by=student)
    record_agreement(
        paper=version, who="child", name="T", answer="yes", asked_on=plan.starts_on, by=student
    )
    with pytest.raises(ValidationError) as refused:
        submit_version(version=version, by=student)
    said = refused.value.message_dict
    assert said["needs"] == ["Each need has an outcome: say what will be different."]
    assert "each parent" in said["agreements"][0]
    set_status(item=need, change="removed", why="Not ours", by=student)
    with pytest.raises(ValidationError):
        submit_version(version=version, by=student)


def test_not_agreeing_needs_a_why(plan, student):
    version = new_version(plan=plan, by=student)
    with pytest.raises(ValidationError, match="Say why not"):
        record_agreement(
            paper=version, who="parent", name="Mum", answer="no", asked_on=plan.starts_on,
            by=student,
        )  # fmt: skip


def test_a_later_answer_of_the_same_person_stands(plan, student):
    version = scene.a_draft(plan, by=student)
    record_agreement(
        paper=version, who="parent", name="mum", answer="no", why="Changed her mind",
        asked_on=date(2026, 4, 2), by=student,
    )  # fmt: skip
    standing = {row.who: row.answer for row in reads.agreements_of(version)}
    assert standing == {"child": "yes", "parent": "no", "absent_parent": "could_not"}
    assert version.agreements.count() == 4


def test_what_is_signed_is_locked(plan, student, sw, tm):
    version = scene.in_force(plan, by=student, sw=sw, tm=tm)
    with pytest.raises(NotAllowed):
        add_need(version=version, fields={"words": "More"}, by=student)
    need = version.needs.get()
    with pytest.raises(NotAllowed):
        change_item(item=need, fields={"words": "Else"}, began_from=need.lock_version, by=student)
    with pytest.raises(Exception, match="locked"):
        type(need).objects.filter(pk=need.pk).update(words="Else")


def test_two_people_do_not_overwrite_each_other(plan, student):
    version = scene.a_draft(plan, by=student)
    with pytest.raises(Conflict):
        save_version(version=version, began_from=0, fields={"why_plan": "Mine"}, by=student)


def test_returned_by_the_manager_it_loses_its_signature(plan, student, sw, tm):
    version = scene.a_draft(plan, by=student)
    submit_version(version=version, by=student)
    countersign_version(version=version, by=sw)
    return_version(version=version, comment="Say who tells Dad.", by=tm)
    version.refresh_from_db()
    assert (version.state, version.countersigned_by) == ("returned", None)


def test_taken_back_it_is_a_draft_again(plan, student):
    version = scene.a_draft(plan, by=student)
    submit_version(version=version, by=student)
    withdraw_version(version=version, by=student)
    assert version.is_editable


def test_one_version_is_written_at_a_time(plan, student, sw):
    scene.a_draft(plan, by=student)
    with pytest.raises(ValidationError, match="Another version"):
        new_version(plan=plan, by=sw)


def test_actions_of_people_here_join_the_one_list(plan, student, sw, tm):
    scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    decision = Decision.objects.get()
    assert (decision.what, decision.owner, decision.due_on, decision.status) == (
        "See Mum and Dad together", student, date(2026, 7, 1), "confirmed",
    )  # fmt: skip
    assert not ChronologyEntry.objects.filter(kind="casework.decision_made").exists()


def test_done_in_the_list_is_done_in_the_plan_and_in_the_next_version(plan, student, sw, tm):
    version = scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    complete_action(decision=Decision.objects.get(), outcome="Both came", by=student)
    row = next(iter(lines(version).values())).actions[0]
    assert row.is_done
    second = new_version(plan=plan, by=student)
    assert {row.what: row.status for row in second.actions.all()} == {
        "See Mum and Dad together": "achieved",
        "Go for a walk before shouting": "open",
    }


def test_a_new_version_replaces_the_old_and_takes_its_actions_over(plan, student, sw, tm):
    first = scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    second = new_version(plan=plan, by=student)
    assert set(lines(second)) == set(lines(first))
    action = second.actions.get(owner=student)
    change_item(
        item=action, fields={"due_on": date(2026, 8, 3)}, began_from=action.lock_version, by=student
    )
    second = save_version(
        version=second, began_from=0, fields={"why_new": "More time for Dad"}, by=student
    )
    scene.agree(second, by=student)
    submit_version(version=second, by=student)
    countersign_version(version=second, by=sw)
    authorise_version(version=second, by=tm, on=date(2026, 5, 20))
    first.refresh_from_db()
    assert first.state == "superseded"
    assert list(PlanVersion.objects.in_force()) == [second]
    old, new = Decision.objects.order_by("made_on")
    assert (old.status, new.status, new.replaces, new.due_on) == (
        "replaced", "confirmed", old, date(2026, 8, 3),
    )  # fmt: skip


def test_what_is_left_out_of_a_version_leaves_the_list(plan, student, sw, tm):
    scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    second = new_version(plan=plan, by=student)
    action = second.actions.get(owner=student)
    set_status(item=action, change="removed", why="Dad moved away", by=student)
    assert Decision.objects.get().status == "confirmed"
    second = save_version(version=second, began_from=0, fields={"why_new": "Dad"}, by=student)
    scene.agree(second, by=student)
    submit_version(version=second, by=student)
    countersign_version(version=second, by=sw)
    authorise_version(version=second, by=tm, on=date(2026, 5, 20))
    assert Decision.objects.get().status == "dropped"


def test_taken_out_of_the_plan_in_force_and_put_back(plan, student, sw, tm):
    version = scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    outcome = version.outcomes.get()
    with pytest.raises(PermissionDenied):
        set_status(item=outcome, change="removed", why="Not needed", by=student)
    set_status(item=outcome, change="removed", why="The shouting stopped", by=sw)
    assert Decision.objects.get().status == "dropped"
    set_status(item=outcome, change="put_back", why="It began again", by=sw)
    assert sorted(Decision.objects.values_list("status", flat=True)) == ["confirmed", "dropped"]
    steps = ItemChange.objects.filter(line=outcome.line)
    assert [(row.change, row.why) for row in steps] == [
        ("removed", "The shouting stopped"),
        ("put_back", "It began again"),
    ]


def test_achieved_by_the_worker_with_a_reason(plan, student, sw, tm):
    version = scene.in_force(plan, by=student, sw=sw, tm=tm, on=date(2026, 4, 20))
    action = version.actions.get(owner=student)
    with pytest.raises(ValidationError, match="Say why"):
        set_status(item=action, change="achieved", why=" ", by=student)
    set_status(item=action, change="achieved", why="Both came", by=student)
    assert Decision.objects.get().status == "done"
    with pytest.raises(ValidationError, match="already"):
        set_status(item=action, change="achieved", why="Again", by=student)


def test_only_signed_work_counts_as_progress(plan, child, student, sw, tm, today):
    casework.agree(child, by=sw, given_on=today)
    version = scene.in_force(plan, by=student, sw=sw, tm=tm)
    outcome = version.outcomes.get()
    session = casework.a_session(child, by=student, on=today, sent=True)
    with pytest.raises(ValidationError, match="not signed yet"):
        link_progress(outcome=outcome, source=session, what_moved="He slept", by=student)
    signed = casework.a_session(child, by=sw, on=today, sent=True)
    link_progress(outcome=outcome, source=signed, what_moved="He slept", by=student)
    assert lines(version)[outcome.line].times_moved == 1
    with pytest.raises(ValidationError, match="already"):
        link_progress(outcome=outcome, source=signed, what_moved="He slept", by=student)


def test_nothing_is_shared_before_a_manager_authorised_it(plan, student, sw, tm):
    version = scene.a_draft(plan, by=student)
    given = {
        "paper": version, "who": "parent", "name": "Mum", "shared_on": date(2026, 4, 22),
        "how": "in_person", "language": "Polish", "interpreter": "there", "by": student,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="not signed yet"):
        record_sharing(**given)
    submit_version(version=version, by=student)
    countersign_version(version=version, by=sw)
    authorise_version(version=version, by=tm)
    version.refresh_from_db()
    record_sharing(**given | {"paper": version})
    assert ChronologyEntry.objects.get(kind="casework.plan_shared").details["language"] == "Polish"


def test_a_plan_agreed_at_a_meeting_asks_for_no_planning_meeting_any_more(plan, student, sw, tm):
    proposed = plan.episode.meetings.get(kind="cin_planning")
    scene.in_force(plan, by=student, sw=sw, tm=tm, meeting_on=plan.starts_on)
    proposed.refresh_from_db()
    assert proposed.cancelled_why.startswith("The plan was agreed at the meeting of")
