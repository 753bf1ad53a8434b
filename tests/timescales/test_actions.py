"""Pauses, breach reasons, holidays, editions, the nightly recomputation, the right asked again."""

import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from notices.models import Notice
from tests.notices.factories import tell
from tests.timescales.factories import running
from timescales.actions import (
    EditionRefused,
    NotMissed,
    NotPausable,
    add_edition,
    add_extra_holiday,
    give_breach_reason,
    moved_by,
    pause,
    recompute_open,
    resume,
)
from timescales.clock import LONDON
from timescales.models import BreachReason, ClockRule, Deadline, DeadlinePause, ExtraHoliday
from timescales.rights import still_allowed
from timescales.rulebook import Rulebook, UnknownRule

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)


# ---- Pauses ----------------------------------------------------------------------------------


def test_a_local_clock_stands_still_and_its_date_moves(subjects, tm):
    made = running(subjects, rule="C14", key="visit", starts=START)
    assert made.deadline.due_on == date(2026, 3, 30)
    pause(deadline=made.deadline, reason="Family abroad", on=date(2026, 3, 6), by=tm)
    stopped = resume(deadline=made.deadline, on=date(2026, 3, 13), by=tm)
    made.deadline.refresh_from_db()
    assert made.deadline.due_on == date(2026, 4, 8)
    assert made.deadline.paused_since is None
    assert made.deadline.explanation.endswith("with 5 working days added for a pause")
    assert (stopped.approved_by, stopped.resumed_by) == (tm, tm)


def test_a_clock_set_by_law_never_pauses(subjects, tm):
    made = running(subjects, rule="C2", starts=START)
    with pytest.raises(NotPausable, match="set by law or guidance"):
        pause(deadline=made.deadline, reason="Illness", on=date(2026, 3, 6), by=tm)


def test_the_database_keeps_law_from_pausing(db):
    rule = ClockRule.objects.filter(code="C2").first()
    rule.is_pausable = True
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()


def test_the_access_request_pauses_in_calendar_days(subjects, tm):
    made = running(subjects, rule="C23", key="sar", starts=date(2026, 1, 31))
    pause(deadline=made.deadline, reason="Asked what is meant", on=date(2026, 2, 2), by=tm)
    resume(deadline=made.deadline, on=date(2026, 2, 12), by=tm)
    made.deadline.refresh_from_db()
    assert made.deadline.due_on == date(2026, 3, 10)


def test_a_pause_is_neither_doubled_nor_ended_twice(subjects, tm):
    made = running(subjects, rule="C14", key="visit", starts=START)
    with pytest.raises(NotPausable):
        resume(deadline=made.deadline, on=date(2026, 3, 6), by=tm)
    pause(deadline=made.deadline, reason="r", on=date(2026, 3, 6), by=tm)
    with pytest.raises(NotPausable):
        pause(deadline=made.deadline, reason="r", on=date(2026, 3, 6), by=tm)
    with pytest.raises(NotPausable):
        resume(deadline=made.deadline, on=date(2026, 3, 5), by=tm)
    assert DeadlinePause.objects.count() == 1


# ---- Breach reasons --------------------------------------------------------------------------


def test_a_missed_clock_gets_its_reason(subjects, tm):
    made = running(subjects, starts=START)
    given = give_breach_reason(deadline=made.deadline, reason="Worker ill", by=tm)
    assert (given.given_by, given.deadline) == (tm, made.deadline)


def test_a_clock_met_late_gets_its_reason_too(subjects, tm):
    made = running(subjects, starts=START, met=date(2026, 6, 1))
    assert give_breach_reason(deadline=made.deadline, reason="Worker ill", by=tm)


def test_what_was_not_missed_needs_no_excuse(subjects, tm):
    made = running(subjects, starts=START, met=date(2026, 3, 3))
    with pytest.raises(NotMissed):
        give_breach_reason(deadline=made.deadline, reason="r", by=tm)
    assert not BreachReason.objects.exists()


# ---- The calendar ----------------------------------------------------------------------------


