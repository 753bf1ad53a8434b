"""The sweep: who is told, when, once; how it climbs; what stays silent."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from notices.models import Notice, Urgency
from tests.accounts.factories import TeamMembershipFactory
from tests.timescales.factories import running
from timescales.actions import open_gate, pause, refresh, resume, sweep, tell_the_week
from timescales.clock import LONDON
from timescales.models import Deadline, EscalationStep

pytestmark = pytest.mark.django_db

# An assessment from Mon 2 Mar 2026 is due Thu 7 May 2026 and warns from Thu 22 Apr 2026.
START = date(2026, 3, 2)


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def told() -> set[tuple[str, int]]:
    """(recipient's first name, stage) of every notice in the outbox."""
    return {
        (notice.recipient.first_name, int(notice.key.rsplit(":", 1)[1]))
        for notice in Notice.objects.select_related("recipient")
    }


def test_nothing_is_said_before_the_warning(subjects, sw):
    running(subjects, starts=START, owner_id=sw.pk)
    assert sweep(at(date(2026, 4, 20))) == 0


def test_the_owner_is_told_once_at_each_stage(subjects, sw):
    running(subjects, starts=START, owner_id=sw.pk)
    for day in (date(2026, 4, 24), date(2026, 4, 28), date(2026, 5, 7), date(2026, 5, 7)):
        sweep(at(day))
    assert told() == {("Wanda", 1), ("Wanda", 2)}
    lines = list(Notice.objects.order_by("created_at").values_list("line", flat=True))
    assert lines == [
        "TS-1108: Child and family assessment, due Thu 7 May 2026",
        "TS-1108: Child and family assessment, due today, Thu 7 May 2026",
    ]


def test_a_notice_that_was_handed_on_holds_up_no_sweep(subjects, sw, outsider, tm):
    """Its id follows from whom it told: told anew, it gives way, and the others are told."""
    running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 4, 24)))
    Notice.objects.update(recipient=outsider)
    Deadline.objects.update(told_stage=0)
    assert sweep(at(date(2026, 4, 24))) == 0
    sweep(at(date(2026, 5, 8)))
    assert ("Tess", 4) in told()


def test_an_overdue_clock_climbs_after_the_stated_wait(subjects, sw, student, pe, tm):
    running(subjects, starts=START, owner_id=sw.pk, copy_to=(student.pk, pe.pk))
    sweep(at(date(2026, 5, 7)))
    sweep(at(date(2026, 5, 8), 0))
    # On Friday it is one working day overdue: it climbs in the same sweep that finds it overdue.
    assert told() == {("Wanda", 2), ("Wanda", 3), ("Tess", 4), ("Sam", 4), ("Lorna", 4)}
    above = Notice.objects.get(recipient=tm)
    assert above.line.endswith("was due Thu 7 May 2026 and is still open")
    assert above.root_type == "thing_root"


def test_a_weekend_does_not_count_as_waiting(subjects, sw, tm):
    # C9 from Fri 29 May is due on Sat 29 Aug; Mon 31 Aug is a bank holiday.
    running(subjects, rule="C9", key="rcpc", starts=date(2026, 5, 29), owner_id=sw.pk)
    sweep(at(date(2026, 8, 31)))
    assert told() == {("Wanda", 3)}
    sweep(at(date(2026, 9, 1)))
    assert ("Tess", 4) in told()


def test_a_placement_climbs_from_student_to_educator_to_manager(subjects, student, pe, tm):
    running(
        subjects, subject_type="placement_thing", rule="C22", key="k", owner_id=student.pk,
        starts=datetime(2026, 5, 4, 9, tzinfo=LONDON),
    )  # fmt: skip
    sweep(at(date(2026, 5, 6), 10))
    assert told() == {("Sam", 3)}
    sweep(at(date(2026, 5, 7)))
    assert told() == {("Sam", 3), ("Lorna", 4)}
    sweep(at(date(2026, 5, 8)))
    assert ("Tess", 5) not in told()
    sweep(at(date(2026, 5, 11)))
    assert told() == {("Sam", 3), ("Lorna", 4), ("Tess", 5)}


def test_a_sweep_that_comes_late_still_tells_every_climbing_stage(subjects, student, pe, tm):
    running(
        subjects, subject_type="placement_thing", rule="C22", key="k", owner_id=student.pk,
        starts=datetime(2026, 5, 4, 9, tzinfo=LONDON),
    )  # fmt: skip
    sweep(at(date(2026, 5, 20)))
    assert told() == {("Sam", 3), ("Lorna", 4), ("Tess", 5)}


def test_what_belongs_to_nobody_is_the_team_managers(subjects, tm, sw):
    running(subjects, starts=START, owner_id=None)
    sweep(at(date(2026, 5, 7)))
    assert told() == {("Tess", 2)}


def test_a_worker_of_another_team_climbs_to_their_own_manager_too(
    subjects, outsider, neighbouring_team, someone, tm, sw
):
    from accounts.roles import Role

    someone(Role.TEAM_MANAGER, "Nora North", neighbouring_team)
    running(subjects, starts=START, owner_id=outsider.pk)
    sweep(at(date(2026, 5, 8)))
    assert told() == {("Olu", 3), ("Nora", 4), ("Tess", 4)}


