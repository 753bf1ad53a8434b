"""When a child dies, or turns 18, everything stops the same minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.closure.actions import close, record_death, settle_step, take_back_death
from casework.closure.models import Death
from casework.episode.actions import open_episode
from casework.episode.models import Episode
from casework.stopping import eighteen_years_before, stop_clocks_of_grown_ups
from notices.models import Notice
from tests.casework import scene
from tests.stage import staged
from timescales.actions import recompute_open
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@staged
def episode(child, team, tm, sw, student, opened_on):
    return scene.an_episode(
        child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student,
        kind=Episode.Kind.IN_NEED,
    )  # fmt: skip


def running():
    return Deadline.objects.open().count()


class TestDeath:
    def test_clocks_and_reminders_stop_and_stay_stopped(self, episode, child, tm, today):
        assert running()
        assert Notice.objects.standing().filter(root_id=episode.pk).exists()
        record_death(child=child, died_on=today, told_by="The hospital", by=tm)
        assert not running()
        assert not Notice.objects.standing().filter(root_id=episode.pk).exists()
        recompute_open(now=datetime.now(LONDON))
        assert not running()

    def test_everyone_around_the_child_is_told_once_without_a_name(
        self, episode, child, tm, sw, student, today
    ):
        record_death(child=child, died_on=today, told_by="The hospital", by=tm)
        told = Notice.objects.filter(key__startswith="child.died")
        assert {notice.recipient for notice in told} == {sw, student}
        assert all("Tomasz" not in notice.line for notice in told)

    def test_the_work_then_closes_as_died_and_for_nothing_else(self, episode, child, tm, today):
        record_death(child=child, died_on=today, told_by="The hospital", by=tm)
        said = {
            "what_changed": "He died.", "child_told": "The family was with him.",
            "override_reason": "There is nothing more to do.",
        }  # fmt: skip
        with pytest.raises(ValidationError, match="The child has died"):
            close(episode=episode, on=today, reason="RC7", by=tm, **said)
        assert close(episode=episode, on=today, reason="RC2", by=tm, **said).closure_reason == "RC2"

    def test_the_short_list_is_worked_through(self, episode, child, tm, today):
        death = record_death(child=child, died_on=today, told_by="The hospital", by=tm)
        steps = list(death.steps.all())
        assert len(steps) == 5
        with pytest.raises(ValidationError):
            settle_step(step=steps[0], done_on=today, note=" ", by=tm)
        with pytest.raises(ValidationError, match="The child died on"):
            settle_step(step=steps[0], done_on=today - timedelta(days=1), note="Rang", by=tm)
        settle_step(step=steps[0], done_on=today, note="Rang the panel", by=tm)
        with pytest.raises(ValidationError, match="done already"):
            settle_step(step=steps[0], done_on=today, note="Again", by=tm)

    def test_a_mistake_is_taken_back_and_clocks_run_again(self, episode, child, tm, today):
        before = running()
        death = record_death(child=child, died_on=today, told_by="A call", by=tm)
        take_back_death(death=death, why="Another child of that name", by=tm)
        assert running() == before
        assert not Death.objects.exists()

    def test_not_in_the_future_and_not_twice(self, episode, child, tm, today):
        with pytest.raises(ValidationError, match="still to come"):
            record_death(child=child, died_on=today + timedelta(days=1), told_by="x", by=tm)
        record_death(child=child, died_on=today, told_by="x", by=tm)
        with pytest.raises(ValidationError, match="recorded already"):
            record_death(child=child, died_on=today, told_by="x", by=tm)

    def test_the_pages(self, episode, child, tm, sign_in, today):
        client = sign_in(tm)
        url = reverse("casework:death-record", args=[child.pk])
        assert client.get(url).status_code == 200
        boxes = {f"died_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
        sent = {"told_by": "The hospital", **boxes}
        assert "Everything" not in client.post(url, sent).content.decode()
        assert not Death.objects.exists()
        unborn = sent | {"died_on_year": child.dob.year - 1}
        assert "The child was born on" in client.post(url, unborn).content.decode()
        page = client.post(url, sent | {"confirmed": "yes"}, follow=True).content.decode()
        assert "What is still asked of us" in page
        # Nobody is asked for consent any more, and no page counts the child's years on.
        overview = client.get(reverse("casework:child-overview", args=[child.pk])).content.decode()
        assert f"{today:%-d %b %Y}, aged" in overview
        assert "Still needed for" not in overview
        death = Death.objects.get()
        step = reverse("casework:death-step", args=[death.pk, "school"])
        assert client.get(step).status_code == 200
        boxes = {f"done_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
        client.post(step, {"note": "Rang Dina", **boxes})
        assert (
            "Rang Dina"
            in client.get(reverse("casework:death-detail", args=[death.pk])).content.decode()
        )
        assert client.get(step).status_code == 302
        back = reverse("casework:death-take-back", args=[death.pk])
        assert client.get(back).status_code == 200
        client.post(back, {"why": "Another child"})
        assert not Death.objects.exists()


class TestEighteen:
    @pytest.mark.parametrize(
        ("on", "born"),
        [
            (date(2026, 11, 22), date(2008, 11, 22)),
            (date(2028, 2, 29), date(2010, 2, 28)),
        ],
    )
    def test_the_day_somebody_is_18(self, on, born):
        assert eighteen_years_before(on) == born

    def test_clocks_stop_at_the_midnight_of_the_birthday(self, team, tm, sw):
        """Born on 15 December 2008; the work opened in November 2026 and nobody assessed yet."""
        with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=LONDON), tick=False):
            child = scene.a_child(by=tm, dob=date(2008, 12, 15))
            open_episode(
                child=child, kind="in_need", team=team, opened_on=date(2026, 11, 23),
                referral_date=date(2026, 11, 23), by=tm,
            )  # fmt: skip
        with time_machine.travel(datetime(2026, 12, 14, 23, 59, tzinfo=LONDON), tick=False):
            assert stop_clocks_of_grown_ups() == 0
            assert Deadline.objects.open().filter(code="C2").exists()
        with time_machine.travel(datetime(2026, 12, 15, 0, 0, 30, tzinfo=LONDON), tick=False):
            assert stop_clocks_of_grown_ups() == 1
            assert not running()
            assert stop_clocks_of_grown_ups() == 0
