"""One of everything that has an address, around the cast: what the table of doors is tried on.

Wanda (`sw`) is accountable for the child, Sam (`student`) co-works and answers to Lorna (`pe`); the
team is Tess's (`tm`). Olu (`outsider`) is a social worker of another team. Dina (`dsl`) asked for
the work.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import actions as people
from casework.assessment.actions import start_assessment
from casework.child.actions import (
    break_glass,
    check_duplicates,
    declare_conflict,
    end_glass,
    restrict_child,
)
from casework.chronology.contexts.actions import (
    link_context,
    record_exploitation,
    report_missing,
)
from casework.chronology.curated.actions import begin_version, choose
from casework.closure.actions import close, plan_goodbye, record_death, refer_onward
from casework.consent.models import ConsentEntry
from casework.decision.actions import record_decision
from casework.episode.models import Episode
from casework.family.actions import move, record_tie
from casework.family.education.actions import record_attendance, record_education_fact
from casework.family.merging.actions import propose_merge
from casework.meeting.actions import hold_meeting, invite, propose_meeting
from casework.meeting.minuting import submit_minutes, write_minutes
from casework.plan import actions as plans
from casework.protection import actions as protection_actions
from partners.actions import school_import
from partners.models import InsetDay, TermDate
from placements.change import actions as change
from placements.checks.actions import verify_check
from placements.concern import actions as concerns
from placements.intake.actions import plan_intake
from placements.intake.actions.cohort import read_cohort
from placements.models import WheelStep
from placements.money import actions as money
from placements.profile.actions import start_role
from placements.timeline.actions import keep_destination
from schools.actions import link_to_school
from supervision.actions import release_extract
from supervision.models import AgreedAction
from tests.casework import scene
from tests.casework.assessment import scene as assessing
from tests.casework.factories import RelationshipFactory, RequestFactory
from tests.casework.meeting.scene import a_planned_meeting
from tests.casework.plan import scene as plan_scene
from tests.casework.protection import scene as protection
from tests.partners.factories import AgencyFactory, ContactFactory, SchoolFactory, UniversityFactory
from tests.placements import scene as placing
from tests.placements.factories import (
    CheckFactory,
    DayFactory,
    EducatorFactory,
    ItemFactory,
    NominationFactory,
    OfferFactory,
    PlacementFactory,
    StudentProfileFactory,
)
from tests.stage import staged
from tests.supervision.factories import SupervisionSessionFactory
from timescales.models import ClockRule, Deadline


@staged
def world(cast, team, today):
    """Everything by the name `doors.py` calls it."""
    w = SimpleNamespace(**vars(cast), team=team)
    since = today - timedelta(days=60)
    _directory(w)
    _child(w, team, since, today)
    _protection(w, team, since, today)
    _assessments(w, team, since, today)
    _placement(w, team, since, today)
    _supervision(w, today)
    return w


def _directory(w: Any) -> None:
    w.school, w.university, w.agency = SchoolFactory(), UniversityFactory(), AgencyFactory()
    w.contact = ContactFactory(school=w.school, person=w.dsl)
    day = timezone.localdate()
    w.term = TermDate.objects.create(
        school=w.school, name="Spring term", starts_on=day, ends_on=day + timedelta(days=60)
    )
    w.inset_day = InsetDay.objects.create(school=w.school, on=day)
    w.school_import = school_import.upload(
        file=SimpleUploadedFile("schools.csv", b"URN,EstablishmentName\n1,A\n"), by=w.admin
    )
    w.membership = w.sw.memberships.get()
    w.line = w.student.lines_up.get()
    w.deputyship = people.appoint_deputy(
        manager=w.gm, deputy=w.outsider, starts_on=day - timedelta(days=9),
        ends_on=day - timedelta(days=2), why="Leave", by=w.admin,
    )  # fmt: skip


def _child(w: Any, team: Any, since: Any, today: Any) -> None:
    w.child = scene.a_child(by=w.tm, school=w.school)
    w.episode = scene.an_episode(
        w.child, team=team, by=w.tm, opened_on=since, sw=w.sw, student=w.student
    )
    w.allocation = w.episode.allocations.get(role="accountable")
    scene.agree(w.child, by=w.sw, given_on=since)
    _endings(w, team, since, today)
    w.consent = ConsentEntry.objects.filter(child=w.child).first()
    w.draft = scene.a_session(w.child, by=w.student, on=today)
    w.sent = scene.a_session(w.child, by=w.student, on=today, sent=True)
    w.visit = scene.a_visit(w.child, by=w.student, on=today)
    w.joint = _a_joint_visit(w, team, since, today)
    w.story = scene.a_life_story(w.child, by=w.student, on=today)
    w.photo = w.story.photos.get()
    w.curated = begin_version(child=w.child, purpose="Review", by=w.student)
    (w.chosen,) = choose(
        version=w.curated, entries=[w.child.chronology.values_list("pk", flat=True)[0]], by=w.sw
    )
    w.decision = record_decision(
        child=w.child, what="Meet Dad", why="He asked", owner=w.student, due_on=today, by=w.pe
    )
    _plan(w, today)
    w.request = RequestFactory(requester=w.dsl, team=team, school=w.school)
    w.conflict = declare_conflict(
        person=w.student, nature="family", on=today, by=w.student, family_name="Pop"
    )
    w.check, _ = check_duplicates(by=w.tm, first_name="Tomasz", last_name="Sikorski", on=today)
    w.relationship = RelationshipFactory(child=w.child)
    father = RelationshipFactory(child=w.child, kind="father")
    w.tie = record_tie(one=w.relationship.member, other=father.member, kind="married", by=w.sw)
    _life(w, since)
    w.merge = propose_merge(
        kept=w.child,
        dropped=scene.a_child(by=w.tm),
        why="One birth certificate",
        at=timezone.now(),
        by=w.tm,
    )
    w.home = move(members=[w.relationship.member], starts_on=since, by=w.sw)
    _meetings(w, today)
    w.deadline = Deadline.objects.filter(root_id=w.episode.pk).first()
    w.rule = ClockRule.objects.filter(effective_to=None).order_by("pk").first()


def _plan(w: Any, today: Any) -> None:
    """Another child of the same people, in need and with a plan in force and one being written."""
    w.child_in_need = scene.a_child(by=w.tm, school=w.school)
    episode = scene.an_episode(
        w.child_in_need,
        team=w.team,
        by=w.tm,
        opened_on=today - timedelta(days=60),
        sw=w.sw,
        student=w.student,
        kind="in_need",
    )
    w.plan = plans.start_plan(
        episode=episode, kind="child_in_need", starts_on=today - timedelta(days=50), by=w.sw
    )
    asked_on = today - timedelta(days=40)
    w.version = plan_scene.in_force(
        w.plan, by=w.student, sw=w.sw, tm=w.tm, due_on=today, asked_on=asked_on
    )
    w.outcome = w.version.outcomes.get()
    w.draft_version = plans.new_version(plan=w.plan, by=w.student)
    w.draft_need = w.draft_version.needs.get()
    w.draft_outcome = w.draft_version.outcomes.get()
    w.draft_action = w.draft_version.actions.first()
    w.review = plans.start_review(
        plan=w.plan,
        fields={"held_on": today - timedelta(days=5)},
        brought=[plans.Brought("child", "Tomasz", "there", "Better", 5)],
        by=w.student,
    )
    w.safety_plan = plans.start_safety_plan(
        episode=episode, fields={"signs": "Shouting"}, steps=[], by=w.student
    )


def _life(w: Any, since: Any) -> None:
    told = {"source": "school", "said_on": since}
    w.attendance = record_attendance(
        child=w.child, starts_on=since, ends_on=since, possible=2, attended=2, by=w.sw, **told
    )
    w.education_fact = record_education_fact(
        child=w.child, kind="sen_support", starts_on=since, by=w.sw, **told
    )
    w.context_link = link_context(
        child=w.child, kind="place", name="The underpass", starts_on=since, by=w.sw
    )
    w.context = w.context_link.context
    w.exploitation = record_exploitation(
        child=w.child, kind="criminal", level="emerging", starts_on=since,
        what="New trainers", source="School", by=w.sw,
    )  # fmt: skip
    w.missing = report_missing(
        child=w.child, missing_from=timezone.now() - timedelta(days=2), from_where="home",
        what="Left after tea", by=w.sw,
    )  # fmt: skip


def _assessments(w: Any, team: Any, since: Any, today: Any) -> None:
    """Three children in need: one assessment being written, one sent, one authorised."""

    def in_need() -> Any:
        return scene.an_episode(
            scene.a_child(by=w.tm),
            team=team,
            by=w.tm,
            opened_on=since,
            sw=w.sw,
            student=w.student,
            kind=Episode.Kind.IN_NEED,
        )

    w.assessed_episode = in_need()
    w.assessed_child = w.assessed_episode.child
    w.assessment = start_assessment(episode=w.assessed_episode, by=w.student, on=today)
    w.sent_assessment = assessing.a_sent_one(in_need(), by=w.student, on=today)
    w.authorised_assessment = assessing.an_authorised_one(
        in_need(), by=w.student, sw=w.sw, tm=w.tm, on=today
    )


def _meetings(w: Any, today: Any) -> None:
    w.meeting = a_planned_meeting(
        w.episode, kind="cin_planning", by=w.sw, on=today + timedelta(days=7)
    )
    w.invitee = invite(meeting=w.meeting, person=w.student, by=w.sw)
    w.held_meeting = a_planned_meeting(w.episode, kind="other", by=w.sw, on=today)
    hold_meeting(
        meeting=w.held_meeting, held_on=today, family_not_invited_why="Staff only", by=w.sw
    )
    w.minutes = write_minutes(meeting=w.held_meeting, text="We met.", by=w.student)
    submit_minutes(minutes=w.minutes, by=w.student)


def _endings(w: Any, team: Any, since: Any, today: Any) -> None:
    """Work that ended, a goodbye to say, an onward referral, a death, a record that is closed."""
    w.goodbye = plan_goodbye(
        allocation=w.episode.allocations.get(role="co_worker"),
        last_session_on=today + timedelta(days=9),
        told_by="leaver",
        told_on=today,
        what_told="Sam goes back to university.",
        handover="He likes to draw while he talks.",
        by=w.student,
    )
    w.onward = refer_onward(
        child=w.child,
        agency=w.agency,
        purpose="A place in the boys' group",
        basis="safeguarding",
        basis_note="Dad refuses, the risk is plain",
        asked_on=today,
        by=w.tm,
    )
    before = scene.a_child(by=w.tm)
    w.closed = scene.an_episode(before, team=team, by=w.tm, opened_on=since, sw=w.sw)
    close(
        episode=w.closed, on=today, reason="EH1", by=w.tm,
        what_changed="He sleeps through.", child_told="Wanda told him.",
    )  # fmt: skip
    lost = scene.a_child(by=w.tm)
    scene.an_episode(lost, team=team, by=w.tm, opened_on=since)
    w.death = record_death(child=lost, died_on=today, told_by="The hospital", by=w.tm)
    w.closed_child = scene.a_child(by=w.tm)
    scene.an_episode(w.closed_child, team=team, by=w.tm, opened_on=since, sw=w.sw)
    restrict_child(child=w.closed_child, named=[], why="Staff family", starts_on=today, by=w.gm)
    # Named by nobody here, and so masked for the three who get a masked row.
    w.closed_child.restrictions.get().named.all().delete()
    w.glass = break_glass(child=w.closed_child, reason="A call at night", by=w.sw)
    w.glass = end_glass(glass=w.glass, by=w.sw)


def _protection(w: Any, team: Any, since: Any, today: Any) -> None:
    """Another child, with an enquiry that is open; the conference is of one who moved here."""
    w.protected = scene.a_child(by=w.tm, first_name="Ola", school=w.school)
    w.in_need = scene.an_episode(
        w.protected, team=team, by=w.tm, opened_on=since, sw=w.sw, student=w.student, kind="in_need"
    )
    w.enquiry = protection.an_enquiry(w.in_need, by=w.tm, lead=w.sw, day=today)
    w.part = protection_actions.assign_part(
        part=w.enquiry.parts.get(name="child"), writer=w.student, by=w.sw
    )
    w.discussion = w.enquiry.discussion
    w.asked_for = protection.call(w.in_need, by=w.sw, day=today)
    w.conference = protection_actions.call_transfer_in(
        episode=w.in_need, notified_on=today, moved_from="Telford", by=w.sw
    )
    w.core_group = propose_meeting(episode=w.in_need, kind="core_group", by=w.sw)


def _a_joint_visit(w: Any, team: Any, since: Any, today: Any) -> Any:
    """To the child and a sister whose work is with the same people."""
    sister = scene.a_child(by=w.tm, first_name="Maja", last_name="Kowalska", sex="F")
    scene.an_episode(sister, team=team, by=w.tm, opened_on=since, sw=w.sw, student=w.student)
    return scene.a_joint_visit([w.child, sister], by=w.student, on=today)


def _placement(w: Any, team: Any, since: Any, today: Any) -> None:
    w.placement = PlacementFactory(
        student=w.student,
        practice_educator=w.pe,
        team=team,
        university=w.university,
        tutor=ContactFactory(school=None, university=w.university, role="tutor", person=w.tutor),
        starts_on=since,
        planned_ends_on=today + timedelta(days=90),
    )
    w.day = DayFactory(placement=w.placement, on=today)
    _steps(w, since, today)
    _intake(w, team, today)
    _changes(w, team, today)
    _concern(w, today)
    _money(w, team, today)
    w.school_link = link_to_school(
        person=w.student, school=w.school, weekdays=[1], starts_on=since, by=w.tm
    )


def _steps(w: Any, since: Any, today: Any) -> None:
    """An agreement that waits for student and tutor, a report that waits for the student, a meeting
    held, a step done, where the student goes next, and the university's own rule."""
    w.agreement = placing.a_sent_agreement(w.placement, by=w.pe, on=today)
    w.report = placing.a_report(w.placement, "interim", on=today)
    w.placement_meeting = placing.a_held_meeting(w.placement, "agreement", on=today)
    w.placement_step = placing.a_step(w.placement, "observation", on=today)
    w.destination = keep_destination(
        placement=w.placement, went_to="here", agreed_how="portal", by=w.student, on=today
    )
    w.university_rule = placing.a_rule(w.university, by=w.tm, starts_on=since, on=today)