def test_a_holiday_at_short_notice_moves_open_clocks_only(subjects, admin):
    open_one = running(subjects, starts=START).deadline
    met = running(subjects, starts=START, met=date(2026, 3, 3)).deadline
    over = running(subjects, starts=date(2026, 1, 5)).deadline
    later = running(subjects, starts=date(2026, 5, 1)).deadline
    before = {row.pk: row.due_on for row in (met, over, later)}
    day = date(2026, 4, 20)
    assert moved_by(day, is_removed=False) == 1
    add_extra_holiday(date=day, name="Day of mourning", by=admin)
    open_one.refresh_from_db()
    assert open_one.due_on == date(2026, 5, 8)
    assert "Mon 20 Apr (Day of mourning)" in open_one.explanation
    assert {row.pk: row.due_on for row in Deadline.objects.exclude(pk=open_one.pk)} == before


def test_a_holiday_taken_away_brings_clocks_forward(subjects, admin):
    made = running(subjects, starts=START).deadline
    assert moved_by(date(2026, 5, 4), is_removed=True) == 1
    add_extra_holiday(date=date(2026, 5, 4), name="Moved to June", by=admin, is_removed=True)
    made.refresh_from_db()
    assert made.due_on == date(2026, 5, 6)


def test_a_holiday_moves_the_day_to_book_by(subjects, admin):
    made = running(subjects, rule="C9", key="rcpc", starts=date(2026, 5, 29)).deadline
    add_extra_holiday(date=date(2026, 8, 28), name="Jubilee", by=admin)
    made.refresh_from_db()
    assert (made.due_on, made.book_by) == (date(2026, 8, 29), date(2026, 8, 27))


