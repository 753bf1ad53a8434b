"""Closing, proposing it, opening again; nothing on an episode is dated after it closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.chronology.models import ChronologyEntry
from casework.closure.actions import close, open_again, propose_closing
from casework.closure.facts import closing_facts
from casework.direct_work.models import DirectWorkSession
from casework.episode.actions import allocate_accountable
from casework.episode.models import Allocation, Episode
from notices.models import Notice
from tests.casework import scene
from tests.casework.factories import ChildFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
SAID = {"what_changed": "He sleeps through.", "child_told": "Sam told him, with Mum."}
WEEK = timedelta(days=7)


@staged
def episode(child, team, tm, sw, opened_on):
    return scene.an_episode(
        child, team=team, by=tm, opened_on=opened_on, sw=sw, kind=Episode.Kind.IN_NEED
    )


class TestClosing:
    def test_it_ends_everyones_part_and_every_clock(self, episode, tm, today):
        close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        assert Allocation.objects.get(episode=episode).ends_on == today
        assert not Deadline.objects.open().filter(root_id=episode.pk).exists()

    def test_a_part_planned_beyond_the_end_is_brought_forward(self, episode, tm, today):
        Allocation.objects.filter(episode=episode).update(ends_on=today + WEEK)
        close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        assert Allocation.objects.get(episode=episode).ends_on == today

    def test_it_says_every_rule_it_would_break_beside_its_question(self, episode, tm, today):
        tomorrow = today + timedelta(days=1)
        with pytest.raises(ValidationError) as refused:
            close(episode=episode, on=tomorrow, reason="RC9", by=tm, **SAID)
        assert set(refused.value.message_dict) == {"on", "reason"}

    def test_not_before_the_last_thing_recorded(self, episode, child, sw, tm, today):
        scene.agree(child, by=sw, given_on=today - WEEK)
        scene.a_session(child, by=sw, on=today, sent=True)
        assert closing_facts(episode).last_work_on == today
        with pytest.raises(ValidationError, match="Nothing may come after"):
            close(episode=episode, on=today - WEEK, reason="RC7", by=tm, **SAID)

    def test_it_says_what_changed_and_how_the_child_was_told(self, episode, tm, today):
        with pytest.raises(ValidationError):
            close(episode=episode, on=today, reason="RC7", by=tm, what_changed="", child_told=" ")
        assert Episode.objects.get().is_open

    def test_twice_it_is_refused(self, episode, tm, today):
        close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        with pytest.raises(ValidationError, match="closed"):
            close(episode=episode, on=today, reason="RC7", by=tm, **SAID)


class TestCellar:
    """What the database keeps, whoever writes."""

    def refuses(self, constraint, write):
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            write()
        assert constraint in str(broken.value)

    def test_no_allocation_after_closure(self, episode, sw, tm, today):
        close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        rows = Allocation.objects.filter(episode=episode)
        self.refuses("nothing happens", lambda: rows.update(ends_on=today + WEEK))

    def test_no_session_after_closure(self, episode, child, sw, tm, today, opened_on):
        scene.agree(child, by=sw, given_on=opened_on)
        scene.a_session(child, by=sw, on=opened_on + WEEK)
        Allocation.objects.update(ends_on=opened_on + WEEK)
        Episode.objects.update(closed_on=opened_on + 2 * WEEK, closure_reason="RC7")
        rows = DirectWorkSession.objects.all()
        self.refuses("nothing happens", lambda: rows.update(happened_on=today))

    def test_it_does_not_close_before_its_work(self, episode, opened_on):
        rows = Episode.objects.filter(pk=episode.pk)
        Allocation.objects.update(starts_on=opened_on + WEEK)
        self.refuses(
            "closes before something",
            lambda: rows.update(closed_on=opened_on, closure_reason="RC7"),
        )

    def test_died_needs_a_date_of_death(self, episode, today):
        rows = Episode.objects.filter(pk=episode.pk)
        self.refuses(
            "without a date of death", lambda: rows.update(closed_on=today, closure_reason="RC2")
        )


class TestProposing:
    def test_the_manager_is_told_and_nothing_closes(self, episode, sw, tm):
        propose_closing(episode=episode, why="The plan is met", by=sw)
        notice = Notice.objects.get(recipient=tm, key__startswith="closure.proposed")
        assert notice.path == reverse("casework:episode-closing", args=[episode.pk])
        assert ChronologyEntry.objects.filter(kind="casework.closing_proposed").exists()
        assert Episode.objects.get().is_open


class TestOpeningAgain:
    def test_it_is_a_new_episode_that_follows(self, episode, tm, today):
        closed = close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        again = open_again(
            episode=closed, why="Dad is back", kind="early_help", opened_on=today, by=tm
        )
        assert (again.follows, again.opened_how) == (closed, Episode.Opened.AGAIN)
        assert Episode.objects.get(pk=closed.pk).closed_on == today

    def test_open_work_is_not_opened_again(self, episode, tm, today):
        with pytest.raises(ValidationError, match="nothing to open again"):
            open_again(episode=episode, why="x", kind="early_help", opened_on=today, by=tm)


class TestPages:
    def sent(self, today, **changes):
        return {
            "on_day": today.day, "on_month": today.month, "on_year": today.year,
            "reason": "RC7", **SAID,
        } | changes  # fmt: skip

    def test_the_answers_are_read_once_more_before_it_closes(self, episode, sign_in, tm, today):
        url = reverse("casework:episode-close", args=[episode.pk])
        client = sign_in(tm)
        assert client.get(url).status_code == 200
        page = client.post(url, self.sent(today)).content.decode()
        assert "Check your answers" in page
        assert SAID["what_changed"] in page
        assert Episode.objects.get().is_open
        changed = client.post(url, self.sent(today, change="yes")).content.decode()
        assert "Check before you close it" in changed
        assert SAID["what_changed"] in changed
        done = client.post(url, self.sent(today, confirmed="yes"), follow=True)
        assert Episode.objects.get().closed_on == today
        assert SAID["child_told"] in done.content.decode()

    def test_what_the_rules_refuse_stands_beside_its_question(self, episode, sign_in, tm, today):
        url = reverse("casework:episode-close", args=[episode.pk])
        answer = sign_in(tm).post(url, self.sent(today, reason="RC8", confirmed="yes"))
        assert set(answer.context["form"].errors) == {"reason"}

    def test_and_stands_there_before_the_answers_are_read_again(self, episode, sign_in, tm, today):
        url = reverse("casework:episode-close", args=[episode.pk])
        before = episode.opened_on - timedelta(days=1)
        answer = sign_in(tm).post(
            url, self.sent(today, on_day=before.day, on_month=before.month, on_year=before.year)
        )
        assert set(answer.context["form"].errors) == {"on"}
        assert "Check your answers" not in answer.content.decode()

    def test_a_reason_that_cannot_be_chosen_says_why(self, episode, sign_in, tm):
        page = sign_in(tm).get(reverse("casework:episode-close", args=[episode.pk]))
        assert "Not now: Record the child" in page.content.decode()

    def test_what_stands_in_the_way_is_a_list_with_links(self, episode, sign_in, sw, tm, today):
        scene.agree(episode.child, by=sw, given_on=today)
        scene.a_session(episode.child, by=sw, on=today)
        page = sign_in(tm).get(reverse("casework:episode-closing", args=[episode.pk]))
        html = page.content.decode()
        assert "1 session is not countersigned yet." in html
        assert reverse("casework:session-list", args=[episode.child_id]) in html

    def test_the_accountable_worker_proposes(self, episode, sign_in, sw):
        url = reverse("casework:episode-propose", args=[episode.pk])
        assert sign_in(sw).post(url, {"why": "The plan is met"}).status_code == 302

    def test_opening_again_goes_on_to_allocate(self, episode, sign_in, tm, today):
        close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
        url = reverse("casework:episode-reopen", args=[episode.pk])
        client = sign_in(tm)
        assert client.get(url).status_code == 200
        boxes = {f"opened_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
        unsaid = client.post(url, {"kind": "in_need", "why": "Dad is back", **boxes})
        assert "referral_source" in unsaid.context["form"].errors  # nobody's by default
        answer = client.post(url, {"kind": "early_help", "why": "Dad is back", **boxes})
        begun = Episode.objects.get(closed_on=None)
        assert answer.url == reverse("casework:episode-allocate", args=[begun.pk])

    def test_the_list_of_work_costs_the_same_for_two_as_for_twenty(
        self, episode, sign_in, sw, tm, today, queries_for
    ):
        url = reverse("casework:child-work", args=[episode.child_id])
        client = sign_in(tm)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        for number in range(1, 12):
            day = episode.opened_on - timedelta(days=10 * number)
            Episode.objects.create(
                child=episode.child, kind="early_help", team=episode.team, opened_on=day,
                closed_on=day + timedelta(days=5), closure_reason="EH1",
            )  # fmt: skip
        assert queries_for(lambda: client.get(url)) == few
        assert few <= 15


def test_nobody_is_allocated_to_closed_work(episode, sw, tm, today):
    close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
    with pytest.raises(ValidationError, match="closed"):
        allocate_accountable(
            episode=Episode.objects.get(), person=sw, starts_on=today, why="x", by=tm
        )


def test_another_childs_episode_is_not_touched(episode, tm, today):
    other = ChildFactory()
    kept = Episode.objects.create(
        child=other, kind="early_help", team=episode.team, opened_on=today
    )
    close(episode=episode, on=today, reason="RC7", by=tm, **SAID)
    assert Episode.objects.get(pk=kept.pk).is_open