def _intake(w: Any, team: Any, today: Any) -> None:
    w.critical_check = CheckFactory(placement=w.placement)
    w.verification = verify_check(check=w.critical_check, verified_on=today, by=w.tm)
    w.induction = CheckFactory(placement=w.placement, item=ItemFactory(part="induction"))
    w.item = ItemFactory()
    w.profile = StudentProfileFactory(person=w.student, team=team, university=w.university)
    w.educator = EducatorFactory(person=w.pe, team=team)
    w.role = start_role(
        placement=w.placement, kind="mentor", person=w.pe, starts_on=today, why="Asked", by=w.tm
    )
    w.intake = plan_intake(
        team=team,
        name="Next",
        starts_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=260),
        on=today,
        by=w.tm,
    )
    w.offer = OfferFactory(
        intake=w.intake,
        university=w.university,
        offered_on=today,
        answer_by=today,
        answered_on=today,
    )
    w.nomination = NominationFactory(offer=w.offer, starts_on=w.intake.starts_on, named_on=today)
    w.task, w.step = w.intake.tasks.first(), WheelStep.objects.first()
    w.cohort = read_cohort(
        intake=w.intake,
        content=b"Name,E-mail,University,Days\nSam,none,Teme,70\n",
        file_name="list.csv",
        at=timezone.now(),
        by=w.business_support,
    )


