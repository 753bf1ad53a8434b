"""Proposing, planning, moving, cancelling and holding: what cannot happen, and what follows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from casework.chronology.models import ChronologyEntry
from casework.decision.models import Decision
from casework.meeting import actions
from casework.meeting.actions import Attended
from casework.meeting.codes import Attendance, Side
from casework.meeting.lawful import last_day
from casework.meeting.models import Invitee, Meeting, MeetingChange
from notices.models import Notice
from records.conflicts import Conflict
from tests.casework.factories import RelationshipFactory
from tests.partners.factories import ContactFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=LONDON)


def at_once():
    """What the database asks at the end of a transaction, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def beside(refused):
    return set(getattr(refused.value, "message_dict", {}))


@staged
def soon(today):
    return at(today + timedelta(days=7))


@staged
def proposed(episode, sw):
    return actions.propose_meeting(episode=episode, kind="cin_planning", by=sw)


@staged
def planned(proposed, sw, soon):
    return actions.plan_meeting(
        meeting=proposed, planned_for=soon, chair="Wanda Worker", how="in_person", by=sw
    )


class TestProposing:
    def test_the_limit_comes_from_the_clock(self):
        # A conference on Fri 27 March 2026: Good Friday and Easter Monday are no working days.
        found = last_day("C7", date(2026, 3, 27))
        assert (found.last_lawful_on, found.book_by) == (date(2026, 4, 14), date(2026, 4, 14))
        # Three months from Fri 25 September is Christmas Day: hold it on the day before.
        found = last_day("C9", date(2026, 9, 25))
        assert (found.last_lawful_on, found.book_by) == (date(2026, 12, 25), date(2026, 12, 24))
        assert "Christmas Day" in found.why

    def test_one_of_a_kind_stands_ahead_and_learns_of_a_new_limit(self, episode, sw, today):
        first = actions.propose_meeting(
            episode=episode, kind="rcpc", by=sw, last_lawful_on=today + timedelta(days=90)
        )
        again = actions.propose_meeting(
            episode=episode, kind="rcpc", by=sw, last_lawful_on=today + timedelta(days=60)
        )
        assert first.pk == again.pk
        assert Meeting.objects.get().last_lawful_on == today + timedelta(days=60)

    def test_the_database_knows_it_too(self, proposed, sw):
        proposed.pk = None
        with pytest.raises(IntegrityError, match="one_ahead"), transaction.atomic():
            Meeting.objects.create(
                episode=proposed.episode, child=proposed.child, kind="cin_planning", proposed_by=sw
            )

    def test_several_discussions_may_stand_ahead(self, episode, sw):
        for _ in range(2):
            actions.propose_meeting(episode=episode, kind="strategy", by=sw)
        assert Meeting.objects.proposed().count() == 2


class TestPlanning:
    def test_a_student_may_plan(self, proposed, student, soon):
        meeting = actions.plan_meeting(
            meeting=proposed, planned_for=soon, chair="Wanda", how="video", by=student
        )
        assert meeting.is_planned

    def test_an_auditor_may_not(self, proposed, auditor, soon):
        with pytest.raises(PermissionDenied):
            actions.plan_meeting(
                meeting=proposed, planned_for=soon, chair="Wanda", how="video", by=auditor
            )

    def test_after_the_last_lawful_day_only_with_a_reason(self, episode, sw, today):
        meeting = actions.propose_meeting(
            episode=episode, kind="cin_planning", by=sw, last_lawful_on=today + timedelta(days=3)
        )
        late = {"planned_for": at(today + timedelta(days=4)), "chair": "W", "how": "phone"}
        with pytest.raises(ValidationError, match="The clock ends on") as refused:
            actions.plan_meeting(meeting=meeting, by=sw, **late)
        assert beside(refused) == {"late_why"}
        actions.plan_meeting(meeting=meeting, by=sw, late_why="Mum is in hospital.", **late)
        assert Meeting.objects.get().late_why == "Mum is in hospital."

    @pytest.mark.parametrize("place", ["Tomasz's home", "12 SIKORSKI Road"])
    def test_the_place_names_nobody(self, proposed, sw, soon, place):
        with pytest.raises(ValidationError, match="Leave out the name") as refused:
            actions.plan_meeting(
                meeting=proposed, planned_for=soon, chair="W", how="in_person", place=place, by=sw
            )
        assert beside(refused) == {"place"}

    def test_who_saved_first_is_not_overwritten(self, planned, sw, soon):
        with pytest.raises(Conflict):
            actions.plan_meeting(
                meeting=planned, planned_for=soon, chair="X", how="video", by=sw, began_from=0
            )

    def test_calling_a_second_one_of_a_kind_is_refused(self, planned, episode, sw, soon):
        with pytest.raises(ValidationError, match="One stands ahead already"):
            actions.new_meeting(
                episode=episode,
                kind="cin_planning",
                planned_for=soon,
                chair="W",
                how="phone",
                by=sw,
            )


