"""Assessment (C2) and allocation (C19) from facts, against days counted by hand."""

from datetime import date
from uuid import uuid4

import pytest

from casework.episode.actions import (
    allocate_accountable,
    allocate_co_worker,
    close_episode,
    end_allocation,
    record_assessment_authorised,
)
from casework.episode.clocks import EpisodeFacts, Spell, deadlines, facts
from tests.casework import scene
from tests.casework.factories import EpisodeFactory
from timescales.models import Deadline

A, B = uuid4(), uuid4()


def episode_facts(**changes):
    return EpisodeFacts(
        **{
            "episode_id": uuid4(),
            "on": date(2026, 6, 1),
            "reference": "POP1",
            "is_in_need": False,
            "opened_on": date(2026, 3, 2),
            "referred_on": None,
            "assessed_on": None,
            "closed_on": None,
            "accountable": (),
            "co_worker_ids": (),
            "manager_ids": (),
        }
        | changes
    )


def allocation_clocks(**changes):
    return [
        (fact.starts, fact.met, fact.cancelled)
        for fact in deadlines(episode_facts(**changes))
        if fact.rule == "C19"
    ]


def test_early_help_has_no_statutory_clock():
    assert {fact.rule for fact in deadlines(episode_facts())} == {"C19"}


def test_the_assessment_runs_from_the_referral_not_the_opening():
    (clock, _) = deadlines(episode_facts(is_in_need=True, referred_on=date(2026, 2, 27)))
    assert (clock.rule, clock.starts, clock.met) == ("C2", date(2026, 2, 27), None)


def test_allocation_runs_from_opening_until_the_first_worker():
    assert allocation_clocks() == [(date(2026, 3, 2), None, False)]
    taken = Spell(A, date(2026, 3, 4), None)
    assert allocation_clocks(accountable=(taken,)) == [(date(2026, 3, 2), date(2026, 3, 4), False)]


def test_a_worker_planned_for_later_does_not_stop_it_until_their_first_day():
    planned = Spell(A, date(2026, 3, 20), None)
    for on, met in [(date(2026, 3, 19), None), (date(2026, 3, 20), date(2026, 3, 20))]:
        assert allocation_clocks(accountable=(planned,), on=on) == [(date(2026, 3, 2), met, False)]


def test_a_handover_from_one_day_to_the_next_starts_nothing():
    spells = (
        Spell(A, date(2026, 3, 2), date(2026, 3, 31)),
        Spell(B, date(2026, 4, 1), None),
    )
    assert allocation_clocks(accountable=spells) == [(date(2026, 3, 2), date(2026, 3, 2), False)]


def test_a_gap_starts_the_clock_on_the_last_day():
    left = Spell(A, date(2026, 3, 2), date(2026, 3, 31))
    assert allocation_clocks(accountable=(left,))[1] == (date(2026, 3, 31), None, False)
    back = Spell(B, date(2026, 4, 9), None)
    assert allocation_clocks(accountable=(left, back))[1] == (
        date(2026, 3, 31),
        date(2026, 4, 9),
        False,
    )


def test_closing_takes_the_running_clock_away():
    left = Spell(A, date(2026, 3, 2), date(2026, 3, 31))
    assert allocation_clocks(accountable=(left,), closed_on=date(2026, 3, 31))[1] == (
        date(2026, 3, 31),
        None,
        True,
    )


def test_the_worker_answers_for_it_and_without_one_the_manager():
    worked = episode_facts(accountable=(Spell(A, date(2026, 3, 2), None),), manager_ids=(B,))
    assert worked.owner_id == A
    assert episode_facts(manager_ids=(B,)).owner_id == B
    assert episode_facts().owner_id is None
    handed = (Spell(A, date(2026, 3, 2), date(2026, 3, 31)), Spell(B, date(2026, 4, 1), None))
    for on, owner in [(date(2026, 3, 31), A), (date(2026, 4, 1), B)]:
        assert episode_facts(accountable=handed, on=on).owner_id == owner


@pytest.mark.django_db
class TestStored:
    @pytest.fixture
    def opened(self, child, team, tm):
        return scene.an_episode(
            child, team=team, by=tm, opened_on=date(2026, 11, 2), kind="in_need"
        )

    def clock(self, code):
        return Deadline.objects.filter(code=code).order_by("-starts_on").first()

    def test_due_dates_are_the_handbooks(self, opened):
        assert self.clock("C2").due_on == date(2027, 1, 7)  # 45 working days over Christmas
        assert self.clock("C19").due_on == date(2026, 11, 9)

    def test_a_student_does_not_stop_the_allocation_clock(self, opened, sw, student, tm):
        day = date(2026, 11, 3)
        allocate_accountable(episode=opened, person=sw, starts_on=day, why="x", by=tm)
        allocate_co_worker(episode=opened, student=student, starts_on=day, why="x", by=tm)
        assert self.clock("C19").met_on == day
        end_allocation(
            allocation=opened.allocations.get(person=sw), on=date(2026, 11, 4), why="x", by=tm
        )
        clock = self.clock("C19")
        assert (clock.starts_on, clock.met_on, clock.owner) == (date(2026, 11, 4), None, tm)

    def test_authorising_meets_the_assessment(self, opened, tm):
        record_assessment_authorised(episode=opened, on=date(2026, 11, 20), by=tm)
        assert self.clock("C2").met_on == date(2026, 11, 20)

    def test_closing_cancels_what_still_ran(self, opened, tm):
        close_episode(episode=opened, on=date(2026, 11, 20), reason="RC7", by=tm)
        assert self.clock("C2").cancelled_at is not None
        assert self.clock("C19").cancelled_at is not None

    def test_facts_of_many_cost_what_facts_of_one_cost(self, team, queries_for, tm):
        rows = [episode.pk for episode in EpisodeFactory.create_batch(12, team=team)]
        assert queries_for(lambda: facts(rows[:1])) == queries_for(lambda: facts(rows))