def test_hours_are_urgent_days_are_not(subjects, sw):
    running(subjects, starts=START, owner_id=sw.pk)
    running(
        subjects, rule="C22", key="note", owner_id=sw.pk,
        starts=datetime(2026, 5, 6, 9, tzinfo=LONDON),
    )  # fmt: skip
    sweep(at(date(2026, 5, 7), 22))
    urgencies = {notice.line.split(",")[0]: notice.urgency for notice in Notice.objects.all()}
    assert urgencies == {
        "TS-1108: Child and family assessment": Urgency.DIGEST,
        "TS-1108: Case note": Urgency.URGENT,
    }
    assert Notice.objects.get(urgency=Urgency.URGENT).line == (
        "TS-1108: Case note, due Fri 8 May 2026 at 09:00"
    )


def test_an_urgent_step_in_days_waits_for_the_morning(subjects, sw):
    EscalationStep.objects.filter(root_type="", stage=3).update(is_urgent=True)
    running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 5, 8), 0))
    notice = Notice.objects.get(recipient=sw)
    assert notice.urgency == Urgency.URGENT
    assert timezone.localtime(notice.not_before).time() == datetime(2026, 5, 8, 7, 30).time()  # noqa: DTZ001


@pytest.mark.parametrize("moved", [START + timedelta(days=1)])
def test_a_moved_date_is_told_anew(subjects, sw, moved):
    made = running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 5, 7)))
    subjects.facts[made.subject_id][0] = replace(subjects.facts[made.subject_id][0], starts=moved)
    refresh("thing", [made.subject_id])
    sweep(at(date(2026, 5, 8)))
    assert told() == {("Wanda", 2)}
    assert Notice.objects.count() == 2


def test_met_cancelled_paused_and_silent_clocks_say_nothing(subjects, sw, tm):
    met = running(subjects, starts=START, owner_id=sw.pk)
    subjects.facts[met.subject_id][0] = replace(
        subjects.facts[met.subject_id][0], met=date(2026, 4, 1)
    )
    gone = running(subjects, starts=START, owner_id=sw.pk)
    subjects.facts[gone.subject_id] = []
    refresh("thing", [met.subject_id, gone.subject_id])
    running(subjects, starts=START, owner_id=sw.pk, silent=True)
    still = running(subjects, rule="C14", key="visit", starts=START, owner_id=sw.pk)
    pause(deadline=still.deadline, reason="Family abroad", on=date(2026, 3, 4), by=tm)
    assert sweep(at(date(2026, 6, 1))) == 0
    resume(deadline=still.deadline, on=date(2026, 5, 29), by=tm)
    assert sweep(at(date(2026, 6, 1))) == 0


def test_the_gate_lets_loaded_clocks_speak(subjects, sw, tm):
    made = running(subjects, starts=START, owner_id=sw.pk, silent=True)
    assert open_gate(deadlines=[made.deadline.pk], by=tm) == 1
    assert sweep(at(date(2026, 5, 7))) == 1


def test_the_sweep_costs_the_same_for_two_as_for_twenty(subjects, sw, student, queries_for):
    def several(number):
        Deadline.objects.all().delete()
        for _ in range(number):
            running(subjects, starts=START, owner_id=sw.pk, copy_to=(student.pk,))
        return queries_for(lambda: sweep(at(date(2026, 5, 8))))

    assert several(2) == several(20)


def test_without_steps_nobody_is_told(subjects, sw):
    EscalationStep.objects.all().delete()
    running(subjects, starts=START, owner_id=sw.pk)
    assert sweep(at(date(2026, 5, 8))) == 0


def test_lines_hold_references_only(subjects, sw):
    running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 5, 8)))
    assert {notice.line.split(":")[0] for notice in Notice.objects.all()} == {"TS-1108"}


def test_telling_leaves_no_mark_in_the_row_history(subjects, sw):
    made = running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 5, 8)))
    made.deadline.refresh_from_db()
    assert made.deadline.told_stage == 4
    assert made.deadline.events.count() == 1


def test_two_sweeps_do_not_overlap(subjects, sw):
    running(subjects, starts=START, owner_id=sw.pk)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('timescales.sweep'))")
        assert sweep(at(date(2026, 5, 8))) == 0
        other.rollback()
    finally:
        other.close()
    assert sweep(at(date(2026, 5, 8))) > 0


def test_mondays_line_counts_what_the_manager_may_see(subjects, sw, tm, gm):
    seen = [running(subjects, starts=START, owner_id=sw.pk).root_id for _ in range(2)]
    late = running(subjects, starts=date(2026, 2, 20), owner_id=sw.pk).root_id
    running(subjects, starts=START, owner_id=sw.pk)
    subjects.let_see(tm, *seen, late)
    assert tell_the_week(at(date(2026, 5, 5))) == 0
    assert tell_the_week(at(date(2026, 5, 4))) == 1
    assert tell_the_week(at(date(2026, 5, 4))) == 0
    notice = Notice.objects.get()
    assert notice.recipient == tm
    assert notice.line == "This week in your teams: 2 clocks due, 1 clock overdue"


def test_a_deputy_hears_what_the_manager_would(subjects, sw, tm, someone, team):
    from accounts.actions import appoint_deputy
    from accounts.roles import Role

    deputy = someone(Role.SOCIAL_WORKER, "Dora Deputy")
    TeamMembershipFactory(person=deputy, team=team, starts_on=date(2020, 1, 6))
    appoint_deputy(
        manager=tm, deputy=deputy, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31),
        why="Leave", by=None,
    )  # fmt: skip
    running(subjects, starts=START, owner_id=sw.pk)
    sweep(at(date(2026, 5, 8)))
    assert ("Dora", 4) in told()
