"""From a strategy discussion to the step-down: dates counted by hand, across Easter and May."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from casework.chronology.models import ChronologyEntry
from casework.closure.actions import NotYet, close
from casework.episode.actions import record_assessment_authorised
from casework.meeting.actions import cancel_meeting
from casework.meeting.models import Meeting
from casework.plan.actions import end_plan, start_plan
from casework.plan.models import Plan
from casework.protection import actions
from casework.protection.clocks import SUBJECT
from casework.protection.models import Conference, Section47, StrategyDiscussion
from notices.models import Notice
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from tests.casework.protection import scene
from tests.casework.protection.conftest import BEGAN
from tests.casework.protection.scene import on
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db


def at_once():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def beside(refused):
    return set(getattr(refused.value, "message_dict", {}))


def clock(episode, code):
    rows = Deadline.objects.filter(root_id=episode.pk, subject_type=SUBJECT, code=code)
    return rows.order_by("starts_on").last()


def ahead(episode, kind):
    return Meeting.objects.ahead().of_kind(kind).get(episode=episode)


@staged
def conference_day():
    return date(2026, 4, 14)


@staged
def concluded(enquiry, sw):
    with on(date(2026, 4, 1)):
        return scene.conclude(enquiry, by=sw, day=date(2026, 4, 1))


@staged
def agreed(concluded, tm):
    with on(date(2026, 4, 2)):
        return actions.agree_conclusion(enquiry=concluded, by=tm)


@staged
def conference(agreed, sw, conference_day):
    with on(conference_day):
        return scene.confer(ahead(agreed.episode, "icpc"), by=sw, day=conference_day)


class TestDiscussion:
    def test_its_clock_runs_from_the_reason(self, episode, sw):
        # Three working days from Thursday 2 April: Good Friday and Easter Monday do not count.
        with on(date(2026, 4, 2)):
            discussion = scene.call(episode, by=sw, day=date(2026, 4, 2))
        assert clock(episode, "C4").due_on == date(2026, 4, 9)
        assert discussion.meeting.book_by == date(2026, 4, 9)

    def test_three_agencies_or_a_reason(self, episode, sw, tm):
        with on(BEGAN):
            discussion = scene.call(episode, by=sw, day=BEGAN)
            with pytest.raises(ValidationError, match="Without police and health") as refused:
                scene.discuss(discussion, by=tm, day=BEGAN, sides=("social_care",))
            assert beside(refused) == {"missing_agency_why"}
            held = actions.record_discussion(
                meeting=discussion.meeting,
                held_on=BEGAN,
                threshold="assessment",
                threshold_why="A fall.",
                chair="Tess",
                missing_agency_why="At night; both were told by phone.",
                attended=scene.there(discussion.meeting),
                by=tm,
            )
        assert held.missing_agency_why == "At night; both were told by phone."

    def test_the_one_that_began_the_enquiry_starts_the_clock(self, episode, sw, tm):
        """The first, on 8 December, decided nothing; the second, on the 16th, began it."""
        first, second = date(2026, 12, 8), date(2026, 12, 16)
        with on(first):
            scene.discuss(
                scene.call(episode, by=sw, day=first), by=tm, day=first, threshold="again"
            )
        again = StrategyDiscussion.objects.get(held_on=None)
        with on(second):
            scene.discuss(again, by=tm, day=second, lead=sw)
        found = clock(episode, "C5")
        assert (found.starts_on, found.due_on) == (second, date(2027, 1, 11))

    def test_early_help_has_none(self, child, team, tm, sw, today):
        from tests.casework.scene import an_episode

        early = an_episode(child, team=team, by=tm, opened_on=today, sw=sw)
        with pytest.raises(ValidationError, match="Early help has no enquiry"):
            scene.call(early, by=sw, day=today)

    def test_a_student_calls_and_records_none(self, episode, student, sw, tm):
        with on(BEGAN):
            with pytest.raises(PermissionDenied):
                scene.call(episode, by=student, day=BEGAN)
            discussion = scene.call(episode, by=sw, day=BEGAN)
            with pytest.raises(PermissionDenied):
                actions.record_discussion(
                    meeting=discussion.meeting,
                    held_on=BEGAN,
                    threshold="assessment",
                    threshold_why="x",
                    by=student,
                )

    def test_a_second_enquiry_does_not_begin(self, enquiry, episode, sw, tm):
        with on(BEGAN):
            another = scene.call(episode, by=sw, day=BEGAN)
            with pytest.raises(ValidationError, match="An enquiry is open already"):
                scene.discuss(another, by=tm, day=BEGAN, lead=sw)


class TestEnquiry:
    def test_the_conference_is_due_from_the_day_it_began(self, enquiry, episode):
        # Tue 24 March + 15 working days, over Easter: Thu 16 April.
        found = clock(episode, "C5")
        assert (found.starts_on, found.due_on) == (BEGAN, date(2026, 4, 16))
        assert found.owner == enquiry.lead

    @pytest.mark.parametrize("who", ["student", "pe"])
    def test_only_a_registered_worker_leads(self, episode, cast, tm, who):
        lead = getattr(cast, who)
        with on(BEGAN), pytest.raises(ValidationError, match="registered") as refused:
            scene.discuss(scene.call(episode, by=tm, day=BEGAN), by=tm, day=BEGAN, lead=lead)
        assert beside(refused) == {"lead"}

    def test_the_database_knows_who_may_lead(self, enquiry, student):
        with pytest.raises(IntegrityError, match="registered social worker"):
            Section47.objects.filter(pk=enquiry.pk).update(author=student)

    def test_a_student_writes_the_part_they_were_given_and_no_other(self, enquiry, student, sw):
        mine = actions.assign_part(part=enquiry.parts.get(name="child"), writer=student, by=sw)
        other = enquiry.parts.get(name="home")
        written = actions.write_part(
            part=mine, text="He drew a lock.", began_from=mine.lock_version, by=student
        )
        assert (written.written_by, written.is_accepted) == (student, False)
        with pytest.raises(PermissionDenied):
            actions.write_part(part=other, text="x", began_from=other.lock_version, by=student)
        with pytest.raises(PermissionDenied):
            actions.accept_part(part=written, by=student)
        taken = actions.accept_part(part=written, by=sw)
        assert taken.is_accepted
        again = actions.write_part(
            part=taken, text="He drew two.", began_from=taken.lock_version, by=student
        )
        assert not again.is_accepted
        assert again.accepted_text == "He drew a lock."
        with pytest.raises(Conflict):
            actions.write_part(part=again, text="x", began_from=taken.lock_version, by=sw)

    def test_a_student_never_concludes(self, enquiry, student, sw):
        scene.write_all(enquiry, by=sw)
        with on(date(2026, 4, 1)), pytest.raises(PermissionDenied):
            actions.conclude_enquiry(
                enquiry=enquiry,
                finding="not_substantiated",
                finding_why="x",
                follows=["nfa"],
                concluded_on=date(2026, 4, 1),
                by=student,
            )

    def test_every_part_is_taken_over_first(self, enquiry, sw):
        with on(date(2026, 4, 1)), pytest.raises(ValidationError, match="Write these parts"):
            actions.conclude_enquiry(
                enquiry=enquiry,
                finding="not_substantiated",
                finding_why="x",
                follows=["nfa"],
                concluded_on=date(2026, 4, 1),
                by=sw,
            )

    def test_a_registered_worker_saw_the_child(self, enquiry, sw, student):
        with on(date(2026, 4, 1)), pytest.raises(ValidationError) as refused:
            scene.conclude(enquiry, by=sw, day=date(2026, 4, 1), child_seen_by=student)
        assert beside(refused) == {"child_seen_by"}

    def test_continuing_risk_proposes_the_conference_with_its_last_lawful_day(self, concluded):
        meeting = ahead(concluded.episode, "icpc")
        assert (meeting.last_lawful_on, meeting.book_by) == (date(2026, 4, 16),) * 2
        assert concluded.state == State.COUNTERSIGNED
        assert Conference.objects.get(meeting=meeting).enquiry == concluded

    def test_nobody_agrees_their_own(self, episode, tm, gm):
        enquiry = scene.an_enquiry(episode, by=tm, lead=tm, day=BEGAN)
        with on(date(2026, 4, 1)):
            done = scene.conclude(enquiry, by=tm, day=date(2026, 4, 1))
            with pytest.raises(NotAllowed, match="someone else"):
                actions.agree_conclusion(enquiry=done, by=tm)
            assert actions.agree_conclusion(enquiry=done, by=gm).state == State.AUTHORISED

    def test_a_returned_conclusion_is_the_leads_again(self, concluded, sw, tm):
        with on(date(2026, 4, 2)):
            back = actions.return_conclusion(enquiry=concluded, comment="And Dad?", by=tm)
            assert back.is_editable
            assert Notice.objects.filter(recipient=sw, line__contains="came back").exists()
            scene.conclude(back, by=sw, day=date(2026, 4, 2))

    def test_without_continuing_risk_it_ends_once_a_manager_agrees(self, enquiry, sw, tm):
        with on(date(2026, 4, 1)):
            done = scene.conclude(
                enquiry, by=sw, day=date(2026, 4, 1), finding="no_continuing_risk"
            )
        assert clock(done.episode, "C5").is_open
        with on(date(2026, 4, 2)):
            ended = actions.agree_conclusion(enquiry=done, by=tm)
        assert (ended.icpc_not_required, ended.ended_on) == (True, date(2026, 4, 2))
        assert clock(done.episode, "C5").met_on == date(2026, 4, 2)
        assert not Meeting.objects.ahead().filter(episode=done.episode).exists()

    def test_a_manager_may_decide_that_none_is_required_after_all(self, agreed, tm, sw):
        with on(date(2026, 4, 9)):
            with pytest.raises(PermissionDenied):
                actions.waive_conference(enquiry=agreed, why="He is looked after.", by=sw)
            ended = actions.waive_conference(enquiry=agreed, why="He is looked after.", by=tm)
        assert (ended.icpc_not_required, ended.ended_on) == (True, date(2026, 4, 9))
        assert clock(agreed.episode, "C5").met_on == date(2026, 4, 9)

    def test_what_was_concluded_is_locked(self, agreed):
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            Section47.objects.filter(pk=agreed.pk).update(finding="not_substantiated")
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            agreed.parts.update(text="Nothing.")


class TestConference:
    def test_the_plan_begins_that_day_and_what_follows_is_proposed(
        self, conference, agreed, conference_day
    ):
        plan = Plan.objects.get()
        assert (plan.starts_on, plan.conference_held_on) == (conference_day, conference_day)
        assert plan.categories.get().category == "PHY"
        episode = agreed.episode
        assert clock(episode, "C5").met_on == conference_day
        # 10 working days from Tue 14 April: Tue 28 April. Three months: Tue 14 July.
        core_group, review = ahead(episode, "core_group"), ahead(episode, "rcpc")
        assert core_group.last_lawful_on == clock(episode, "C7").due_on == date(2026, 4, 28)
        assert review.last_lawful_on == clock(episode, "C9").due_on == date(2026, 7, 14)
        at_once()

    def test_a_plan_for_a_child_in_need_hands_over_the_same_day(self, agreed, sw, conference_day):
        with on(date(2026, 3, 10)):
            before = start_plan(
                episode=agreed.episode, kind="child_in_need", starts_on=date(2026, 3, 10), by=sw
            )
        with on(conference_day):
            scene.confer(ahead(agreed.episode, "icpc"), by=sw, day=conference_day)
        before.refresh_from_db()
        assert (before.ends_on, before.end_reason) == (conference_day, "stepped_up")
        assert Plan.objects.open().get().is_child_protection

    def test_not_on_a_weekend(self, agreed, sw):
        with on(date(2026, 4, 12)), pytest.raises(ValidationError) as refused:
            scene.confer(ahead(agreed.episode, "icpc"), by=sw, day=date(2026, 4, 11))
        assert beside(refused) == {"held_on"}

    def test_not_before_a_manager_agreed_the_enquiry(self, concluded, sw, conference_day):
        with on(conference_day), pytest.raises(ValidationError, match="manager agrees"):
            scene.confer(ahead(concluded.episode, "icpc"), by=sw, day=conference_day)

    def test_a_student_records_none(self, agreed, student, conference_day):
        with on(conference_day), pytest.raises(PermissionDenied):
            actions.record_conference(
                meeting=ahead(agreed.episode, "icpc"),
                held_on=conference_day,
                decided="begins",
                why="x",
                by=student,
            )

    def test_no_plan_ends_the_enquiry_all_the_same(self, agreed, sw, conference_day):
        with on(conference_day):
            scene.confer(
                ahead(agreed.episode, "icpc"), by=sw, day=conference_day, decided="no_plan"
            )
        agreed.refresh_from_db()
        assert (agreed.ended_on, agreed.icpc_not_required) == (conference_day, False)
        assert not Plan.objects.exists()

    def test_a_plan_without_its_conference_is_refused_beside_the_day(self, episode, sw):
        with on(BEGAN), pytest.raises(ValidationError) as refused:
            start_plan(
                episode=episode,
                kind="child_protection",
                starts_on=BEGAN,
                category="NEG",
                conference_held_on=BEGAN,
                by=sw,
            )
        assert beside(refused) == {"starts_on"}

    def test_and_by_the_database(self, episode, sw):
        def without_conference():
            Plan.objects.create(
                child=episode.child,
                episode=episode,
                kind="child_protection",
                starts_on=BEGAN,
                decided_on=BEGAN,
                conference_held_on=BEGAN,
                started_by=sw,
            )
            at_once()

        with (
            on(BEGAN),
            pytest.raises(IntegrityError, match="starts on the day of its conference"),
            transaction.atomic(),
        ):
            without_conference()

    def test_the_conference_under_a_plan_does_not_move(self, conference):
        def move_away():
            Conference.objects.filter(pk=conference.pk).update(held_on=date(2026, 4, 13))
            at_once()

        with pytest.raises(IntegrityError, match="its conference"), transaction.atomic():
            move_away()

    def test_the_end_of_a_plan_needs_its_conference(self, conference, sw):
        def end_it():
            end_plan(
                plan=Plan.objects.get(),
                ends_on=date(2026, 5, 1),
                reason="risk_gone",
                conference_held_on=date(2026, 5, 1),
                by=sw,
            )
            at_once()

        with (
            on(date(2026, 5, 1)),
            pytest.raises(IntegrityError, match="ends on the day of a conference"),
            transaction.atomic(),
        ):
            end_it()

    def test_a_cancelled_one_is_proposed_again(self, agreed, sw):
        with on(date(2026, 4, 7)):
            meeting = ahead(agreed.episode, "icpc")
            cancel_meeting(meeting=meeting, reason="Chair ill.", child_told="yes", by=sw)
            actions.propose_due(episode=agreed.episode, by=sw)
        again = ahead(agreed.episode, "icpc")
        assert again.pk != meeting.pk
        assert again.last_lawful_on == date(2026, 4, 16)
        assert Conference.objects.get(meeting=again).enquiry == agreed

    def test_a_child_who_moves_in(self, episode, sw):
        told = date(2026, 5, 1)
        with on(told):
            conference = actions.call_transfer_in(
                episode=episode, notified_on=told, moved_from="Telford and Wrekin", by=sw
            )
        # 15 working days from Fri 1 May, two May holidays: Tue 26 May.
        assert clock(episode, "C6").due_on == date(2026, 5, 26)
        with on(date(2026, 5, 20)):
            scene.confer(
                conference.meeting, by=sw, day=date(2026, 5, 20), category="NEG", plans_before_us=0
            )
        assert clock(episode, "C6").met_on == date(2026, 5, 20)
        assert Plan.objects.get().starts_on == date(2026, 5, 20)


class TestAfterwards:
    @pytest.fixture
    def grouped(self, conference, sw):
        meeting = ahead(conference.episode, "core_group")
        scene.bring(meeting, "family", "education", by=sw)
        with on(date(2026, 4, 23)):
            return actions.hold_core_group(
                meeting=meeting,
                held_on=date(2026, 4, 23),
                chair="Wanda Worker",
                attended=scene.there(meeting),
                by=sw,
            )

    def test_core_groups_follow_each_other(self, grouped):
        episode = grouped.episode
        assert clock(episode, "C7").met_on == date(2026, 4, 23)
        # Six weeks from Thu 23 April: Thu 4 June.
        assert clock(episode, "C8").due_on == date(2026, 6, 4)
        assert ahead(episode, "core_group").last_lawful_on == date(2026, 6, 4)

    def test_the_first_review_then_six_months(self, grouped, sw):
        episode, day = grouped.episode, date(2026, 6, 30)
        with on(day):
            scene.confer(
                ahead(episode, "rcpc"), by=sw, day=day, decided="continues", category="NEG"
            )
        assert clock(episode, "C9").met_on == day
        # Six months from Tue 30 June: Wed 30 December.
        assert clock(episode, "C10").due_on == date(2026, 12, 30)
        assert ahead(episode, "rcpc").last_lawful_on == date(2026, 12, 30)
        plan = Plan.objects.with_categories().get()
        assert (plan.initial_category, plan.latest_category) == ("PHY", "NEG")

    def test_step_down_the_same_day_and_nothing_stays_ahead(self, grouped, sw):
        episode, day = grouped.episode, date(2026, 7, 9)
        with on(day):
            scene.confer(ahead(episode, "rcpc"), by=sw, day=day, decided="step_down")
        protection, in_need = Plan.objects.order_by("starts_on", "kind").reverse()
        assert {protection.kind, in_need.kind} == {"child_protection", "child_in_need"}
        ended = Plan.objects.child_protection().get()
        begun = Plan.objects.child_in_need().get()
        assert (ended.ends_on, begun.starts_on, begun.is_open) == (day, day, True)
        assert not Meeting.objects.ahead().of_kind("core_group", "rcpc").exists()
        assert clock(episode, "C8").cancelled_at is not None
        at_once()

    def test_a_review_is_not_on_the_day_the_plan_starts(self, conference, sw, conference_day):
        with on(conference_day), pytest.raises(ValidationError, match="A review comes after"):
            scene.confer(
                ahead(conference.episode, "rcpc"), by=sw, day=conference_day, decided="ends"
            )

    def test_a_core_group_needs_a_plan_to_work_on(self, conference, sw):
        with on(date(2026, 4, 20)), pytest.raises(ValidationError, match="no child protection"):
            actions.hold_core_group(
                meeting=ahead(conference.episode, "core_group"),
                held_on=date(2026, 4, 13),
                by=sw,
            )

    def test_all_of_it_stands_on_the_chronology(self, grouped, child):
        kinds = set(ChronologyEntry.objects.filter(child=child).values_list("kind", flat=True))
        assert {
            "casework.strategy_discussion",
            "casework.enquiry_concluded",
            "casework.conference",
            "casework.meeting_held",
            "casework.plan_started",
        } <= kinds


class TestClosing:
    def test_not_over_an_open_enquiry(self, enquiry, tm):
        with on(date(2026, 4, 1)):
            record_assessment_authorised(episode=enquiry.episode, on=date(2026, 4, 1), by=tm)
            with pytest.raises(NotYet, match="section 47 enquiry is not concluded"):
                close(
                    episode=enquiry.episode,
                    on=date(2026, 4, 1),
                    reason="RC7",
                    what_changed="Nothing yet.",
                    child_told="yes",
                    by=tm,
                )

    def test_the_database_knows_it_too(self, enquiry):
        def shut():
            type(enquiry.episode).objects.filter(pk=enquiry.episode_id).update(
                closed_on=BEGAN + timedelta(days=1), closure_reason="RC7"
            )
            at_once()

        with (
            pytest.raises(IntegrityError, match="still open on it: casework_section47"),
            transaction.atomic(),
        ):
            shut()

    def test_an_enquiry_stands_on_its_discussion(self, enquiry):
        def move_away():
            Section47.objects.filter(pk=enquiry.pk).update(started_on=BEGAN + timedelta(days=1))
            at_once()

        with pytest.raises(IntegrityError, match="discussion that decided"), transaction.atomic():
            move_away()
