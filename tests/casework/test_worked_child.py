"""One child from request to closure on fixed dates: every deadline on the way counted by hand.

Easter 2026: Good Friday 3 April, Monday 6 April. Bank holidays on the way: 4 and 25 May, 31 August,
25 and 28 December 2026, 1 January 2027; Easter 2027: Good Friday 26 March, Monday 29 March.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from casework.assessment.models import Assessment
from casework.child.models import Child
from casework.closure.actions import NotYet, close, plan_goodbye, say_goodbye
from casework.direct_work.visit.actions import countersign_visit
from casework.episode.actions import allocate_accountable, allocate_co_worker
from casework.meeting.models import Meeting
from casework.plan.actions import end_plan, start_plan
from casework.plan.models import Plan
from casework.protection.actions import agree_conclusion
from casework.request.actions import decide_request, make_request
from tests.casework import scene
from tests.casework.assessment import scene as assessments
from tests.casework.protection import scene as protection
from tests.casework.protection.scene import on
from tests.partners.factories import ContactFactory, SchoolFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db

ASKED, DECIDED, ALLOCATED = date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 10)
AUTHORISED, PLANNED = date(2026, 6, 9), date(2026, 6, 24)
DISCUSSED, CONFERRED, REVIEWED = date(2026, 12, 10), date(2027, 1, 4), date(2027, 3, 31)
CLOSED = date(2027, 5, 20)


def due(child, code: str, starts: date) -> Deadline:
    """The child's one clock of that rule that began on that day."""
    rows = Deadline.objects.filter(reference=child.reference, code=code, starts_on=starts)
    return rows.get(cancelled_at=None)


@staged
def school(dsl):
    return ContactFactory(school=SchoolFactory(name="Oakfield Primary"), person=dsl).school


@staged
def tomasz(dsl, tm, sw, student, pe, school, team):
    """Asked for by his school on Maundy Thursday, accepted after Easter, allocated that Friday."""
    with on(ASKED):
        asked = make_request(
            by=dsl,
            school=school,
            pupil_first_name="Tomasz",
            pupil_last_name="Sikorski",
            pupil_dob=date(2017, 3, 4),
            level_of_need=3,
            topics=["bullying"],
            worries="Alone at every break.",
            consent_said="both",
            consent_from="Mum",
            urgency="routine",
        )
    # C1, one working day: Good Friday, the weekend and Easter Monday do not count.
    assert Deadline.objects.get(code="C1").due_on == date(2026, 4, 7)
    with on(DECIDED):
        decided = decide_request(
            request=asked,
            decision="accepted",
            reason="The council asks us to assess.",
            kind="in_need",
            sex="M",
            referral_date=ASKED,
            by=tm,
        )
    assert Deadline.objects.get(code="C1").met_on == DECIDED
    return decided.child


@staged
def work(tomasz, tm, sw, student):
    with on(ALLOCATED):
        episode = tomasz.episodes.get()
        shared = {"episode": episode, "starts_on": ALLOCATED, "by": tm}
        allocate_accountable(person=sw, why="Knows the school", **shared)
        allocate_co_worker(student=student, why="A first assessment", **shared)
        scene.agree(tomasz, by=tm, given_on=ALLOCATED)
    return episode


def seen(child, day: date, *, sw, **changes):
    """A visit by the accountable worker at which the child was seen; signed that day."""
    with on(day, 17):
        visit = scene.a_visit(
            child,
            by=sw,
            on=day,
            sent=True,
            registered_worker_present=True,
            registered_worker=sw,
            **changes,
        )
        return visit if visit.state == "countersigned" else countersign_visit(visit=visit, by=sw)


def test_assessment_clocks_run_from_the_referral_across_easter_and_may(work, tomasz, sw, tm):
    # C19, five working days from the decision: 8, 9, 10, 13, 14 April; allocated on the third.
    allocation = due(tomasz, "C19", DECIDED)
    assert (allocation.due_on, allocation.met_on) == (date(2026, 4, 14), ALLOCATED)
    # C2, 45 working days: 4 in Easter week, 5 a week in April, 4 in each week of a May holiday.
    assert due(tomasz, "C2", ASKED).due_on == date(2026, 6, 10)
    checkpoints = Deadline.objects.filter(reference=tomasz.reference, code="C3")
    assert sorted(checkpoints.values_list("due_on", flat=True)) == [
        date(2026, 4, 20),
        date(2026, 5, 5),
        date(2026, 5, 19),
    ]
    with on(AUTHORISED):
        assessments.an_authorised_one(work, by=sw, sw=sw, tm=tm, on=AUTHORISED)
    assert due(tomasz, "C2", ASKED).met_on == AUTHORISED
    assert Assessment.objects.authorised().get().child == tomasz


