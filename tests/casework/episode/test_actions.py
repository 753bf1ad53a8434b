"""Opening, allocating, ending: what cannot happen, and what follows from what does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts import actions as accounts
from accounts.roles import Role
from casework.child.actions import declare_conflict, restrict_child
from casework.child.models import Involvement
from casework.chronology.models import ChronologyEntry
from casework.episode.actions import (
    allocate_accountable,
    allocate_co_worker,
    close_episode,
    end_allocation,
    open_episode,
    record_assessment_authorised,
    record_referral,
)
from casework.episode.models import Allocation, Episode
from casework.episode.people import (
    accountable_candidates,
    accountable_worker,
    allocation_candidates,
)
from notices.models import Notice
from tests.casework import scene
from tests.casework.factories import ChildFactory, EpisodeFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def fields_of(refused):
    return set(getattr(refused.value, "message_dict", {}))


@staged
def opened(child, team, tm, today):
    """Open, and nobody works on it yet."""
    return scene.an_episode(child, team=team, by=tm, opened_on=today - timedelta(days=10))


class TestOpening:
    def test_in_need_stands_on_the_councils_referral(self, child, team, tm, today):
        referred = today - timedelta(days=5)
        episode = open_episode(
            child=child,
            kind="in_need",
            team=team,
            opened_on=today,
            referral_date=referred,
            referral_source="6",
            primary_need="N1",
            by=tm,
        )
        assert (episode.referral.referred_on, episode.referral.source) == (referred, "6")
        entry = ChronologyEntry.objects.get(kind="casework.episode_opened")
        assert entry.details["referred_on"] == referred.isoformat()

    def test_without_the_referrals_date_in_need_does_not_open(self, child, team, tm, today):
        with pytest.raises(ValidationError) as refused:
            open_episode(child=child, kind="in_need", team=team, opened_on=today, by=tm)
        assert fields_of(refused) == {"referral_date"}

    def test_it_does_not_open_before_the_referral(self, child, team, tm, today):
        with pytest.raises(ValidationError) as refused:
            open_episode(
                child=child,
                kind="in_need",
                team=team,
                opened_on=today - ONE_DAY,
                referral_date=today,
                by=tm,
            )
        assert fields_of(refused) == {"opened_on"}

    def test_a_child_has_one_open_episode(self, opened, child, team, tm, today):
        with pytest.raises(ValidationError, match="open episode already"):
            open_episode(child=child, kind="early_help", team=team, opened_on=today, by=tm)

    def test_stepping_up_is_done_in_a_day(self, opened, child, team, tm, today):
        close_episode(episode=opened, on=today, reason="EH3", by=tm)
        stepped_up = open_episode(
            child=child, kind="in_need", team=team, opened_on=today, referral_date=today, by=tm
        )
        assert stepped_up.is_open

    def test_an_episode_does_not_open_inside_an_earlier_one(self, opened, child, team, tm, today):
        close_episode(episode=opened, on=today - ONE_DAY, reason="EH1", by=tm)
        for day in (opened.opened_on + ONE_DAY, opened.opened_on - ONE_DAY):
            with pytest.raises(ValidationError) as refused:
                open_episode(child=child, kind="early_help", team=team, opened_on=day, by=tm)
            assert fields_of(refused) == {"opened_on"}

    def test_a_referral_with_no_further_action_opens_nothing(self, child, tm, today):
        referral = record_referral(
            child=child, referred_on=today, source="6", no_further_action=True, by=tm
        )
        assert referral.primary_need == ""
        assert not Episode.objects.exists()

    def test_the_teams_managers_hear_that_nobody_is_accountable(self, opened, child, tm):
        (notice,) = Notice.objects.filter(recipient=tm, about_id=opened.pk)
        assert child.reference in notice.line
        assert "Sikorski" not in notice.line


class TestAccountable:
    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("sw", True),
            ("tm", True),
            ("outsider", True),
            ("pe", False),
            ("student", False),
            ("gm", False),
            ("business_support", False),
        ],
    )
    def test_only_registered_caseholders(self, opened, cast, tm, today, who, may):
        person = getattr(cast, who)
        if may:
            allocate_accountable(episode=opened, person=person, starts_on=today, why="x", by=tm)
            assert accountable_worker(opened, today) == person
        else:
            with pytest.raises(ValidationError) as refused:
                allocate_accountable(episode=opened, person=person, starts_on=today, why="x", by=tm)
            assert fields_of(refused) == {"person"}

    def test_the_next_one_follows_the_day_after(self, opened, sw, outsider, tm, today):
        first = allocate_accountable(
            episode=opened, person=sw, starts_on=today - ONE_DAY, why="x", by=tm
        )
        allocate_accountable(episode=opened, person=outsider, starts_on=today, why="y", by=tm)
        first.refresh_from_db()
        assert first.ends_on == today - ONE_DAY
        assert accountable_worker(opened, today - ONE_DAY) == sw
        assert accountable_worker(opened, today) == outsider
        assert accountable_worker(opened.child, today) == outsider

    def test_a_slip_is_put_right_on_the_same_day(self, opened, sw, outsider, tm, today):
        allocate_accountable(episode=opened, person=sw, starts_on=today, why="x", by=tm)
        allocate_accountable(episode=opened, person=outsider, starts_on=today, why="y", by=tm)
        assert [row.person for row in opened.allocations.all()] == [outsider]
        assert not Involvement.objects.filter(person=sw).exists()

    def test_a_co_worker_may_become_accountable(self, opened, sw, outsider, tm, today):
        allocate_accountable(episode=opened, person=sw, starts_on=today - ONE_DAY, why="x", by=tm)
        allocate_co_worker(
            episode=opened, student=outsider, starts_on=today - ONE_DAY, why="x", by=tm
        )
        allocate_accountable(episode=opened, person=outsider, starts_on=today, why="y", by=tm)
        current = opened.allocations.in_force(today)
        assert [(row.person, row.role) for row in current] == [(outsider, "accountable")]

    def test_somebody_whose_access_has_ended_is_refused(self, opened, sw, tm, today):
        accounts.end_access(person=sw, on=today - ONE_DAY, by=None)
        sw.refresh_from_db()
        with pytest.raises(ValidationError, match="no access"):
            allocate_accountable(episode=opened, person=sw, starts_on=today, why="x", by=tm)
        assert sw not in [one.person for one in accountable_candidates(opened, today)]

    def test_nothing_starts_before_the_episode(self, opened, sw, tm):
        with pytest.raises(ValidationError) as refused:
            allocate_accountable(
                episode=opened, person=sw, starts_on=opened.opened_on - ONE_DAY, why="x", by=tm
            )
        assert fields_of(refused) == {"starts_on"}

    def test_nothing_is_planned_a_year_ahead(self, opened, sw, tm, today):
        far = today + timedelta(days=365)
        with pytest.raises(ValidationError) as refused:
            allocate_accountable(episode=opened, person=sw, starts_on=far, why="x", by=tm)
        assert fields_of(refused) == {"starts_on"}
        row = allocate_accountable(episode=opened, person=sw, starts_on=today, why="x", by=tm)
        with pytest.raises(ValidationError) as refused:
            end_allocation(allocation=row, on=far, why="x", by=tm)
        assert fields_of(refused) == {"on"}

    def test_on_a_restricted_record_only_those_named(self, opened, child, sw, outsider, tm, today):
        restrict_child(child=child, named=[sw], why="Staff family", starts_on=today, by=tm)
        with pytest.raises(ValidationError, match="not named"):
            allocate_accountable(episode=opened, person=outsider, starts_on=today, why="x", by=tm)
        allocate_accountable(episode=opened, person=sw, starts_on=today, why="x", by=tm)

    def test_nothing_changes_on_a_closed_episode(self, opened, sw, tm, today):
        close_episode(episode=opened, on=today, reason="EH1", by=tm)
        with pytest.raises(ValidationError, match="closed"):
            allocate_accountable(episode=opened, person=sw, starts_on=today, why="x", by=tm)


@staged
def carried(opened, sw, tm):
    """Wanda is accountable since it opened."""
    allocate_accountable(episode=opened, person=sw, starts_on=opened.opened_on, why="Local", by=tm)
    return opened


class TestStudent:
    def take(self, episode, student, tm, on, **more):
        return allocate_co_worker(
            episode=episode, student=student, starts_on=on, why="Learning", by=tm, **more
        )

    def test_nobody_works_alone(self, opened, student, tm, today):
        with pytest.raises(ValidationError, match="accountable social worker first"):
            self.take(opened, student, tm, today)

    def test_a_student_is_a_co_worker_and_the_educator_is_told(
        self, carried, student, pe, tm, today
    ):
        allocation = self.take(carried, student, tm, today)
        assert allocation.role == Allocation.Role.CO_WORKER
        told = Notice.objects.filter(key=f"episode.allocated.{allocation.pk}")
        assert {row.recipient for row in told} == {student, pe}
        assert not [row for row in told if "Sikorski" in row.line or "Tomasz" in row.line]

    def test_without_a_practice_educator_no_allocation(self, carried, someone, team, tm, today):
        alone = someone(Role.STUDENT, "Alone Student", team)
        with pytest.raises(ValidationError, match="no practice educator"):
            self.take(carried, alone, tm, today)
        assert alone not in [one.person for one in allocation_candidates(carried, today)[1]]

    @pytest.mark.parametrize("who", ["student", "pe"])
    def test_a_conflict_of_either_bars_both(self, carried, cast, child, tm, today, who):
        person = getattr(cast, who)
        declare_conflict(person=person, child=child, nature="Cousins", on=today, by=person)
        assert allocation_candidates(carried, today)[1] == []
        with pytest.raises(ValidationError, match="conflict"):
            self.take(carried, cast.student, tm, today)

    def test_a_conflict_in_words_bars_until_it_is_settled(self, carried, student, tm, today):
        declare_conflict(
            person=student, family_name="SIKORSKI", nature="Street", on=today, by=student
        )
        assert allocation_candidates(carried, today)[1] == []
        with pytest.raises(ValidationError, match="conflict"):
            self.take(carried, student, tm, today)

    def test_a_conflict_about_another_family_bars_nobody(self, carried, student, tm, today):
        declare_conflict(person=student, family_name="Other", nature="x", on=today, by=student)
        assert [one.person for one in allocation_candidates(carried, today)[1]] == [student]

    def test_over_the_limit_needs_the_managers_reason(self, carried, student, sw, team, tm, today):
        accounts.set_workload_limit(person=student, cases=1, starts_on=today, why="x", by=None)
        self.take(carried, student, tm, today)
        second = scene.an_episode(scene.a_child(by=tm), team=team, by=tm, opened_on=today, sw=sw)
        [candidate] = allocation_candidates(second, today)[1]
        assert (candidate.load, candidate.would_pass_limit) == ("1 of 1", True)
        with pytest.raises(ValidationError) as refused:
            self.take(second, student, tm, today)
        assert fields_of(refused) == {"override_reason"}
        allocation = self.take(second, student, tm, today, override_reason="Siblings")
        assert allocation.over_limit_reason == "Siblings"

    def test_weights_count_not_heads(self, carried, student, tm, today):
        accounts.set_workload_limit(person=student, cases=2, starts_on=today, why="x", by=None)
        with pytest.raises(ValidationError):
            self.take(carried, student, tm, today, weight=Decimal("2.5"))
        assert self.take(carried, student, tm, today, weight=Decimal(2)).over_limit_reason == ""

    def test_a_practice_educator_is_no_co_worker(self, carried, pe, tm, today):
        with pytest.raises(ValidationError, match="cannot be a co-worker"):
            self.take(carried, pe, tm, today)

    def test_nobody_is_allocated_twice(self, carried, student, tm, today):
        self.take(carried, student, tm, today)
        with pytest.raises(ValidationError, match="already works on it"):
            self.take(carried, student, tm, today)


class TestEnding:
    def test_the_last_accountable_one_needs_a_reason(self, carried, tm, today):
        allocation = carried.allocations.get()
        with pytest.raises(ValidationError) as refused:
            end_allocation(allocation=allocation, on=today, why=" ", by=tm)
        assert fields_of(refused) == {"why"}
        end_allocation(allocation=allocation, on=today, why="Left the council", by=tm)
        assert accountable_worker(carried, today) is not None
        assert accountable_worker(carried, today + ONE_DAY) is None

    def test_a_successor_follows_the_day_after(self, carried, outsider, sw, tm, today):
        end_allocation(
            allocation=carried.allocations.get(),
            on=today,
            why="Leaves",
            successor=outsider,
            by=tm,
        )
        assert accountable_worker(carried, today) == sw
        assert accountable_worker(carried, today + ONE_DAY) == outsider

    def test_the_record_closes_for_the_worker_with_it(self, carried, student, tm, today):
        allocation = allocate_co_worker(
            episode=carried, student=student, starts_on=today, why="x", by=tm
        )
        end_allocation(allocation=allocation, on=today, why="Placement ends", by=tm)
        row = Involvement.objects.get(source_id=allocation.pk)
        assert row.ends_on == today

    def test_what_had_not_begun_never_was(self, carried, student, tm, today):
        allocation = allocate_co_worker(
            episode=carried, student=student, starts_on=today + ONE_DAY, why="x", by=tm
        )
        assert end_allocation(allocation=allocation, on=today, why="Mistake", by=tm) is None
        assert not Involvement.objects.filter(person=student).exists()


class TestClosing:
    def test_everyones_part_ends_with_it_and_the_team_still_reads(
        self, episode, child, student, tm, today
    ):
        close_episode(episode=episode, on=today, reason="EH1", by=tm)
        assert set(episode.allocations.values_list("ends_on", flat=True)) == {today}
        assert Involvement.objects.filter(child=child, ends_on=None).get().team == episode.team

    def test_early_help_and_child_in_need_end_for_different_reasons(self, opened, tm, today):
        with pytest.raises(ValidationError, match="different reasons"):
            close_episode(episode=opened, on=today, reason="RC7", by=tm)

    def test_an_assessment_is_of_a_child_in_need_and_after_opening(self, opened, tm, today):
        with pytest.raises(ValidationError, match="child in need"):
            record_assessment_authorised(episode=opened, on=today, by=tm)


def test_a_list_of_candidates_costs_the_same_however_long(
    carried, someone, team, today, queries_for, pe
):
    def one_more(number):
        person = someone(Role.STUDENT, f"Student Number{number}", team)
        accounts.start_reporting_line(
            person=person, answers_to=pe, kind="case", starts_on=date(2021, 1, 4), why="x", by=None
        )
        EpisodeFactory(child=ChildFactory(), team=team)

    one_more(0)
    few = queries_for(lambda: allocation_candidates(carried, today)[1])
    for number in range(1, 12):
        one_more(number)
    assert queries_for(lambda: allocation_candidates(carried, today)[1]) == few
