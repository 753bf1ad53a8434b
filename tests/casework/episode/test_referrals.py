"""Referrals without a request: what they open, and those that open nothing and still count."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.child.models import Child
from casework.chronology.models import ChronologyEntry
from casework.episode.actions import record_nfa_referral, record_referral, take_in
from casework.episode.models import Episode, Referral
from casework.episode.presenters import kpisc11
from casework.episode.reads import unallocated_long
from tests.casework import scene
from timescales.calendars import load_calendar
from timescales.clock import working_days_before

pytestmark = pytest.mark.django_db


def boxes(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


class TestNoFurtherAction:
    def record(self, child, team, tm, today, **changes):
        return record_nfa_referral(
            **{
                "child": child, "referred_on": today, "source": "6", "why": "A neighbours' row",
                "team": team, "by": tm,
            } | changes
        )  # fmt: skip

    def test_it_opens_nothing_and_the_team_may_read_it(self, child, team, tm, today):
        referral = self.record(child, team, tm, today)
        assert referral.no_further_action
        assert not Episode.objects.exists()
        assert Child.objects.visible_to(tm).filter(pk=child.pk).exists()
        assert ChronologyEntry.objects.get(kind="casework.referral_nfa").details["why"]

    def test_it_says_why(self, child, team, tm, today):
        with pytest.raises(ValidationError, match="why nothing more"):
            self.record(child, team, tm, today, why=" ")

    def test_what_comes_in_while_work_is_open_is_no_referral(self, episode, child, team, tm, today):
        with pytest.raises(ValidationError, match="is no new referral"):
            self.record(child, team, tm, today)

    def test_not_more_than_forty_weeks_before_birth(self, tm, today):
        born = scene.a_child(by=tm, dob=today)
        on = today - timedelta(days=280)
        assert record_referral(child=born, referred_on=on, source="3F", by=tm, primary_need="N1")
        with pytest.raises(ValidationError, match="40 weeks"):
            record_referral(child=born, referred_on=on - timedelta(days=1), source="3F", by=tm)


class TestTakingIn:
    @pytest.mark.parametrize("kind", ["in_need", "early_help"])
    def test_it_opens_what_was_decided(self, child, team, tm, today, kind):
        begun = take_in(
            child=child, decision=kind, team=team, why="Asked by the council", opened_on=today,
            referral_date=today, referral_source="5D", primary_need="N4", by=tm,
        )  # fmt: skip
        assert begun.kind == kind
        assert bool(begun.referral) == (kind == "in_need")


class TestPages:
    def look_for(self, client, **changes):
        sent = {"first_name": "Iris", "last_name": "Vane", **boxes("dob", scene_day())} | changes
        return client.post(reverse("casework:referral-start"), sent)

    def test_a_new_child_is_looked_for_and_then_taken_in(self, sign_in, tm, team, today):
        client = sign_in(tm)
        found = self.look_for(client)
        page = client.get(found.url).content.decode()
        assert "Nobody like this is here" in page
        # A second, empty copy would be sent after the filled one and wipe it out.
        for name in ("referral_date_day", "opened_on_day", "referral_source"):
            assert page.count(f'name="{name}"') == 1
        sent = {
            "who": "new", "sex": "F", "decision": "in_need", "referral_source": "6",
            "primary_need": "N1", "why": "Police were called twice",
            **boxes("referral_date", today), **boxes("opened_on", today),
        }  # fmt: skip
        answer = client.post(found.url, sent)
        episode = Episode.objects.get()
        assert answer.url == reverse("casework:episode-allocate", args=[episode.pk])
        assert (episode.child.first_name, episode.referral.source) == ("Iris", "6")

    def test_a_child_is_not_added_for_a_referral_that_is_refused(self, sign_in, tm, team, today):
        client = sign_in(tm)
        found = self.look_for(client)
        sent = {
            "who": "new", "sex": "F", "decision": "in_need", "referral_source": "6",
            "primary_need": "N1", "why": "x", **boxes("referral_date", today),
            **boxes("opened_on", today - timedelta(days=3)),
        }  # fmt: skip
        answer = client.post(found.url, sent)
        assert "opened_on" in answer.context["form"].errors
        assert not Child.objects.filter(first_name="Iris").exists()

    def test_who_looks_like_somebody_here_needs_a_reason(self, child, sign_in, tm, team, today):
        client = sign_in(tm)
        found = self.look_for(
            client, first_name="Tomasz", last_name="Sikorski", **boxes("dob", child.dob)
        )
        sent = {
            "who": "new", "sex": "M", "decision": "nfa", "referral_source": "6", "why": "x",
            **boxes("referral_date", today),
        }  # fmt: skip
        refused = client.post(found.url, sent)
        assert "not_a_duplicate_because" in refused.context["form"].errors
        client.post(found.url, sent | {"who": str(child.pk)})
        assert Referral.objects.get().child == child

    def test_of_a_child_who_is_here_on_the_childs_own_page(self, child, sign_in, tm, team, today):
        record_nfa_referral(
            child=child, referred_on=today - timedelta(days=9), source="6", why="A row",
            team=team, by=tm,
        )  # fmt: skip
        client = sign_in(tm)
        url = reverse("casework:child-referral", args=[child.pk])
        assert client.get(url).status_code == 200
        sent = {"decision": "early_help", "why": "Asked by Mum", **boxes("opened_on", today)}
        client.post(url, sent)
        assert Episode.objects.get().kind == "early_help"
        listed = client.get(reverse("casework:nfa-list")).content.decode()
        assert "A row" in listed

    def test_an_unborn_child_has_an_expected_date(self, sign_in, tm, team, today):
        client = sign_in(tm)
        found = self.look_for(client, dob_day="", dob_month="", dob_year="")
        sent = {
            "who": "new", "sex": "U", "decision": "nfa", "referral_source": "3F", "why": "x",
            **boxes("referral_date", today), **boxes("expected_dob", today + timedelta(days=90)),
        }  # fmt: skip
        client.post(found.url, sent)
        assert Referral.objects.get().child.expected_dob == today + timedelta(days=90)


class TestUnallocated:
    def test_kpisc11_counts_five_working_days_and_names_them(self, team, tm, sw, sign_in, today):
        calendar = load_calendar()
        five, four = (working_days_before(today, n, calendar) for n in (5, 4))
        late, soon = (scene.a_child(by=tm, first_name=name) for name in ("Late", "Soon"))
        for child, since in ((late, five), (soon, four)):
            scene.an_episode(child, team=team, by=tm, opened_on=since, kind="in_need")
        carried = scene.a_child(by=tm)
        scene.an_episode(carried, team=team, by=tm, opened_on=five, sw=sw, kind="in_need")
        found = unallocated_long(tm, today)
        assert (len(found.long_ids), found.in_need) == (1, 3)
        assert "1 of 3 open children in need, 33.3%" in kpisc11(found, today)
        client = sign_in(tm)
        url = reverse("casework:unallocated-queue")
        everyone = client.get(url).content.decode()
        assert "Late S" in everyone
        assert "Soon S" in everyone
        only = client.get(url, {"long": "1"}).content.decode()
        assert "Late S" in only
        assert "Soon S" not in only

    def test_with_nobody_open_it_says_so(self, tm, team, today):
        assert "nothing to count" in kpisc11(unallocated_long(tm, today), today)


def scene_day():
    from datetime import date

    return date(2016, 5, 4)
