"""The clocks of a plan, on days counted by hand, and what a correction would move."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.plan.actions import start_plan
from casework.plan.clocks import Happened, Pattern, PlanFacts, deadlines, latest_lawful_review
from casework.plan.preview import preview
from tests.casework import scene
from timescales.calendars import published_calendar
from timescales.clock import RuleSpec, Unit, due
from timescales.models import Deadline
from timescales.rulebook import Rulebook

SPECS = {
    "C11": RuleSpec("C11", "Visit", (10,), Unit.WORKING_DAYS),
    "C12": RuleSpec("C12", "Planning", (15,), Unit.WORKING_DAYS),
    "C13": RuleSpec("C13", "Review", (6,), Unit.WEEKS),
    "C14": RuleSpec("C14", "Visit", (20,), Unit.WORKING_DAYS),
}
CALENDAR = published_calendar()
# Monday 14 December 2026: Christmas Day and the substitute for Boxing Day lie ahead.
START = date(2026, 12, 14)


class Edition:
    def __init__(self, spec):
        self.spec = spec


class Book(Rulebook):
    def __init__(self):
        pass

    def on(self, code, day):
        return Edition(SPECS[code])


def facts(**changes):
    return replace(
        PlanFacts(
            plan_id=uuid4(), episode_id=uuid4(), reference="TS1", kind="child_in_need",
            decided_on=START, starts_on=START, ends_on=None, planned_on=None, reviews=(),
            visits=(), patterns=(), owner_id=None, copy_to=(),
        ),
        **changes,
    )  # fmt: skip


def due_days(plan):
    return {
        fact.key: due(SPECS[fact.rule], fact.starts, CALENDAR, limit=fact.local_limit).due_on
        for fact in deadlines(plan)
    }


def test_a_new_plan_has_three_clocks_counted_over_christmas():
    # 15 working days from Monday 14 December: 18 Dec is the 4th, 24 Dec the 8th, 29 Dec the 9th,
    # 31 Dec the 11th, 4 Jan the 12th, 7 Jan the 15th. 20 working days: 14 Jan. Six weeks: 25 Jan.
    assert due_days(facts()) == {
        "planning": date(2027, 1, 7),
        "review:start": date(2027, 1, 25),
        "visit:start": date(2027, 1, 14),
    }


def test_each_visit_starts_the_next_clock():
    seen = Happened("v1", date(2026, 12, 18))
    found = {fact.key: fact for fact in deadlines(facts(visits=(seen,)))}
    assert found["visit:start"].met == seen.on
    assert found["visit:v1"].starts == seen.on
    # 20 working days from Friday 18 December: 24 Dec is the 4th, 31 Dec the 7th, 20 Jan the 20th.
    assert due_days(facts(visits=(seen,)))["visit:v1"] == date(2027, 1, 20)


def test_a_plan_may_ask_for_more_visits_from_the_day_it_was_authorised():
    late = Pattern(date(2026, 12, 16), 5)
    seen = Happened("v1", date(2026, 12, 18))
    found = due_days(facts(visits=(seen,), patterns=(late,)))
    # The first clock began before the pattern: the rule's 20 days. The second: 5, to 29 December.
    assert found["visit:start"] == date(2027, 1, 14)
    assert found["visit:v1"] == date(2026, 12, 29)


def test_protection_has_visits_alone_here():
    plan = facts(kind="child_protection")
    # 10 working days from 14 December: 24 Dec is the 8th, 29 Dec the 9th, 30 Dec the 10th.
    assert due_days(plan) == {"visit:start": date(2026, 12, 30)}


def test_a_review_on_the_first_day_is_none():
    plan = facts(reviews=(Happened("r0", START), Happened("r1", date(2027, 1, 20))))
    found = due_days(plan)
    assert set(found) == {"planning", "review:start", "review:r1", "visit:start"}
    # Six weeks from Wednesday 20 January: 3 March.
    assert found["review:r1"] == date(2027, 3, 3)


def test_the_end_of_the_plan_ends_what_still_runs():
    plan = facts(ends_on=date(2027, 1, 29), visits=(Happened("v1", date(2027, 1, 4)),))
    found = {fact.key: fact for fact in deadlines(plan)}
    assert not found["visit:start"].cancelled
    assert found["visit:v1"].cancelled
    assert found["planning"].cancelled


def test_visits_outside_the_plan_do_not_count():
    outside = (Happened("v0", date(2026, 12, 11)), Happened("v9", date(2027, 2, 1)))
    plan = facts(ends_on=date(2027, 1, 29), visits=outside)
    assert [fact.key for fact in deadlines(plan) if fact.rule == "C14"] == ["visit:start"]


def test_the_next_review_is_due_six_weeks_on():
    assert latest_lawful_review(date(2026, 11, 20), Book(), CALENDAR).due_on == date(2027, 1, 1)
    # New Year's Day: the limit stands, the last working day before it is Thursday.
    assert latest_lawful_review(date(2026, 11, 20), Book(), CALENDAR).book_by == date(2026, 12, 31)


def told(before, after, on=date(2027, 1, 11)):
    return preview(before, after, rulebook=Book(), calendar=CALENDAR, on=on)


def test_backdating_says_which_deadlines_move_and_which_become_late():
    before = facts(visits=(Happened("v1", date(2026, 12, 18)),))
    after = replace(before, starts_on=date(2026, 11, 16), decided_on=date(2026, 11, 16))
    found = told(before, after)
    moved = {row.title: row for row in found.moved}
    visit = moved["Child in need visit"]
    # 20 working days from 16 November is 14 December; the visit was on the 18th.
    assert (visit.before.due_on, visit.after.due_on) == (date(2027, 1, 14), date(2026, 12, 14))
    assert (visit.before.words, visit.after.words) == ("met in time", "met late")
    assert visit.becomes_late
    assert not found.visits_out


def test_a_later_start_leaves_visits_outside():
    early, late = Happened("v1", date(2026, 12, 16)), Happened("v2", date(2026, 12, 22))
    before = facts(visits=(early, late))
    found = told(before, replace(before, starts_on=date(2026, 12, 21)))
    assert found.visits_out == (early,)
    back = told(replace(before, starts_on=date(2026, 12, 21)), before)
    assert back.visits_in == (early,)


def test_nothing_changed_says_nothing():
    plan = facts(visits=(Happened("v1", date(2026, 12, 18)),))
    assert told(plan, plan).is_empty


@given(
    days=st.lists(st.integers(min_value=0, max_value=200), max_size=12),
    length=st.one_of(st.none(), st.integers(min_value=1, max_value=150)),
)
def test_every_visit_inside_the_plan_meets_one_clock(days, length):
    visits = tuple(
        Happened(str(number), START + timedelta(days=day)) for number, day in enumerate(days)
    )
    ends_on = START + timedelta(days=length) if length else None
    plan = facts(visits=visits, ends_on=ends_on)
    chain = [fact for fact in deadlines(plan) if fact.rule == "C14"]
    inside = [row for row in visits if plan.holds(row.on)]
    assert sum(fact.met is not None for fact in chain) == len(inside)
    assert len(chain) == len(inside) + 1
    assert len({fact.key for fact in chain}) == len(chain)
    assert chain[-1].cancelled == (ends_on is not None)
    assert all(fact.met is None or fact.met >= fact.starts for fact in chain)


@pytest.mark.django_db
def test_a_visit_that_is_sent_moves_the_plans_clock(episode, child, sw, tm, today):
    plan = start_plan(
        episode=episode, kind="child_in_need", starts_on=today - timedelta(days=20), by=sw
    )
    scene.agree(child, by=sw, given_on=today - timedelta(days=30))
    clock = Deadline.objects.get(subject_id=plan.pk, key="visit:start")
    assert (clock.owner, clock.met_on) == (sw, None)
    visit = scene.a_visit(child, by=sw, on=today - timedelta(days=2), sent=True)
    clock.refresh_from_db()
    assert clock.met_on == today - timedelta(days=2)
    assert Deadline.objects.get(subject_id=plan.pk, key=f"visit:{visit.pk}").is_open
