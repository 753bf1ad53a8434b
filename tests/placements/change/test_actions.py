"""Put off, extended, suspended, reinstated, ended, another educator, cover."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import ChildrenAccess, ReportingLine
from accounts.reporting import practice_educator_of
from accounts.roles import Role
from notices.models import Notice
from placements.change import actions
from placements.change.actions import Answered
from placements.change.models import PlacementChange, WorkAnswer
from placements.change.open_work import open_work, still_open
from placements.checks.actions import put_access_right
from placements.concern.actions import Point, add_point, raise_concern
from placements.days import projections
from placements.ledger.actions import record_day
from placements.models import CapacityOverride, PracticePlacement, Suspension
from placements.profile.reads import educators
from tests.casework import scene
from tests.placements.factories import EducatorFactory, PlacementFactory
from tests.stage import staged
from timescales.calendars import load_calendar
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
Answer = WorkAnswer.Answer


def access(person):
    rows = ChildrenAccess.objects.filter(person=person).order_by("starts_on")
    return [(row.starts_on, row.ends_on) for row in rows]


def limits(person):
    return [(row.starts_on, int(row.cases)) for row in person.workload_limits.order_by("starts_on")]


@staged
def other_pe(someone, team):
    person = someone(Role.PRACTICE_EDUCATOR, "Owen Other", team)
    EducatorFactory(person=person, team=team)
    return person


# Put off and extended


def test_a_placement_put_off_takes_everything_with_it(start, newcomer, pe, tm, today):
    first = today + timedelta(days=20)
    later = first + timedelta(days=14)
    placement = start(starts_on=first)
    actions.defer_placement(placement=placement, starts_on=later, why="Ill", on=today, by=tm)
    placement.refresh_from_db()
    assert placement.starts_on == later
    assert practice_educator_of(newcomer, first) is None
    assert practice_educator_of(newcomer, later) == pe
    assert placement.roles.get(kind="on_site").starts_on == later
    assert newcomer.memberships.get().starts_on == later
    assert [one for one in limits(newcomer) if one[0] < later] == [(first, 0)]
    assert limits(newcomer)[1] == (later, 1)
    change = PlacementChange.objects.get()
    assert (change.kind, change.why) == ("deferred", "Ill")


def test_what_has_begun_is_not_put_off(running, tm, today):
    with pytest.raises(ValidationError, match="It has begun"):
        actions.defer_placement(
            placement=running, starts_on=today + ONE_DAY, why="Ill", on=today, by=tm
        )


def test_put_off_into_another_placement_is_refused_beside_the_day(start, newcomer, tm, today):
    placement = start(starts_on=today + timedelta(days=20))
    taken = today + timedelta(days=300)
    PracticePlacement.objects.filter(pk=placement.pk).update(
        ends_on=taken - ONE_DAY, outcome="withdrawn"
    )
    PlacementFactory(student=newcomer, starts_on=taken, planned_ends_on=taken + timedelta(days=90))
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        PracticePlacement.objects.filter(pk=placement.pk).update(ends_on=None, outcome="")


def test_an_extension_holds_the_educators_place(start, running, someone, educator, tm, today):
    educator.desks = 1
    educator.save()
    planned = running.planned_ends_on
    coming = someone(Role.STUDENT, "Nia Next")
    start(student=coming, starts_on=planned + timedelta(days=7), on=today)
    asked = {
        "placement": running,
        "planned_ends_on": planned + timedelta(days=21),
        "why": "Days lost",
        "on": today,
        "by": tm,
    }
    with pytest.raises(ValidationError, match="has room for 1"):
        actions.extend_placement(**asked)
    actions.extend_placement(**asked, override_reason="A desk is free on Fridays")
    running.refresh_from_db()
    assert running.planned_ends_on == planned + timedelta(days=21)
    override = CapacityOverride.objects.get(placement=running)
    assert (override.taken, override.by) == (1, tm)
    with pytest.raises(ValidationError, match="choose a later day"):
        actions.extend_placement(**asked)


# Suspended and reinstated


def suspend(placement, by, today, **changes):
    asked = {
        "placement": placement,
        "starts_on": today,
        "review_on": today + timedelta(days=14),
        "why": "Long illness",
        "on": today,
        "by": by,
    }
    return actions.suspend_placement(**(asked | changes))


def test_a_suspended_student_opens_no_record_and_is_given_no_work(running, newcomer, tm, today):
    ends = projections([running], today, load_calendar())[running.pk].ends_on
    suspend(running, tm, today)
    assert access(newcomer) == [(running.starts_on, today - ONE_DAY)]
    assert limits(newcomer)[-1] == (today, 0)
    assert put_access_right(on=today) == []
    running = PracticePlacement.objects.get()
    assert projections([running], today, load_calendar())[running.pk].ends_on > ends
    with pytest.raises(ValidationError, match="suspended on that day"):
        record_day(placement=running, on=today, kind="attended", by=newcomer, today=today)
    with pytest.raises(ValidationError, match="suspended already"):
        suspend(running, tm, today)


def test_one_that_is_reinstated_goes_on_as_it_was(running, newcomer, tm, today):
    before = limits(newcomer)
    since = today - timedelta(days=7)
    suspend(running, tm, today, starts_on=since)
    actions.reinstate_placement(placement=running, starts_on=today, why="Well", on=today, by=tm)
    assert access(newcomer)[-1] == (today, None)
    assert Suspension.objects.get().ends_on == today - ONE_DAY
    in_force = max(cases for day, cases in before if day <= since)
    assert (today, in_force) in limits(newcomer)
    to_come = [(day + timedelta(days=7), cases) for day, cases in before if day > since]
    assert limits(newcomer)[-len(to_come) :] == to_come
    placement = PracticePlacement.objects.get()
    assert placement.planned_ends_on >= running.planned_ends_on
    kinds = PlacementChange.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["suspended", "reinstated"]


def test_reinstated_only_after_it_stood_still(running, tm, today):
    with pytest.raises(ValidationError, match="not suspended"):
        actions.reinstate_placement(placement=running, starts_on=today, why="x", on=today, by=tm)
    suspend(running, tm, today)
    with pytest.raises(ValidationError, match="Choose a later day|choose a later day"):
        actions.reinstate_placement(placement=running, starts_on=today, why="x", on=today, by=tm)


def test_days_of_the_ledger_are_not_suspended_away(running, newcomer, tm, monday, today):
    record_day(placement=running, on=monday, kind="attended", by=newcomer, today=today)
    with pytest.raises(ValidationError, match="The ledger has a day on placement"):
        suspend(running, tm, today, starts_on=monday)


def test_nobody_changes_their_own(running, newcomer, today):
    with pytest.raises(PermissionDenied):
        suspend(running, newcomer, today)


# Open work


def test_every_piece_of_work_is_asked_about(running, allocated, newcomer, sw, tm, today):
    child = allocated.episode.child
    scene.a_session(child, by=newcomer, on=today)
    work = open_work([newcomer.pk])[newcomer.pk]
    assert [one.kind for one in work] == ["allocation", "session"]
    assert child.first_name not in " ".join(one.words for one in work)
    with pytest.raises(ValidationError) as refused:
        suspend(running, tm, today, starts_on=today + ONE_DAY)
    assert set(refused.value.message_dict) == {f"answer_{one.record_id.hex}" for one in work}
    waits = {one.record_id: Answered(Answer.WAIT) for one in work}
    suspend(running, tm, today, starts_on=today + ONE_DAY, answers=waits)
    assert WorkAnswer.objects.count() == 2
    actions.reinstate_placement(
        placement=running, starts_on=today + timedelta(days=3), why="Well", on=today, by=tm
    )
    assert not WorkAnswer.objects.exists()


def test_work_is_passed_on_or_ends_with_the_student(
    running, allocated, newcomer, student, pe, sw, tm, today
):
    child = allocated.episode.child
    visit = scene.a_planned_visit(child, by=newcomer, at=timezone.now() + timedelta(days=2))
    work = {one.kind: one for one in open_work([newcomer.pk])[newcomer.pk]}
    answers = {
        work["allocation"].record_id: Answered(Answer.PASS, to=student),
        work["visit_planned"].record_id: Answered(Answer.END),
    }
    actions.stop_placement(
        placement=running,
        last_day=today,
        outcome="withdrawn",
        why="Leaves the course",
        on=today,
        by=tm,
        answers=answers,
    )
    allocated.refresh_from_db()
    assert allocated.ends_on == today
    passed = allocated.episode.allocations.get(person=student)
    assert passed.starts_on == today + ONE_DAY
    visit.refresh_from_db()
    assert visit.outcome == "not_held"
    assert access(newcomer) == [(running.starts_on, today)]
    assert open_work([newcomer.pk])[newcomer.pk] == []


def test_what_was_not_finished_is_a_task_until_somebody_sees_to_it(
    running, allocated, newcomer, pe, tm, today
):
    scene.a_session(allocated.episode.child, by=newcomer, on=today)
    work = {one.kind: one for one in open_work([newcomer.pk])[newcomer.pk]}
    answers = {
        work["allocation"].record_id: Answered(Answer.END),
        work["session"].record_id: Answered(Answer.FINISH),
    }
    actions.stop_placement(
        placement=running,
        last_day=today,
        outcome="withdrawn",
        why="Leaves",
        on=today,
        by=tm,
        answers=answers,
    )
    told = Notice.objects.filter(key__startswith="placements.leftovers")
    assert {one.recipient for one in told} == {pe, tm}
    assert all(one.not_before.date() > today for one in told)
    left = open_work([newcomer.pk])[newcomer.pk]
    (found,) = still_open(left, WorkAnswer.objects.all())
    assert found[1].answer == Answer.FINISH
    actions.settle_leftover(
        placement=running, work=found[0], note="Wanda wrote it anew", on=today, by=pe
    )
    assert still_open(left, WorkAnswer.objects.all()) == []


# Another educator


def test_another_educator_takes_over_lines_role_and_what_is_due(
    running, newcomer, pe, other_pe, tm, today
):
    actions.change_educator(
        placement=running, practice_educator=other_pe, from_on=today, why="Leaves", on=today, by=tm
    )
    running.refresh_from_db()
    assert running.practice_educator == other_pe
    assert practice_educator_of(newcomer, today) == other_pe
    assert practice_educator_of(newcomer, today - ONE_DAY) == pe
    roles = running.roles.filter(kind="on_site").order_by("starts_on")
    assert [(one.person, one.ends_on) for one in roles] == [(pe, today - ONE_DAY), (other_pe, None)]
    owners = Deadline.objects.open().filter(root_id=running.pk).values_list("owner", flat=True)
    assert pe.pk not in set(owners)


def test_the_next_educator_needs_room_and_papers(running, someone, team, tm, today):
    bare = someone(Role.PRACTICE_EDUCATOR, "Bo Bare", team)
    asked = {
        "placement": running,
        "practice_educator": bare,
        "from_on": today,
        "why": "Leaves",
        "on": today,
        "by": tm,
    }
    with pytest.raises(ValidationError, match="name a Stage 2 mentor"):
        actions.change_educator(**asked)
    full = EducatorFactory(person=bare, team=team, desks=0)
    with pytest.raises(ValidationError, match="has room for 0"):
        actions.change_educator(**asked)
    actions.change_educator(**asked, override_reason="Shares a desk")
    assert CapacityOverride.objects.get(placement=running).places == 0
    assert full.person == bare


def to_come(placement, educator, tm, today, days=10, **changes):
    return actions.change_educator(
        placement=placement,
        practice_educator=educator,
        from_on=today + timedelta(days=days),
        why="Leaves",
        on=today,
        by=tm,
        **changes,
    )


def owners_of(placement):
    rows = Deadline.objects.open().filter(root_id=placement.pk)
    return set(rows.values_list("owner", flat=True))


def test_a_change_to_come_begins_on_its_day(running, newcomer, pe, other_pe, tm, today):
    from_on = today + timedelta(days=10)
    to_come(running, other_pe, tm, today)
    running.refresh_from_db()
    assert running.practice_educator == pe
    assert pe.pk in owners_of(running)
    assert practice_educator_of(newcomer, from_on - ONE_DAY) == pe
    assert practice_educator_of(newcomer, from_on) == other_pe
    assert actions.hand_over(on=from_on - ONE_DAY) == 0
    assert actions.hand_over(on=from_on) == 1
    assert actions.hand_over(on=from_on) == 0
    running.refresh_from_db()
    assert running.practice_educator == other_pe
    assert pe.pk not in owners_of(running)
    assert other_pe.pk in owners_of(running)
    told = Notice.objects.filter(key__startswith="placements.handed_over")
    assert {one.recipient for one in told} == {other_pe, newcomer}


def test_who_is_to_educate_is_told_without_a_name(running, newcomer, other_pe, tm, today):
    to_come(running, other_pe, tm, today)
    told = Notice.objects.get(recipient=other_pe, key__startswith="placements.educates")
    assert told.root_id is None
    assert newcomer.name not in told.line
    assert not PracticePlacement.objects.visible_to(other_pe, today).exists()
    later = today + timedelta(days=10)
    assert PracticePlacement.objects.visible_to(other_pe, later).exists()


def test_room_is_held_from_the_day_to_come_and_free_from_it_on(
    running, start, someone, pe, other_pe, tm, today
):
    to_come(running, other_pe, tm, today)
    first = today + timedelta(days=10)

    def taken(person, day):
        (educator,) = educators([person.educator_profile], today)
        return educator.taken(day, day)

    assert [taken(pe, day) for day in (first - ONE_DAY, first)] == [1, 0]
    assert [taken(other_pe, day) for day in (first - ONE_DAY, first)] == [0, 1]


def test_a_change_to_come_is_taken_back_whole(running, newcomer, pe, other_pe, sw, tm, today):
    from_on = today + timedelta(days=10)
    to_come(running, other_pe, tm, today, supervisor=sw)
    actions.take_back_educator(placement=running, why="Stays after all", on=today, by=tm)
    assert practice_educator_of(newcomer, from_on) == pe
    (role,) = running.roles.filter(kind="on_site")
    assert (role.person, role.ends_on) == (pe, None)
    assert not running.roles.filter(kind="supervisor").exists()
    assert not newcomer.lines_up.filter(answers_to__in=[sw, other_pe]).exists()
    assert actions.hand_over(on=from_on) == 0
    with pytest.raises(ValidationError, match="No change"):
        actions.take_back_educator(placement=running, why="x", on=today, by=tm)
    to_come(running, other_pe, tm, today)


def test_one_change_to_come_at_a_time_and_nothing_cuts_across_it(
    running, pe, other_pe, someone, team, tm, today
):
    third = someone(Role.PRACTICE_EDUCATOR, "Thea Third", team)
    EducatorFactory(person=third, team=team)
    to_come(running, other_pe, tm, today)
    with pytest.raises(ValidationError, match="take that back first"):
        to_come(running, third, tm, today, days=20)
    with pytest.raises(ValidationError, match="cover ends before that day"):
        cover(running, third, tm, today, ends_on=today + timedelta(days=10))
    cover(running, third, tm, today, ends_on=today + timedelta(days=9))


def test_one_that_has_not_begun_is_put_off_only_once_the_change_is_taken_back(
    start, other_pe, tm, today
):
    placement = start(starts_on=today + timedelta(days=5))
    to_come(placement, other_pe, tm, today)
    with pytest.raises(ValidationError, match="take that back first"):
        actions.defer_placement(
            placement=placement,
            starts_on=today + timedelta(days=30),
            why="Ill",
            on=today,
            by=tm,
        )


def test_before_the_first_day_another_educates_from_it_on(start, newcomer, other_pe, tm, today):
    placement = start(starts_on=today + timedelta(days=5))
    to_come(placement, other_pe, tm, today, days=5)
    placement.refresh_from_db()
    assert placement.practice_educator == other_pe
    assert placement.roles.get(kind="on_site").person == other_pe


def test_after_its_planned_last_day_nobody_follows(running, other_pe, tm, today):
    with pytest.raises(ValidationError, match="is planned until"):
        to_come(running, other_pe, tm, today, days=400)


def test_an_end_before_the_day_leaves_no_change_to_come(running, newcomer, other_pe, tm, today):
    to_come(running, other_pe, tm, today)
    actions.stop_placement(
        placement=running, last_day=today, outcome="withdrawn", why="Leaves", on=today, by=tm
    )
    assert not newcomer.lines_up.filter(answers_to=other_pe).exists()
    assert actions.hand_over(on=today + timedelta(days=10)) == 0


def test_points_of_a_concern_go_to_the_next_educator(running, pe, other_pe, tm, today):
    concern = raise_concern(
        placement=running, about="Late", said="We talked.", held_on=today, on=today, by=pe
    )
    due_on = today + timedelta(days=30)
    add_point(concern=concern, point=Point("Ask", "educator", due_on), on=today, by=pe)
    actions.change_educator(
        placement=running, practice_educator=other_pe, from_on=today, why="Leaves", on=today, by=tm
    )
    assert Deadline.objects.get(root_id=concern.pk).owner == other_pe


# Cover


def cover(placement, by_whom, by, today, **changes):
    asked = {
        "placements": [placement],
        "by_whom": by_whom,
        "starts_on": today,
        "ends_on": today + timedelta(days=6),
        "why": "Leave",
        "on": today,
        "by": by,
    }
    return actions.start_cover(**(asked | changes))


def test_cover_opens_the_queue_between_two_days_and_asks_for_no_room(
    running, newcomer, someone, team, tm, today
):
    stranger = someone(Role.PRACTICE_EDUCATOR, "Carys Cover", team)
    (made,) = cover(running, stranger, tm, today)
    line = newcomer.lines_up.get(kind=ReportingLine.Kind.COVER)
    assert (line.answers_to, line.ends_on) == (stranger, made.ends_on)
    assert newcomer.pk in stranger.reach(today).answering
    with pytest.raises(ValidationError, match="covers on some of these days"):
        cover(running, stranger, tm, today, starts_on=made.ends_on)
    due = Deadline.objects.open().filter(root_id=running.pk, owner=running.practice_educator)
    assert all(one.copies.filter(person=stranger).exists() for one in due)
    actions.end_cover(cover=made, on=today, by=tm)
    assert newcomer.lines_up.get(kind=ReportingLine.Kind.COVER).ends_on == today


def test_whoever_covers_hands_back_without_a_childs_name(
    running, allocated, someone, team, pe, tm, today
):
    carys = someone(Role.PRACTICE_EDUCATOR, "Carys Cover", team)
    (made,) = cover(running, carys, tm, today)
    with pytest.raises(PermissionDenied):
        actions.hand_back(cover=made, text="All well", by=pe)
    name = allocated.episode.child.first_name
    with pytest.raises(ValidationError, match="without the name"):
        actions.hand_back(cover=made, text=f"{name} asked for a visit", by=carys)
    held = actions.hand_back(cover=made, text="All well. One draft waits.", by=carys)
    assert held.handed_back_at is not None
    assert Notice.objects.filter(recipient=pe, key__startswith="placements.handed_back").exists()


def test_covers_end_with_the_placement(running, someone, team, tm, today):
    carys = someone(Role.PRACTICE_EDUCATOR, "Carys Cover", team)
    (made,) = cover(running, carys, tm, today)
    actions.stop_placement(
        placement=running, last_day=today, outcome="withdrawn", why="Leaves", on=today, by=tm
    )
    made.refresh_from_db()
    assert made.ends_on == today