def test_a_day_is_entered_once(admin):
    add_extra_holiday(date=date(2026, 8, 28), name="Jubilee", by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtraHoliday.objects.create(date=date(2026, 8, 28), name="Again")


# ---- Rules -----------------------------------------------------------------------------------


def edition(**fields):
    return {
        "edition": "Board of May 2027",
        "limits": [15],
        "counting": "day0",
        "warn_at": 3,
        "effective_from": date(2027, 5, 1),
        "status": "verified",
        "source": "Children's services procedures 4.2",
        "note": "",
    } | fields


def test_a_new_edition_follows_the_old_one_without_a_gap(admin):
    old = ClockRule.objects.get(code="C14")
    new = add_edition(rule=old, by=admin, **edition())
    old.refresh_from_db()
    assert old.effective_to == date(2027, 4, 30)
    book = Rulebook.load()
    assert book.on("C14", date(2027, 4, 30)).row == old
    assert book.on("C14", date(2027, 5, 1)).row == new
    assert (new.title, new.unit, new.is_pausable) == (old.title, old.unit, True)


def test_a_running_clock_keeps_its_edition(subjects, admin):
    made = running(subjects, rule="C14", key="visit", starts=date(2027, 4, 29))
    add_edition(rule=made.deadline.rule, by=admin, **edition())
    recompute_open(datetime(2027, 5, 2, tzinfo=LONDON))
    made.deadline.refresh_from_db()
    assert made.deadline.limit == 20


def test_editions_come_in_order(admin):
    old = ClockRule.objects.get(code="C2", effective_to=None)
    with pytest.raises(EditionRefused, match="18 March 2026"):
        add_edition(rule=old, by=admin, **edition(effective_from=date(2026, 3, 1)))


def test_the_database_allows_one_edition_a_day(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockRule.objects.create(
            code="C14", kind="local", title="t", limit_unit="weeks", **edition()
        )


def test_every_rule_is_shipped_with_source_and_status(db):
    rules = list(ClockRule.objects.all())
    children = {f"C{n}" for n in range(1, 26)}
    intakes = {f"I{n}" for n in range(1, 6)}
    placements = {f"P{n}" for n in range(1, 16)}
    assert {rule.code for rule in rules} == children | intakes | placements | {"KPISC1"}
    assert all(rule.source and rule.status and rule.start_event for rule in rules)
    unverified = {rule.code for rule in rules if rule.is_local and rule.status == "unverified"}
    confirmed_by_nobody = {"C3", "C4", "C8", "C11", "C12", "C13", "C14", "C22", "C25"}
    assert unverified == confirmed_by_nobody | intakes | placements


@pytest.mark.parametrize(
    ("code", "limits", "unit"),
    [
        ("C3", [10, 20, 30], "working_days"),
        ("C4", [3], "working_days"),
        ("C8", [6], "weeks"),
        ("C11", [10], "working_days"),
        ("C12", [15], "working_days"),
        ("C13", [6], "weeks"),
        ("C14", [20], "working_days"),
        ("C22", [48], "hours"),
    ],
)
def test_local_defaults(db, code, limits, unit):
    rule = ClockRule.objects.get(code=code)
    assert (rule.limits, rule.limit_unit) == (limits, unit)


def test_before_the_first_known_edition_the_first_counts(db):
    assert Rulebook.load().on("C2", date(1999, 1, 1)).row.edition == "Working Together 2023"


def test_a_rule_that_has_ended_is_not_counted_by(db):
    ClockRule.objects.filter(code="C14").update(effective_to=date(2026, 1, 1))
    with pytest.raises(UnknownRule, match="No edition of C14"):
        Rulebook.load().on("C14", date(2026, 1, 2))


# ---- Every night -----------------------------------------------------------------------------


def test_the_night_finds_nothing_where_all_is_true(subjects):
    running(subjects, starts=START)
    report = recompute_open(datetime(2026, 3, 3, 2, tzinfo=LONDON))
    assert (report.checked, report.drifted, report.details) == (1, 0, [])


def test_the_night_puts_right_and_reports_what_somebody_forgot(subjects, sw):
    made = running(subjects, starts=START)
    subjects.facts[made.subject_id][0] = replace(
        subjects.facts[made.subject_id][0], owner_id=sw.pk, met=date(2026, 3, 9)
    )
    report = recompute_open(datetime(2026, 3, 10, 2, tzinfo=LONDON))
    assert report.drifted == 1
    assert {(one["field"], one["derived"]) for one in report.details} == {
        ("owner_id", str(sw.pk)),
        ("met_on", "2026-03-09"),
    }
    assert Deadline.objects.get().met_on == date(2026, 3, 9)


def test_a_subject_that_no_room_knows_any_more_is_reported(subjects):
    made = running(subjects, starts=START)
    Deadline.objects.update(subject_type="forgotten")
    assert recompute_open(datetime(2026, 3, 10, 2, tzinfo=LONDON)).drifted == 1
    assert Deadline.objects.get(pk=made.deadline.pk).is_open


# ---- The right, asked again ------------------------------------------------------------------


def test_the_right_to_the_root_is_asked_just_before_sending(subjects, sw):
    seen, hidden = uuid.uuid4(), uuid.uuid4()
    subjects.let_see(sw, seen)
    notices = [
        tell(sw, key="a", root_type="thing_root", root_id=seen),
        tell(sw, key="b", root_type="thing_root", root_id=hidden),
        tell(sw, key="c"),
        tell(sw, key="d", root_type="nobody_knows", root_id=seen),
    ]
    assert still_allowed(notices) == {notices[0].pk, notices[2].pk}


def test_rights_are_asked_in_a_handful_of_queries(subjects, sw, queries_for):
    def several(number):
        notices = [
            tell(sw, key=str(uuid.uuid4()), root_type="thing_root", root_id=uuid.uuid4())
            for _ in range(number)
        ]
        return queries_for(lambda: still_allowed(notices))

    assert several(2) == several(20)


def test_a_right_that_ends_stops_the_mail(subjects, sw, mailoutbox):
    from timescales.actions import sweep
    from timescales.tasks import send_notices

    made = running(subjects, starts=START, owner_id=sw.pk)
    sweep(datetime(2026, 5, 7, 8, tzinfo=LONDON))
    Notice.objects.update(urgency="urgent")
    send_notices()
    assert mailoutbox == []
    assert Notice.objects.get().withdrawn_why == Notice.Withdrawn.NO_RIGHT
    Notice.objects.update(withdrawn_at=None, withdrawn_why="", mail=None)
    subjects.let_see(sw, made.root_id)
    send_notices()
    assert len(mailoutbox) == 1