class TestInviting:
    def test_from_the_directory_the_family_and_the_portal(self, planned, child, sw, student):
        dsl = actions.invite(meeting=planned, contact=ContactFactory(school=child.school), by=sw)
        mum = actions.invite(meeting=planned, relationship=RelationshipFactory(child=child), by=sw)
        sam = actions.invite(meeting=planned, person=student, by=sw)
        boy = actions.invite(meeting=planned, side=Side.CHILD, by=sw)
        assert [row.side for row in (dsl, mum, sam, boy)] == [
            "education",
            "family",
            "social_care",
            "child",
        ]
        assert dsl.office == "Designated safeguarding lead, Oakfield Primary"
        assert (mum.name, mum.office, boy.name) == ("Ewa Sample", "Mother", "Tomasz Sikorski")
        assert Notice.objects.filter(
            recipient=student, line__contains="planning meeting planned"
        ).exists()

    def test_nobody_twice(self, planned, sw, student):
        actions.invite(meeting=planned, person=student, by=sw)
        with pytest.raises(ValidationError, match="on the list already"):
            actions.invite(meeting=planned, person=student, by=sw)

    def test_not_another_childs_family(self, planned, sw):
        with pytest.raises(ValidationError, match="not this child's family"):
            actions.invite(meeting=planned, relationship=RelationshipFactory(), by=sw)

    def test_somebody_known_by_name_only_says_for_whom(self, planned, sw):
        with pytest.raises(ValidationError):
            actions.invite(meeting=planned, name="PC Ali", by=sw)
        actions.invite(meeting=planned, name="PC Ali", side="police", office="CAIU", by=sw)

    def test_papers_go_to_some_only_with_a_reason_for_the_others(self, planned, sw, student):
        mum = actions.invite(meeting=planned, name="Aunt", side="family", by=sw)
        sam = actions.invite(meeting=planned, person=student, by=sw)
        with pytest.raises(ValidationError, match="gets no papers"):
            actions.check_send_list(meeting=planned, sent_to=[sam.pk], by=sw)
        check = actions.check_send_list(
            meeting=planned, sent_to=[sam.pk], left_out_why="She did not want them.", by=sw
        )
        assert (check.sent_to, check.left_out) == ([str(sam.pk)], [str(mum.pk)])


class TestMoving:
    def test_the_reason_stays_and_says_whether_the_child_knows(self, planned, sw, soon, student):
        actions.invite(meeting=planned, person=student, by=sw)
        later = soon + timedelta(days=2)
        actions.reschedule_meeting(
            meeting=planned,
            planned_for=later,
            reason="The school is closed.",
            child_told="will",
            child_told_note="At school on Monday.",
            by=sw,
        )
        change = MeetingChange.objects.get()
        assert (change.was_for, change.now_for) == (soon, later)
        assert Meeting.objects.get().sequence == 1
        assert ChronologyEntry.objects.filter(kind="casework.meeting_moved").exists()
        assert Notice.objects.filter(recipient=student, line__contains="moved to").count() == 1

    def test_it_must_be_said_whether_the_child_knows(self, planned, sw, soon):
        with pytest.raises(ValidationError) as refused:
            actions.reschedule_meeting(
                meeting=planned,
                planned_for=soon + timedelta(days=1),
                reason="Ill.",
                child_told="no",
                by=sw,
            )
        assert beside(refused) == {"child_told_note"}
        planned.refresh_from_db()
        assert planned.planned_for == soon

    def test_the_day_is_not_moved_by_the_back_door(self, planned, sw, soon):
        with pytest.raises(ValidationError, match="Move it"):
            actions.plan_meeting(
                meeting=planned,
                planned_for=soon + timedelta(days=1),
                chair="W",
                how="phone",
                by=sw,
            )

    def test_cancelled_with_a_reason_and_another_may_be_proposed(self, planned, episode, sw):
        with pytest.raises(ValidationError, match="Say why"):
            actions.cancel_meeting(meeting=planned, reason=" ", child_told="yes", by=sw)
        actions.cancel_meeting(meeting=planned, reason="Snow.", child_told="yes", by=sw)
        assert actions.propose_meeting(episode=episode, kind="cin_planning", by=sw).pk != planned.pk
        with pytest.raises(ValidationError, match="held or cancelled"):
            actions.cancel_meeting(meeting=planned, reason="Snow.", child_told="yes", by=sw)

    def test_history_of_changes_cannot_be_rewritten(self, planned, sw):
        actions.cancel_meeting(meeting=planned, reason="Snow.", child_told="yes", by=sw)
        with pytest.raises(DatabaseError), transaction.atomic():
            MeetingChange.objects.update(why="Because.")