def _changes(w: Any, team: Any, today: Any) -> None:
    """A cover to come, and a student who has stopped with something still to do."""
    (w.cover,) = change.start_cover(
        placements=[w.placement],
        by_whom=w.sw,
        starts_on=today + timedelta(days=40),
        ends_on=today + timedelta(days=45),
        why="Leave",
        on=today,
        by=w.tm,
    )
    w.left_placement = PlacementFactory(
        practice_educator=w.pe,
        team=team,
        starts_on=today - timedelta(days=90),
        planned_ends_on=today,
        ends_on=today - timedelta(days=1),
        outcome="withdrawn",
    )
    w.left = record_decision(
        child=w.child,
        what="Ring the school",
        why="She asked",
        owner=w.left_placement.student,
        due_on=today,
        by=w.sw,
    )


def _concern(w: Any, today: Any) -> None:
    w.concern = concerns.raise_concern(
        placement=w.placement,
        about="Records come late",
        said="We talked.",
        held_on=today,
        on=today,
        by=w.pe,
    )
    w.concern_step = w.concern.concern_steps.get()
    w.concern_point = concerns.add_point(
        concern=w.concern, point=concerns.Point("Ask", "student", today), on=today, by=w.pe
    )
    w.concern_named = concerns.name_person(
        concern=w.concern, person=w.tutor, why="Tutor", on=today, by=w.pe
    )


def _money(w: Any, team: Any, today: Any) -> None:
    confirmed = DayFactory(
        placement=w.placement,
        on=today - timedelta(days=1),
        confirmed_by=w.pe,
        confirmed_at=timezone.now(),
    )
    w.claim = money.make_claim(
        team=team, university=w.university, until=today, on=today, by=w.business_support
    )
    w.journey = money.record_journey(
        placement=w.placement,
        on=confirmed.on,
        purpose="visit",
        how="fare",
        went_from="Worcester",
        went_to="Malvern",
        fare=Decimal(3),
        by=w.student,
        today=today,
    )


def _supervision(w: Any, today: Any) -> None:
    w.supervision = SupervisionSessionFactory(
        student=w.student, practice_educator=w.pe, held_on=today
    )
    w.action = AgreedAction.objects.create(
        session=w.supervision, text="Read the file", owner=w.student, due_on=today
    )
    now = timezone.now()
    w.answered = SupervisionSessionFactory(
        student=w.student, practice_educator=w.pe, held_on=today - timedelta(days=7),
        state="agreed", asked_at=now, answered_at=now,
    )  # fmt: skip
    w.extract = release_extract(
        session=w.answered, learning="Waited in silences.", is_checked=True, by=w.pe
    )
