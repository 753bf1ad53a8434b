"""Seen, taken back, renewed, shown: and what it does to the door of children's records."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import ChildrenAccess
from accounts.roles import Role
from notices.models import Notice
from placements.actions import end_placement, start_placement
from placements.checks import actions
from placements.checks.models import ChecklistItem, PlacementCheck
from placements.checks.reads import progress
from placements.tasks import put_access_right
from tests.partners.factories import UniversityFactory
from tests.placements.factories import IntakeFactory, ItemFactory, PlacementFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
START = date(2026, 9, 28)
ONE_DAY = timedelta(days=1)
Part = ChecklistItem.Part


@staged
def newcomer(someone):
    return someone(Role.STUDENT, "Nour Newcomer")


@pytest.fixture
def begin(newcomer, pe, team, tm):
    def start(**changes):
        chosen = {
            "student": newcomer,
            "practice_educator": pe,
            "university": UniversityFactory(),
            "team": team,
            "days_total": 70,
            "starts_on": START,
            "by": tm,
        }
        return start_placement(**(chosen | changes))

    return start


def critical(placement):
    return placement.checks.filter(item__is_critical=True).select_related("item", "placement")


def verify_all(placement, by, on=START, **changes):
    return [
        actions.verify_check(check=check, verified_on=on, by=by, **changes)
        for check in critical(placement)
    ]


def access(person):
    rows = ChildrenAccess.objects.filter(person=person).order_by("starts_on")
    return [(row.starts_on, row.ends_on) for row in rows]


def deadlines(placement, code):
    return Deadline.objects.filter(root_id=placement.pk, code=code)


def test_a_placement_asks_the_list_of_its_intake(begin, team):
    intake = IntakeFactory(team=team)
    item = ItemFactory(intake=intake, is_critical=True)
    ItemFactory(intake=intake, removed_on=START)
    assert [check.item for check in begin(intake=intake).checks.all()] == [item]


def test_the_standard_list_has_critical_checks_and_an_induction(begin):
    checks = begin().checks.select_related("item")
    assert {"Enhanced DBS certificate", "Right to work", "Lone working talked through"} <= {
        check.item.title for check in checks if check.item.is_critical
    }
    assert checks.filter(item__part=Part.INDUCTION).exists()


def test_what_is_not_critical_opens_and_shuts_nothing(begin, newcomer, tm):
    placement = begin()
    verify_all(placement, tm)
    other = placement.checks.filter(item__is_critical=False, item__part=Part.BEFORE).first()
    actions.verify_check(
        check=other, verified_on=START, expires_on=START + timedelta(days=3), by=tm
    )
    assert access(newcomer) == [(START, None)]


def test_what_has_a_last_day_says_it(begin, tm):
    check = begin().checks.filter(item__ends=True).first()
    with pytest.raises(ValidationError) as refused:
        actions.verify_check(check=check, verified_on=START, by=tm)
    assert set(refused.value.error_dict) == {"expires_on"}


def test_taking_back_shuts_the_door_the_same_day(begin, newcomer, tm):
    placement = begin()
    seen, *_ = verify_all(placement, tm)
    on = START + timedelta(days=10)
    actions.revoke_verification(verification=seen, on=on, why="Not the original", by=tm)
    assert access(newcomer) == [(START, on - ONE_DAY)]
    actions.verify_check(check=seen.of_check, verified_on=on + ONE_DAY, by=tm)
    assert access(newcomer) == [(START, on - ONE_DAY), (on + ONE_DAY, None)]


def test_what_is_seen_again_counts_from_then_on_even_for_shorter(begin, newcomer, tm):
    placement = begin()
    seen, *_ = verify_all(placement, tm)
    again, last = START + timedelta(days=10), START + timedelta(days=40)
    shorter = actions.verify_check(check=seen.of_check, verified_on=again, expires_on=last, by=tm)
    assert access(newcomer) == [(START, again - ONE_DAY), (again, last)]
    clock = deadlines(placement, "I2").get()
    assert (clock.due_on, clock.met_on) == (last, None)
    on = again + timedelta(days=1)
    actions.revoke_verification(verification=shorter, on=on, why="Misread", by=tm)
    assert access(newcomer)[-1] == (on, None), "what it stood in for holds again"


def test_taking_back_asks_why_and_happens_once(begin, tm):
    seen, *_ = verify_all(begin(), tm)
    with pytest.raises(ValidationError, match="Say why"):
        actions.revoke_verification(verification=seen, on=START, why=" ", by=tm)
    actions.revoke_verification(verification=seen, on=START, why="A mistake", by=tm)
    with pytest.raises(ValidationError, match="already"):
        actions.revoke_verification(verification=seen, on=START, why="A mistake", by=tm)


def test_the_task_puts_right_what_was_written_past_the_actions(begin, newcomer, tm):
    placement = begin()
    verify_all(placement, tm)
    ChildrenAccess.objects.filter(person=newcomer).update(ends_on=START + timedelta(days=2))
    on = START + timedelta(days=20)
    assert actions.put_access_right(on=on) == [placement.pk]
    assert access(newcomer) == [(START, START + timedelta(days=2)), (on, None)]
    assert actions.put_access_right(on=on) == []


def test_the_task_shuts_a_door_that_no_check_opened(begin, newcomer, tm):
    begin()
    ChildrenAccess.objects.create(person=newcomer, starts_on=START)
    on = START + timedelta(days=3)
    actions.put_access_right(on=on)
    assert access(newcomer) == [(START, on - ONE_DAY)]


def test_opening_and_shutting_are_told_once(begin, newcomer, pe, tm, today):
    placement = begin(starts_on=today - timedelta(days=9))
    first = today - timedelta(days=2)
    verify_all(placement, tm, on=first, expires_on=today - ONE_DAY)
    for _ in range(2):
        put_access_right()
    told = Notice.objects.filter(root_id=placement.pk, key__startswith="access")
    assert set(told.values_list("recipient__name", flat=True)) == {
        newcomer.name,
        pe.name,
        tm.name,
    }
    lines = sorted(told.filter(recipient=pe).values_list("line", flat=True))
    assert lines == [
        "Children's records are open to Nour Newcomer: every critical check is verified.",
        "Children's records are shut to Nour Newcomer: a critical check has run out.",
    ]


def test_the_drift_check_asks_as_much_for_many(django_assert_num_queries):
    PlacementFactory.create_batch(3)
    with django_assert_num_queries(4):
        actions.drifted(START)
    PlacementFactory.create_batch(9)
    with django_assert_num_queries(4):
        actions.drifted(START)


# Clocks


def test_a_check_is_due_on_the_first_day_and_met_when_seen(begin, tm):
    placement = begin()
    clocks = deadlines(placement, "I1")
    assert clocks.count() == placement.checks.filter(item__part=Part.BEFORE).count()
    assert set(clocks.values_list("due_on", flat=True)) == {START}
    verify_all(placement, tm, on=START - ONE_DAY)
    assert clocks.filter(met_on=START - ONE_DAY).count() == critical(placement).count()


def test_a_renewal_is_due_on_the_last_day_and_met_when_it_is_seen_again(begin, tm):
    placement = begin()
    check = critical(placement).first()
    last = START + timedelta(days=60)
    actions.verify_check(check=check, verified_on=START, expires_on=last, by=tm)
    clock = deadlines(placement, "I2").get()
    assert (clock.due_on, clock.met_on, clock.owner) == (last, None, placement.student)
    renewed = last - timedelta(days=10)
    actions.verify_check(check=check, verified_on=renewed, by=tm)
    clock.refresh_from_db()
    assert clock.met_on == renewed


def test_the_induction_has_its_own_days(begin):
    placement = begin()
    first = deadlines(placement, "I3").order_by("due_on").first()
    assert first.due_on == START + ONE_DAY


def test_the_end_of_a_placement_stops_its_clocks(begin, tm):
    placement = begin()
    end_placement(placement=placement, on=START, outcome="withdrawn", by=tm)
    assert not Deadline.objects.filter(root_id=placement.pk, cancelled_at=None).exists()


# Induction


def test_the_induction_is_ticked_by_who_was_there_never_by_the_student(begin, newcomer, pe, today):
    placement = begin()
    part = placement.checks.filter(item__part=Part.INDUCTION).first()
    with pytest.raises(PermissionDenied):
        actions.record_induction(check=part, on=START, by=newcomer)
    actions.record_induction(check=part, on=START, by=pe, note="Went well")
    found = progress([placement.pk], START)[placement.pk]
    parts = placement.checks.filter(item__part=Part.INDUCTION).count()
    assert (found.shown, found.to_show) == (1, parts)
    with pytest.raises(ValidationError):
        actions.record_induction(check=critical(placement).first(), on=START, by=pe)


# The list


def test_a_new_line_is_asked_of_those_who_have_not_begun(begin, team, tm, someone, pe):
    intake = IntakeFactory(team=team)
    ItemFactory(intake=intake, is_critical=True)
    running = begin(intake=intake)
    coming = begin(
        intake=intake, student=someone(Role.STUDENT, "Lee Later"), starts_on=date(2027, 2, 1)
    )
    item = actions.save_item(
        item=ChecklistItem(intake_id=intake.pk),
        on=date(2026, 11, 1),
        by=tm,
        part="before",
        title="Car seen",
    )
    assert not running.checks.filter(item=item).exists()
    assert coming.checks.filter(item=item).exists()


def test_a_line_that_becomes_critical_shuts_the_door_of_those_asked(begin, newcomer, tm):
    placement = begin()
    verify_all(placement, tm)
    item = placement.checks.filter(item__part=Part.BEFORE, item__is_critical=False).first().item
    on = START + timedelta(days=5)
    actions.save_item(item=item, on=on, by=tm, is_critical=True)
    assert access(newcomer) == [(START, on - ONE_DAY)]


def test_what_is_removed_stays_with_those_who_were_asked(begin, tm):
    placement = begin()
    item = ChecklistItem.objects.of_intake(None).first()
    actions.remove_item(item=item, on=START, by=tm)
    assert PlacementCheck.objects.filter(placement=placement, item=item).exists()
    assert item not in ChecklistItem.objects.of_intake(None)


def test_an_intakes_list_is_a_copy(team, tm):
    intake = IntakeFactory(team=team)
    copies = actions.copy_standard_list(intake_id=intake.pk, by=tm)
    standard = ChecklistItem.objects.of_intake(None)
    assert len(copies) == standard.count()
    actions.save_item(item=copies[0], on=START, by=tm, title="Changed")
    assert not standard.filter(title="Changed").exists()


def test_an_induction_is_never_critical(tm):
    with pytest.raises(ValidationError, match="Only a check before the first day"):
        actions.save_item(
            item=ChecklistItem(), on=START, by=tm, part="induction", title="A", is_critical=True
        )