class TestHolding:
    def test_who_was_there_stands_on_the_chronology(self, planned, child, sw, today):
        mum = actions.invite(meeting=planned, relationship=RelationshipFactory(child=child), by=sw)
        ali = actions.invite(meeting=planned, name="PC Ali", side="police", by=sw)
        actions.hold_meeting(
            meeting=planned,
            held_on=today,
            attended={
                mum.pk: Attended(
                    attendance=Attendance.ATTENDED, views="It helps.", views_by="said"
                ),
                ali.pk: Attended(attendance="apologies", apologies_why="On leave"),
            },
            by=sw,
        )
        assert list(Meeting.objects.held()) == [planned]
        assert Invitee.objects.present().get() == mum
        entry = ChronologyEntry.objects.get(kind="casework.meeting_held")
        assert entry.details["present"] == ["Ewa Sample, Mother"]
        assert entry.details["apologies"] == ["PC Ali"]

    def test_of_everybody_asked_it_is_said_whether_they_came(self, planned, sw, today):
        row = actions.invite(meeting=planned, name="Nan", side="family", by=sw)
        with pytest.raises(ValidationError) as refused:
            actions.hold_meeting(meeting=planned, held_on=today, by=sw)
        assert beside(refused) == {f"attendance_{row.pk}"}

    def test_the_family_line_is_filled_or_explained(self, planned, sw, today):
        with pytest.raises(ValidationError) as refused:
            actions.hold_meeting(meeting=planned, held_on=today, by=sw)
        assert beside(refused) == {"family_not_invited_why"}
        actions.hold_meeting(
            meeting=planned, held_on=today, family_not_invited_why="In hospital.", by=sw
        )

    def test_not_in_the_future_and_not_before_the_episode(self, planned, sw, today, opened_on):
        for day in (today + timedelta(days=1), opened_on - timedelta(days=1)):
            with pytest.raises(ValidationError) as refused:
                actions.hold_meeting(
                    meeting=planned, held_on=day, family_not_invited_why="x", by=sw
                )
            assert beside(refused) == {"held_on"}

    def test_a_student_does_not_hold_one(self, planned, student, today):
        with pytest.raises(PermissionDenied):
            actions.hold_meeting(meeting=planned, held_on=today, by=student)

    def test_what_decides_a_status_is_held_elsewhere(self, episode, sw, today):
        meeting = actions.propose_meeting(episode=episode, kind="icpc", by=sw)
        with pytest.raises(ValidationError, match="under Protection"):
            actions.hold_meeting(meeting=meeting, held_on=today, chair="Ines", by=sw)

    def test_an_action_agreed_there_is_on_the_one_list(self, planned, sw, student, today):
        actions.agree_action(
            meeting=planned, what="Ring Dad", why="He asked", owner=student, due_on=today, by=sw
        )
        decision = Decision.objects.get()
        assert (decision.source_type, decision.source_id) == ("casework.meeting", planned.pk)


class TestCellar:
    def test_nothing_is_held_after_the_episode_closed(self, planned, today):
        def hold_late():
            type(planned.episode).objects.filter(pk=planned.episode_id).update(
                closed_on=today - timedelta(days=2), closure_reason="EH1"
            )
            Meeting.objects.filter(pk=planned.pk).update(held_on=today)
            at_once()

        with (
            pytest.raises(IntegrityError, match="nothing happens"),
            transaction.atomic(),
        ):
            hold_late()

    @pytest.mark.parametrize(
        ("facts", "broken"),
        [
            ({"held_on": date(2026, 11, 21), "chair": "W", "quorate": "yes"}, "on_weekday"),
            ({"held_on": date(2026, 11, 20), "chair": "W"}, "conference_quorum"),
            (
                {"held_on": date(2026, 11, 20), "chair": "W", "quorate": "no"},
                "conference_quorum",
            ),
            ({"held_on": date(2026, 11, 20), "quorate": "yes"}, "held_with_chair"),
            ({"cancelled_on": date(2026, 11, 20)}, "cancelled_with_reason"),
        ],
    )
    def test_what_one_row_may_not_say(self, episode, sw, facts, broken):
        with pytest.raises(IntegrityError, match=broken), transaction.atomic():
            Meeting.objects.create(
                episode=episode, child=episode.child, kind="icpc", proposed_by=sw, **facts
            )
