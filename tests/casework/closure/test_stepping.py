"""Stepping up and down: one day ends the one and begins the other, with the same people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.closure.actions import NotYet, step_down, step_up
from casework.closure.models import Closure
from casework.closure.registry import Obstacle, obstacles
from casework.episode.models import Allocation, Episode
from tests.casework import scene
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
TOLD = "With Mum, in the kitchen."


@staged
def in_need(child, team, tm, sw, student, opened_on):
    episode = scene.an_episode(
        child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student,
        kind=Episode.Kind.IN_NEED,
    )  # fmt: skip
    Episode.objects.filter(pk=episode.pk).update(assessment_authorised_on=opened_on)
    return Episode.objects.get(pk=episode.pk)


def workers(episode, on):
    rows = Allocation.objects.in_force(on).filter(episode=episode)
    return {(row.person.name, row.role) for row in rows.select_related("person")}


def test_stepping_up_begins_the_assessments_clock_from_the_referral(episode, tm, today):
    before = workers(episode, today)
    referred = today - timedelta(days=1)
    begun = step_up(
        episode=episode, on=today, referral_date=referred, why="Dad is drinking again",
        child_told=TOLD, by=tm,
    )  # fmt: skip
    old = Episode.objects.get(pk=episode.pk)
    assert (old.closed_on, old.closure_reason) == (today, "EH3")
    assert (begun.kind, begun.follows, begun.opened_how) == ("in_need", old, "step_up")
    assert begun.referral.referred_on == referred
    assert Deadline.objects.get(subject_id=begun.pk, code="C2").starts_on == referred
    assert workers(begun, today) == before
    assert Closure.objects.get(episode=old).child_told == TOLD


def test_an_unsigned_session_does_not_hold_up_a_step_up(episode, child, agreed, student, tm, today):
    scene.a_session(child, by=student, on=today)
    begun = step_up(
        episode=episode, on=today, referral_date=today, why="Harm", child_told=TOLD, by=tm
    )
    assert begun.is_open


def test_stepping_down_waits_for_what_the_law_asks(in_need, tm, today, monkeypatch):
    hard = Obstacle("The enquiry is not concluded.", "/")
    always = (lambda *_: Episode.objects.all(), lambda *_: [hard])
    monkeypatch.setitem(obstacles.__globals__["_asked"], "enquiry", always)
    with pytest.raises(NotYet):
        step_down(episode=in_need, on=today, reason="RC9", why="Better", child_told=TOLD, by=tm)
    assert Episode.objects.get().is_open


def test_stepping_down_ends_statutory_clocks(in_need, tm, today):
    begun = step_down(episode=in_need, on=today, reason="RC9", why="Better", child_told=TOLD, by=tm)
    assert (begun.kind, begun.opened_how) == ("early_help", "step_down")
    assert not Deadline.objects.open().filter(code="C2").exists()


def test_without_the_workers_it_goes_to_the_unallocated_list(in_need, tm, today):
    begun = step_down(
        episode=in_need, on=today, reason="RC9", why="Better", child_told=TOLD,
        keep_workers=False, by=tm,
    )  # fmt: skip
    assert workers(begun, today) == set()
    assert Deadline.objects.open().filter(subject_id=begun.pk, code="C19").exists()


@pytest.mark.parametrize("reason", ["RC8", "EH1"])
def test_it_steps_down_for_a_reason_that_leads_to_early_help(in_need, tm, today, reason):
    with pytest.raises(ValidationError):
        step_down(episode=in_need, on=today, reason=reason, why="Better", child_told=TOLD, by=tm)


def test_only_the_right_kind_steps(episode, tm, today):
    with pytest.raises(ValidationError, match="Only child in need"):
        step_down(episode=episode, on=today, reason="RC9", why="x", child_told=TOLD, by=tm)


def test_a_step_that_fails_leaves_everything_as_it_was(episode, tm, today):
    with pytest.raises(ValidationError):
        step_up(
            episode=episode, on=today, referral_date=today + timedelta(days=1), why="Harm",
            child_told=TOLD, by=tm,
        )  # fmt: skip
    assert Episode.objects.get().is_open


@pytest.fixture
def a_step(today):
    """What the page is sent to step up today."""
    boxes = {
        f"{name}_{part}": getattr(today, part)
        for name in ("on", "referral_date")
        for part in ("day", "month", "year")
    }
    return {
        "why": "Dad is drinking again", "child_told": TOLD, "keep_workers": "True",
        "referral_source": "5D", "primary_need": "N1", **boxes,
    }  # fmt: skip


def test_the_page_checks_and_then_steps(episode, sign_in, tm, a_step):
    url = reverse("casework:episode-step", args=[episode.pk])
    client = sign_in(tm)
    assert "Step up to child in need" in client.get(url).content.decode()
    assert "Check your answers" in client.post(url, a_step).content.decode()
    answer = client.post(url, a_step | {"confirmed": "yes"})
    begun = Episode.objects.get(closed_on=None)
    assert answer.url == reverse("casework:episode-detail", args=[begun.pk])


@pytest.mark.parametrize(
    ("year", "why_not"),
    [(-1, "It opened on"), (0, "Step up on the day of the council’s referral or later")],
)
def test_a_day_that_cannot_be_is_said_before_the_answers_are_read_again(
    episode, sign_in, tm, today, a_step, year, why_not
):
    on = today.replace(year=today.year - 1) if year else today - timedelta(days=1)
    boxes = {f"on_{part}": getattr(on, part) for part in ("day", "month", "year")}
    url = reverse("casework:episode-step", args=[episode.pk])
    page = sign_in(tm).post(url, a_step | boxes)
    assert "Check your answers" not in page.content.decode()
    assert why_not in " ".join(page.context["form"].errors["on"])