def test_a_plan_in_need_is_met_reviewed_and_visited(work, tomasz, sw):
    with on(PLANNED):
        start_plan(
            episode=work,
            kind="child_in_need",
            starts_on=PLANNED,
            decided_on=date(2026, 6, 5),
            by=sw,
            on=PLANNED,
        )
    # C12, 15 working days from Friday 5 June: three weeks without a holiday.
    assert due(tomasz, "C12", date(2026, 6, 5)).due_on == date(2026, 6, 26)
    # C13, six weeks; C14, twenty working days.
    assert due(tomasz, "C13", PLANNED).due_on == date(2026, 8, 5)
    assert due(tomasz, "C14", PLANNED).due_on == date(2026, 7, 22)
    seen(tomasz, date(2026, 7, 20), sw=sw)
    assert due(tomasz, "C14", PLANNED).met_on == date(2026, 7, 20)
    # From Monday 20 July twenty working days again: Monday 17 August.
    assert due(tomasz, "C14", date(2026, 7, 20)).due_on == date(2026, 8, 17)


@staged
def protected(work, tomasz, sw, tm):
    """Strategy discussion in December, conference after Christmas, on the last day but one."""
    with on(AUTHORISED):
        assessments.an_authorised_one(work, by=sw, sw=sw, tm=tm, on=AUTHORISED)
    with on(PLANNED):
        start_plan(episode=work, kind="child_in_need", starts_on=PLANNED, by=sw, on=PLANNED)
    enquiry = protection.an_enquiry(work, by=sw, lead=sw, day=DISCUSSED)
    # C5, 15 working days from Thursday 10 December: 25 and 28 December and 1 January do not count.
    assert due(tomasz, "C5", DISCUSSED).due_on == date(2027, 1, 5)
    with on(date(2026, 12, 18)):
        concluded = protection.conclude(enquiry, by=sw, day=date(2026, 12, 18))
        agree_conclusion(enquiry=concluded, by=tm)
    with on(CONFERRED):
        icpc = Meeting.objects.ahead().of_kind("icpc").get(episode=work)
        assert icpc.last_lawful_on == date(2027, 1, 5)
        protection.confer(icpc, by=sw, day=CONFERRED)
    return Plan.objects.open().get(child=tomasz)


def test_the_conference_starts_a_plan_and_its_clocks(protected, work, tomasz, sw):
    assert (protected.kind, protected.starts_on) == ("child_protection", CONFERRED)
    before = Plan.objects.exclude(pk=protected.pk).get()
    assert before.ends_on == CONFERRED
    assert due(tomasz, "C5", DISCUSSED).met_on == CONFERRED
    # C7, ten working days from Monday 4 January: Monday 18 January.
    assert due(tomasz, "C7", CONFERRED).due_on == date(2027, 1, 18)
    # C9, three months: Sunday 4 April 2027; the last day to hold it is Friday 2 April.
    review = due(tomasz, "C9", CONFERRED)
    assert (review.due_on, review.book_by) == (date(2027, 4, 4), date(2027, 4, 2))
    # C11, ten working days: the same Monday.
    assert due(tomasz, "C11", CONFERRED).due_on == date(2027, 1, 18)
    seen(tomasz, date(2027, 1, 15), sw=sw, kind="child_protection")
    assert due(tomasz, "C11", CONFERRED).met_on == date(2027, 1, 15)


def test_stepped_down_over_easter_and_closed(protected, work, tomasz, sw, tm, student):
    with on(REVIEWED):
        review = Meeting.objects.ahead().of_kind("rcpc").get(episode=work)
        protection.confer(review, by=sw, day=REVIEWED, decided="ends")
        [plan] = Plan.objects.open().filter(child=tomasz) or [
            start_plan(episode=work, kind="child_in_need", starts_on=REVIEWED, by=sw, on=REVIEWED)
        ]
    assert (plan.kind, plan.starts_on) == ("child_in_need", REVIEWED)
    assert due(tomasz, "C9", CONFERRED).met_on == REVIEWED
    # From Wednesday 31 March, after Easter 2027: six weeks, and twenty working days.
    assert due(tomasz, "C13", REVIEWED).due_on == date(2027, 5, 12)
    assert due(tomasz, "C14", REVIEWED).due_on == date(2027, 4, 28)
    with on(CLOSED):
        with pytest.raises(NotYet):
            close(episode=work, on=CLOSED, reason="RC7", what_changed="x", child_told="x", by=tm)
        end_plan(plan=plan, ends_on=CLOSED, reason="needs_met", by=sw)
        goodbye = plan_goodbye(
            allocation=work.allocations.get(person=student),
            what_told="The work is done.",
            told_by="together",
            told_on=CLOSED,
            last_session_on=CLOSED,
            handover="Nothing is left open.",
            by=tm,
        )
        say_goodbye(goodbye=goodbye, said_on=CLOSED, how_it_went="He waved.", by=tm)
        ended = {
            "what_changed": "He sleeps through, and has friends.",
            "child_told": "Together, at school.",
        }
        # “Closed after assessment” is not what happened here.
        with pytest.raises(ValidationError, match="More than an assessment"):
            close(episode=work, on=CLOSED, reason="RC8", by=tm, **ended)
        closed = close(episode=work, on=CLOSED, reason="RC7", by=tm, **ended)
    assert closed.closed_on == CLOSED
    running = Deadline.objects.running().filter(reference=tomasz.reference)
    assert not running.exists()
    assert Child.objects.get(pk=tomasz.pk).episodes.open().count() == 0
