"""An assessment on its way from draft to the manager's authorisation."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.actions import start_reporting_line
from accounts.models import ReportingLine
from accounts.roles import Role
from casework.assessment import actions
from casework.assessment.models import Assessment, AssessmentSubmission, PinnedComment
from casework.assessment.reads import to_authorise, to_sign
from casework.chronology.models import ChronologyEntry
from casework.closure.actions import NotYet, close
from casework.episode.actions import allocate_accountable
from casework.episode.models import Episode
from notices.models import Notice
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from tests.casework.assessment import scene
from timescales.models import Deadline

ENDED = {"what_changed": "Mum sleeps again.", "child_told": "By Sam, at school."}


def state(assessment) -> str:
    return scene.again(assessment).state


def test_it_becomes_official_by_three_hands(sent, student, sw, tm, child, today):
    assert state(sent) == State.SUBMITTED
    actions.countersign_assessment(assessment=sent, by=sw)
    actions.authorise_assessment(assessment=sent, by=tm)
    done = scene.again(sent)
    assert (done.state, done.countersigned_by, done.authorised_by) == (State.AUTHORISED, sw, tm)
    assert done.authorised_on == today
    assert Assessment.objects.authorised().get() == done
    entry = ChronologyEntry.objects.get(child=child, kind="casework.assessment")
    assert entry.happened_on == today
    assert entry.details["authorised_by"] == tm.name
    assert entry.details["factors"] == [
        "4B Mental health: a parent or carer",
        "16A Neglect",
    ]


def test_authorising_stops_the_one_clock_of_the_case(signed, tm, episode, today):
    clocks = Deadline.objects.filter(root_id=episode.pk, code="C2")
    assert clocks.get().is_open
    actions.authorise_assessment(assessment=signed, by=tm)
    assert clocks.get().met_on == today
    assert Episode.objects.get(pk=episode.pk).assessment_authorised_on == today
    # One telling of one event.
    assert not ChronologyEntry.objects.filter(kind="casework.assessment_authorised").exists()


def test_countersigning_alone_stops_nothing(signed, episode):
    assert Deadline.objects.get(root_id=episode.pk, code="C2").is_open
    assert not Assessment.objects.authorised().exists()


# What each of the cast may do to an assessment that the student has sent, and to a signed one.
MAY_COUNTERSIGN = {"sw", "tm"}
MAY_AUTHORISE = {"tm", "gm"}
CAST = [
    "student",
    "pe",
    "sw",
    "tm",
    "gm",
    "business_support",
    "auditor",
    "tutor",
    "dsl",
    "admin",
    "outsider",
]


@pytest.mark.parametrize("who", CAST)
def test_who_countersigns(sent, cast, who):
    person = getattr(cast, who)
    if who in MAY_COUNTERSIGN:
        actions.countersign_assessment(assessment=sent, by=person)
        assert state(sent) == State.COUNTERSIGNED
    else:
        with pytest.raises(NotAllowed):
            actions.countersign_assessment(assessment=sent, by=person)


@pytest.mark.parametrize("who", CAST)
def test_who_authorises(signed, cast, who):
    person = getattr(cast, who)
    if who in MAY_AUTHORISE:
        actions.authorise_assessment(assessment=signed, by=person)
        assert state(signed) == State.AUTHORISED
    else:
        with pytest.raises(NotAllowed):
            actions.authorise_assessment(assessment=signed, by=person)


def test_nobody_authorises_what_they_countersigned(sent, tm, gm):
    actions.countersign_assessment(assessment=sent, by=tm)
    with pytest.raises(NotAllowed):
        actions.authorise_assessment(assessment=sent, by=tm)
    assert not to_authorise(tm).exists()
    actions.authorise_assessment(assessment=sent, by=gm)


def test_the_table_refuses_one_hand_for_both_signatures(sent, tm, sw, today):
    actions.countersign_assessment(assessment=sent, by=sw)
    with pytest.raises(IntegrityError, match="two_hands"), transaction.atomic():
        Assessment.objects.filter(pk=sent.pk).update(
            state=State.AUTHORISED,
            authorised_by=sw,
            authorised_at=scene.again(sent).countersigned_at,
        )


def test_a_registered_author_skips_the_countersignature(episode, sw, tm, today):
    assessment = scene.a_sent_one(episode, by=sw, on=today)
    assert (state(assessment), assessment.countersigned_by) == (State.COUNTERSIGNED, None)
    with pytest.raises(NotAllowed):
        actions.authorise_assessment(assessment=assessment, by=sw)
    actions.authorise_assessment(assessment=assessment, by=tm)
    assert state(assessment) == State.AUTHORISED


def test_the_accountable_workers_own_manager_authorises_too(
    sent, episode, someone, neighbouring_team, outsider, tm, today
):
    manager = someone(Role.TEAM_MANAGER, "Nell North", neighbouring_team)
    start_reporting_line(
        person=outsider,
        answers_to=manager,
        kind=ReportingLine.Kind.CASE,
        starts_on=today,
        why="Team",
        by=None,
    )
    allocate_accountable(episode=episode, person=outsider, starts_on=today, why="Moved", by=tm)
    actions.countersign_assessment(assessment=sent, by=outsider)
    assert [row.pk for row in to_authorise(manager)] == [sent.pk]
    actions.authorise_assessment(assessment=sent, by=manager)
    assert state(sent) == State.AUTHORISED


def test_lists_of_what_waits(sent, sw, tm, student, outsider):
    assert [row.pk for row in to_sign(sw)] == [sent.pk]
    assert not to_sign(student).exists()
    assert not to_sign(outsider).exists()
    assert not to_authorise(tm).exists()
    actions.countersign_assessment(assessment=sent, by=sw)
    assert not to_sign(sw).exists()
    assert [row.pk for row in to_authorise(tm)] == [sent.pk]


def test_those_whose_turn_it_is_are_told_without_a_name(sent, sw, tm, child):
    told = Notice.objects.get(recipient=sw, key__startswith="assessment.countersign")
    assert child.first_name not in told.line
    assert child.reference in told.line
    actions.countersign_assessment(assessment=sent, by=sw)
    assert Notice.objects.filter(recipient=tm, key__startswith="assessment.authorise").exists()


class TestReturning:
    def test_a_comment_is_pinned_to_a_paragraph_and_goes_with_the_return(self, sent, sw, student):
        pinned = actions.pin_comment(
            assessment=sent,
            section_key="health",
            quote="Mum was open about how hard mornings are.",
            text="What did the school nurse say?",
            by=sw,
        )
        actions.return_assessment(assessment=sent, comment="Nearly there.", by=sw)
        pinned.refresh_from_db()
        assert (state(sent), pinned.sent_at is not None) == (State.RETURNED, True)
        assert not sent.sections.get(key="health").is_finished
        with pytest.raises(ValidationError, match="Answer the comment"):
            actions.submit_assessment(assessment=sent, by=student)
        actions.answer_comment(
            assessment=sent, comment_id=pinned.pk, answer="Rang her on Monday.", by=student
        )
        scene.write(
            sent, "health", by=student, finish=True, text="The nurse sees him weekly.", more=""
        )
        actions.submit_assessment(assessment=sent, by=student)
        assert AssessmentSubmission.objects.filter(assessment=sent).count() == 2

    def test_a_manager_returns_what_was_countersigned(self, signed, tm, student):
        actions.return_assessment(assessment=signed, comment="Where is Dad?", by=tm)
        back = scene.again(signed)
        assert (back.state, back.countersigned_by) == (State.RETURNED, None)
        assert Notice.objects.filter(recipient=student, key__startswith="assessment.returned")

    @pytest.mark.parametrize("who", ["student", "pe", "gm", "auditor", "outsider"])
    def test_only_who_can_return_it_comments(self, sent, cast, who):
        with pytest.raises(NotAllowed):
            actions.pin_comment(
                assessment=sent,
                section_key="health",
                quote="",
                text="Hm.",
                by=getattr(cast, who),
            )

    def test_a_comment_is_taken_back_before_it_is_sent_only(self, sent, sw):
        known = {"section_key": "health", "quote": "", "by": sw, "assessment": sent}
        first = actions.pin_comment(text="Hm.", **known)
        actions.take_back_comment(assessment=sent, comment_id=first.pk, by=sw)
        second = actions.pin_comment(text="Say more.", **known)
        actions.return_assessment(assessment=sent, comment="Please.", by=sw)
        with pytest.raises(NotAllowed):
            actions.take_back_comment(assessment=sent, comment_id=second.pk, by=sw)
        assert PinnedComment.objects.get() == second


class TestWhatStopsIt:
    def test_it_is_not_sent_unfinished(self, draft, student):
        with pytest.raises(ValidationError) as refused:
            actions.submit_assessment(assessment=draft, by=student)
        assert set(refused.value.message_dict) >= {"health", "seen", "factors", "outcome"}
        assert state(draft) == State.DRAFT

    def test_a_signature_is_not_put_under_a_text_that_moved(self, sent, student, sw):
        read = scene.again(sent).lock_version
        actions.withdraw_assessment(assessment=sent, by=student)
        actions.submit_assessment(assessment=sent, by=student)
        with pytest.raises(Conflict):
            actions.countersign_assessment(assessment=sent, by=sw, began_from=read)

    def test_what_was_sent_is_not_written_in(self, sent, student):
        with pytest.raises(NotAllowed, match="Take it back"):
            scene.write(sent, "health", by=student, text="x", more="")

    def test_the_database_locks_every_part_of_a_signed_one(self, signed):
        for rows in (signed.sections, signed.sources, signed.sightings, signed.dangers):
            with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
                rows.all().delete()
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            Assessment.objects.filter(pk=signed.pk).update(own_words="Something else")

    def test_a_case_does_not_close_over_it(self, sent, episode, tm, today):
        with pytest.raises(NotYet, match="not authorised yet"):
            close(episode=episode, on=today, reason="RC7", by=tm, **ENDED)

    def test_nor_does_the_database_let_it(self, draft, episode, today):
        with pytest.raises(IntegrityError, match="still open on it"), transaction.atomic():
            Episode.objects.filter(pk=episode.pk).update(closed_on=today, closure_reason="RC7")

    def test_nothing_is_assessed_after_closing(self, authorised, episode, student, tm, today):
        close(
            episode=episode, on=today, reason="RC8", by=tm, override_reason="Sam is ill.", **ENDED
        )
        with pytest.raises(NotAllowed, match="closed"):
            actions.start_new_version(assessment=authorised, why="More", by=student)
        with pytest.raises(IntegrityError, match="after it closed"), transaction.atomic():
            Assessment.objects.create(
                child=episode.child, episode_id=episode.pk, author=student, kind="reassessment",
                why="Again", started_on=today,
            )  # fmt: skip


class TestAfterwards:
    def test_it_is_shared_with_the_family_once_official(self, authorised, sw, today):
        actions.share_with_family(
            assessment=authorised, on=today, how="Read together with Mum.", by=sw
        )
        assert scene.again(authorised).shared_on == today

    def test_a_draft_is_not_shared(self, signed, sw, today):
        with pytest.raises(NotAllowed):
            actions.share_with_family(assessment=signed, on=today, how="By post", by=sw)

    def test_an_addition_stands_under_the_signed_text(self, authorised, sw, auditor):
        added = actions.add_to_assessment(assessment=authorised, text="Dad rang.", by=sw)
        assert added.text == "Dad rang."
        with pytest.raises(PermissionDenied):
            actions.add_to_assessment(assessment=authorised, text="Hm.", by=auditor)

    def test_a_new_version_takes_the_place_of_the_old_one(
        self, authorised, student, sw, tm, episode
    ):
        newer = actions.start_new_version(assessment=authorised, why="Dad came back.", by=student)
        assert (newer.version, newer.factors) == (2, ["4B", "16A"])
        assert newer.sections.get(key="health").text == scene.TEXT
        assert newer.dangers.count() == 1
        assert newer.scales.count() == 1
        assert state(authorised) == State.AUTHORISED
        scene.write(newer, "health", by=student, finish=True, text="Better.", more="")
        actions.submit_assessment(assessment=newer, by=student)
        actions.countersign_assessment(assessment=newer, by=sw)
        actions.authorise_assessment(assessment=newer, by=tm)
        assert (state(newer), state(authorised)) == (State.AUTHORISED, State.SUPERSEDED)
        assert Deadline.objects.filter(root_id=episode.pk, code="C2").count() == 1

    def test_the_pe_leaves_a_note_that_moves_nothing(self, sent, pe, sw, student):
        note = actions.add_learning_note(assessment=sent, text="Lovely use of his words.", by=pe)
        assert state(sent) == State.SUBMITTED
        manager = type(note).objects.visible_to
        assert [list(manager(one)) for one in (pe, student, sw)] == [[note], [note], []]
        with pytest.raises(PermissionDenied):
            actions.add_learning_note(assessment=sent, text="Hm.", by=sw)

    def test_a_day_before_the_authorisation_is_no_day_of_sharing(self, authorised, sw, today):
        with pytest.raises(ValidationError, match="authorised on"):
            actions.share_with_family(
                assessment=authorised, on=today - timedelta(days=1), how="Post", by=sw
            )
