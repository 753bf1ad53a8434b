"""The days of a plan: one open plan a child, handed over in a day, and put right with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework.chronology.models import ChronologyEntry
from casework.episode.actions import close_episode
from casework.episode.models import Episode
from casework.meeting.models import Meeting
from casework.plan.actions import (
    change_category,
    correct_dates,
    end_plan,
    hand_over,
    start_plan,
)
from casework.plan.codes import EndReason, Kind
from casework.plan.models import Plan
from tests.casework import scene
from tests.casework.plan.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_conferences")]
CIN, CP = Kind.CHILD_IN_NEED, Kind.CHILD_PROTECTION


def refusal(act, **arguments):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(**arguments)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else refused.value


def conferred(episode, by, day):
    """Somebody recorded that a conference was held that day."""
    Meeting.objects.create(
        episode=episode, child=episode.child, kind="icpc", held_on=day, chair="Ines Chair",
        quorate="yes", participation="PN6", proposed_by=by,
    )  # fmt: skip


def on_protection(episode, by, starts_on=date(2026, 4, 14)):
    conferred(episode, by, starts_on)
    return start_plan(
        episode=episode,
        kind=CP,
        starts_on=starts_on,
        conference_held_on=starts_on,
        category="NEG",
        by=by,
        on=TODAY,
    )


def test_a_plan_starts_and_stands_on_the_chronology(plan, child):
    assert list(Plan.objects.current(date(2026, 3, 16))) == [plan]
    assert not Plan.objects.current(date(2026, 3, 15)).exists()
    entry = ChronologyEntry.objects.get(child=child, kind="casework.plan_started")
    assert (entry.happened_on, entry.summary) == (plan.starts_on, "Child in need plan started")


def test_a_child_has_one_open_plan(plan, episode, sw):
    said = refusal(
        start_plan, episode=episode, kind=CIN, starts_on=date(2026, 4, 1), by=sw, on=TODAY
    )
    assert said["starts_on"] == [
        "The child has an open plan since 16 March 2026. End that one, or hand over from it."
    ]


def test_the_database_holds_one_open_plan_too(plan, episode, sw):
    with pytest.raises(IntegrityError, match="casework_plan_(one_open|no_overlap)"):
        Plan.objects.create(
            child=plan.child, episode=episode, kind=CIN, starts_on=date(2026, 5, 1),
            decided_on=date(2026, 5, 1), started_by=sw,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "said"),
    [
        (date(2026, 2, 27), "The plan cannot start before the referral of 2 March 2026."),
        (date(2026, 6, 2), "The plan cannot start in the future."),
    ],
)
def test_a_plan_lies_in_its_episode(episode, sw, starts_on, said):
    found = refusal(start_plan, episode=episode, kind=CIN, starts_on=starts_on, by=sw, on=TODAY)
    assert found == {"starts_on": [said]}


def test_early_help_has_no_plan(child, team, tm, sw):
    episode = scene.an_episode(child, team=team, by=tm, opened_on=date(2026, 3, 2), sw=sw)
    with pytest.raises(ValidationError, match="early help has an agreement"):
        start_plan(episode=episode, kind=CIN, starts_on=date(2026, 3, 16), by=sw, on=TODAY)


def test_the_database_knows_that_early_help_has_no_plan(child, team, tm, sw):
    episode = scene.an_episode(child, team=team, by=tm, opened_on=date(2026, 3, 2), sw=sw)
    with pytest.raises(IntegrityError, match="belongs to a child in need episode"):
        Plan.objects.create(
            child=child, episode=episode, kind=CIN, starts_on=date(2026, 3, 16),
            decided_on=date(2026, 3, 16), started_by=sw,
        )  # fmt: skip


def test_a_protection_plan_starts_on_its_conference(episode, sw):
    found = refusal(
        start_plan,
        episode=episode,
        kind=CP,
        starts_on=date(2026, 4, 14),
        conference_held_on=date(2026, 4, 13),
        category="NEG",
        by=sw,
        on=TODAY,
    )
    assert "starts on the day of its conference" in found["starts_on"][0]
    found = refusal(
        start_plan, episode=episode, kind=CP, starts_on=date(2026, 4, 14), category="NEG", by=sw,
        on=TODAY,
    )  # fmt: skip
    assert "starts on the day of its conference" in found["starts_on"][0]


def test_a_protection_plan_names_its_category(episode, sw):
    conferred(episode, sw, date(2026, 4, 14))
    found = refusal(
        start_plan, episode=episode, kind=CP, starts_on=date(2026, 4, 14),
        conference_held_on=date(2026, 4, 14), by=sw, on=TODAY,
    )  # fmt: skip
    assert found == {"category": ["Choose the category of abuse."]}


def test_stepping_up_and_down_in_a_day(plan, episode, sw):
    up = date(2026, 4, 14)
    conferred(episode, sw, up)
    protection = hand_over(
        plan=plan, to_kind=CP, on=up, category="EMO", conference_held_on=up, by=sw
    )
    plan.refresh_from_db()
    assert (plan.ends_on, plan.end_reason) == (up, EndReason.STEPPED_UP)
    assert list(Plan.objects.current(up)) == [protection]
    down = date(2026, 5, 20)
    again = hand_over(plan=protection, to_kind=CIN, on=down, conference_held_on=down, by=sw)
    protection.refresh_from_db()
    assert (protection.end_reason, protection.end_conference_held_on) == ("stepped_down", down)
    assert list(Plan.objects.current(down)) == [again]
    assert [row.kind for row in Plan.objects.before(again)] == [CIN]


def test_only_a_conference_ends_a_protection_plan(episode, sw):
    plan = on_protection(episode, sw)
    found = refusal(
        end_plan, plan=plan, ends_on=date(2026, 5, 20), reason=EndReason.RISK_GONE, by=sw, on=TODAY
    )
    assert found == {"ends_on": ["Only a conference ends this plan, on the day it was held."]}
    ended = end_plan(plan=plan, ends_on=date(2026, 5, 20), reason=EndReason.ADULT, by=sw, on=TODAY)
    assert not ended.is_open


def test_a_protection_plan_lasts_longer_than_its_first_day(episode, sw):
    plan = on_protection(episode, sw)
    found = refusal(
        end_plan, plan=plan, ends_on=plan.starts_on, reason=EndReason.RISK_GONE,
        conference_held_on=plan.starts_on, by=sw, on=TODAY,
    )  # fmt: skip
    assert found == {"ends_on": ["A child protection plan cannot end on the day it started."]}


def test_an_end_needs_a_reason_of_its_kind(plan, sw):
    found = refusal(
        end_plan, plan=plan, ends_on=date(2026, 5, 20), reason=EndReason.RISK_GONE, by=sw, on=TODAY
    )
    assert found == {"reason": ["Choose a reason for this kind of plan to end."]}


def test_the_first_and_the_latest_category_are_known(episode, sw):
    plan = on_protection(episode, sw)
    change_category(
        plan=plan, category="EMO", starts_on=date(2026, 5, 12), why="Review", by=sw, on=TODAY
    )
    row = Plan.objects.with_categories().get(pk=plan.pk)
    assert (row.initial_category, row.latest_category) == ("NEG", "EMO")
    found = refusal(
        change_category, plan=plan, category="EMO", starts_on=date(2026, 5, 14), why="Again",
        by=sw, on=TODAY,
    )  # fmt: skip
    assert found == {"category": ["That is the category already on that day."]}


def test_dates_are_put_right_with_a_reason_and_what_they_were_stays(plan, sw):
    corrected = correct_dates(
        plan=plan, starts_on=date(2026, 3, 10), ends_on=None, why="Minutes found", by=sw, on=TODAY
    )
    assert (corrected.starts_on, corrected.decided_on) == (date(2026, 3, 10), date(2026, 3, 10))
    row = corrected.corrections.get()
    assert (row.starts_on_was, row.why) == (date(2026, 3, 16), "Minutes found")
    found = refusal(
        correct_dates, plan=plan, starts_on=date(2026, 3, 11), ends_on=None, why=" ", by=sw,
        on=TODAY,
    )  # fmt: skip
    assert found == {"why": ["Say why the dates were wrong."]}


def test_a_protection_plan_moves_only_with_its_conference(episode, sw):
    plan = on_protection(episode, sw)
    moved = date(2026, 4, 15)
    said = refusal(
        correct_dates, plan=plan, starts_on=moved, ends_on=None, why="Typed wrongly", by=sw,
        on=TODAY,
    )  # fmt: skip
    assert "correct the conference first" in said["starts_on"][0]
    correct_dates(
        plan=plan, starts_on=moved, ends_on=None, why="Typed wrongly", conference_held_on=moved,
        by=sw, on=TODAY,
    )  # fmt: skip
    assert plan.categories.get().starts_on == moved


def test_a_plan_cannot_outlive_its_episode(plan, episode, tm, sw):
    end_plan(plan=plan, ends_on=date(2026, 5, 20), reason="needs_met", by=sw, on=TODAY)
    Episode.objects.filter(pk=episode.pk).update(assessment_authorised_on=date(2026, 4, 1))
    close_episode(episode=episode, on=date(2026, 5, 22), reason="RC7", by=tm)
    with pytest.raises(IntegrityError, match="nothing happens"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(ends_on=date(2026, 5, 23))
    found = refusal(
        correct_dates, plan=plan, starts_on=plan.starts_on, ends_on=date(2026, 5, 23), why="x",
        by=sw, on=TODAY,
    )  # fmt: skip
    assert found == {"ends_on": ["The episode closed on 22 May 2026."]}
