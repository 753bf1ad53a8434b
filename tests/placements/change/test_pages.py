"""Each change is shown before it is made; open work is asked about; leftovers are tasks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from casework.decision.models import Decision
from placements.change import actions
from placements.change.actions import Answered
from placements.change.models import PlacementCover, WorkAnswer
from placements.change.open_work import open_work
from placements.models import PracticePlacement, Suspension
from tests.casework import scene
from tests.placements.factories import EducatorFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def at(placement, name):
    return reverse(f"placements:{name}", args=[placement.pk])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_suspension_is_shown_then_made(sign_in, running, newcomer, tm, today):
    browser = sign_in(tm)
    url = at(running, "placement-suspend")
    asked = (
        boxes("starts_on", today) | boxes("review_on", today + timedelta(days=7)) | {"why": "Ill"}
    )
    shown = browser.post(url, asked).content.decode()
    for words in ("Nothing has changed yet", "Shut", "Children&#x27;s records", "Yes, suspend it"):
        assert words in shown, words
    assert not Suspension.objects.exists()
    assert newcomer.children_access.get().ends_on is None
    assert browser.post(url, asked | {"confirmed": "yes"}).status_code == 302
    assert Suspension.objects.get().starts_on == today
    page = browser.get(at(running, "change-list")).content.decode()
    assert "Reinstate it" in page
    assert "Suspend it" not in page
    assert "Suspended" in browser.get(at(running, "placement-detail")).content.decode()


def test_open_work_is_asked_about_by_reference(
    sign_in, running, allocated, newcomer, student, tm, today
):
    child = allocated.episode.child
    scene.a_session(child, by=newcomer, on=today)
    browser = sign_in(tm)
    url = at(running, "placement-end")
    form = browser.get(url).content.decode()
    assert child.reference in form
    assert child.first_name not in form
    work = {one.kind: one.record_id.hex for one in open_work([newcomer.pk])[newcomer.pk]}
    asked = boxes("on", today) | {"outcome": "withdrawn", "why": "Leaves"}
    refused = browser.post(url, asked).content.decode()
    assert refused.count(f"Say what becomes of this. {child.reference}: ") >= 4, "summary and field"
    asked |= {f"answer_{work['allocation']}": "pass", f"answer_{work['session']}": "finish"}
    assert "Say who takes it on." in browser.post(url, asked).content.decode()
    asked |= {f"to_{work['allocation']}": str(student.pk)}
    shown = browser.post(url, asked).content.decode()
    assert f"Somebody else takes it on: {student.name}" in shown
    assert f"<li>{child.reference}: Works with a child" in shown
    assert browser.post(url, asked | {"confirmed": "yes"}).status_code == 302
    assert allocated.episode.allocations.filter(person=student, ends_on=None).exists()


def test_what_the_database_forbids_stands_beside_the_field(sign_in, running, newcomer, tm, today):
    browser = sign_in(tm)
    url = at(running, "placement-extend")
    asked = boxes("planned_ends_on", running.starts_on) | {"why": "x"}
    form = browser.post(url, asked).context["form"]
    assert list(form.errors) == ["planned_ends_on"]
    running.practice_educator.educator_profile.desks = 0
    running.practice_educator.educator_profile.save()
    later = running.planned_ends_on + timedelta(days=7)
    form = browser.post(url, boxes("planned_ends_on", later) | {"why": "x"}).context["form"]
    assert list(form.errors) == ["override_reason"]


def test_another_educator_from_a_day_to_come_is_shown_made_and_taken_back(
    sign_in, running, someone, team, pe, tm, today
):
    owen = someone(Role.PRACTICE_EDUCATOR, "Owen Other", team)
    EducatorFactory(person=owen, team=team)
    browser, changes = sign_in(tm), at(running, "change-list")
    asked = boxes("from_on", today + timedelta(days=10)) | {
        "practice_educator": owen.pk,
        "why": "Leaves",
    }
    url = at(running, "placement-educator")
    assert owen.name in browser.post(url, asked).text
    browser.post(url, asked | {"confirmed": "yes"})
    page = browser.get(changes).text
    assert f"{owen.name} educates from" in page
    assert "Change the practice educator" not in page
    assert f"{owen.name} <span" in browser.get(at(running, "placement-detail")).text
    back = at(running, "educator-take-back")
    assert pe.name in browser.post(back, {"why": "Stays"}).text
    browser.post(back, {"why": "Stays", "confirmed": "yes"})
    assert "Change the practice educator" in browser.get(changes).text


def test_cover_is_one_step_for_all_of_an_educators_students(
    sign_in, running, pe, sw, tm, team, today
):
    other = PlacementFactory(practice_educator=pe, team=team)
    browser = sign_in(tm)
    url = at(running, "cover-start")
    assert set(browser.get(url).context["form"].initial["placements"]) == {running.pk, other.pk}
    asked = (
        boxes("starts_on", today)
        | boxes("ends_on", today + timedelta(days=6))
        | {"placements": [running.pk, other.pk], "by_whom": sw.pk, "why": "Leave"}
    )
    assert sw.name in browser.post(url, asked).content.decode()
    browser.post(url, asked | {"confirmed": "yes"})
    assert PlacementCover.objects.filter(by_whom=sw).count() == 2
    cover = PlacementCover.objects.get(placement=running)
    browser = sign_in(sw)
    note = reverse("placements:cover-hand-back", args=[cover.pk])
    assert browser.post(note, {"handed_back": "One draft waits for you."}).status_code == 302
    assert "One draft waits" in sign_in(pe).get(at(running, "change-list")).content.decode()


def test_a_hand_back_note_is_for_the_three_it_concerns(
    sign_in, running, sw, tm, business_support, today
):
    (cover,) = actions.start_cover(
        placements=[running],
        by_whom=sw,
        starts_on=today,
        ends_on=today,
        why="Leave",
        on=today,
        by=tm,
    )
    actions.hand_back(cover=cover, text="One draft waits.", by=sw)
    page = at(running, "change-list")
    assert "One draft waits" in sign_in(tm).get(page).content.decode()
    assert "One draft waits" not in sign_in(business_support).get(page).content.decode()


def test_leftovers_are_listed_and_seen_to(sign_in, running, allocated, newcomer, pe, tm, today):
    scene.a_session(allocated.episode.child, by=newcomer, on=today - timedelta(days=1))
    work = {one.kind: one for one in open_work([newcomer.pk])[newcomer.pk]}
    actions.stop_placement(
        placement=running,
        last_day=today - timedelta(days=1),
        outcome="withdrawn",
        why="Leaves",
        on=today,
        by=tm,
        answers={
            work["allocation"].record_id: Answered("end"),
            work["session"].record_id: Answered("finish"),
        },
    )
    page = reverse("placements:leftover-list")
    text = sign_in(pe).get(page).content.decode()
    assert "record not sent" in text
    assert "The student finishes it" in text
    assert "Ask the team manager, who opens it" in text, "the way in went with the student"
    browser = sign_in(tm)
    assert "Ask the team manager" not in browser.get(page).content.decode()
    settle = reverse("placements:leftover-settle", args=[running.pk, work["session"].record_id])
    assert browser.post(settle, {"note": "Wanda wrote it anew"}).status_code == 302
    assert WorkAnswer.objects.get(record_id=work["session"].record_id).answer == "settled"
    assert "Nothing is left open" in browser.get(page).content.decode()


def test_lists_cost_the_same_however_long(
    sign_in, running, allocated, newcomer, pe, tm, today, queries_for
):
    actions.extend_placement(
        placement=running,
        planned_ends_on=running.planned_ends_on + timedelta(days=1),
        why="One",
        on=today,
        by=tm,
    )
    browser = sign_in(tm)
    page, left = at(running, "change-list"), reverse("placements:leftover-list")

    def ask(url):
        return queries_for(lambda: browser.get(url))

    ask(page)
    few = ask(page)
    for n in range(2, 12):
        actions.extend_placement(
            placement=PracticePlacement.objects.get(pk=running.pk),
            planned_ends_on=running.planned_ends_on + timedelta(days=n),
            why="More",
            on=today,
            by=tm,
        )
    assert ask(page) == few
    ended = {"outcome": "withdrawn", "practice_educator": pe, "team": running.team}
    gone = PlacementFactory(ends_on=today - timedelta(days=2), **ended)
    child = allocated.episode.child
    _left(child, gone, today)
    one = ask(left)
    for _ in range(8):
        _left(child, PlacementFactory(ends_on=today - timedelta(days=2), **ended), today)
    assert ask(left) == one


def _left(child, placement, today):
    """Something to do, still in the name of a student who has gone."""
    Decision.objects.create(
        child=child,
        what="Ring",
        why="Asked",
        owner=placement.student,
        due_on=today,
        made_by=placement.practice_educator,
        made_on=today,
        status="confirmed",
        confirmed_by=placement.practice_educator,
        confirmed_at=timezone.now(),
    )
