"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from casework.episode.models import Allocation, Episode, Referral
from tests.accounts.factories import PersonFactory
from tests.casework.factories import AllocationFactory, ChildFactory, EpisodeFactory

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2026, 3, 2), date(2026, 5, 4)


def refused(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_one_open_episode_a_child():
    child = ChildFactory()
    EpisodeFactory(child=child)
    # Two open ones break both promises; PostgreSQL says first whichever it looks at first.
    both = "casework_episode_(one_open|no_overlap)"
    refused(both, lambda: EpisodeFactory(child=child, opened_on=LATER))


def test_episodes_of_a_child_do_not_overlap():
    child = ChildFactory()
    EpisodeFactory(child=child, opened_on=FIRST, closed_on=LATER, closure_reason="EH1")
    refused(
        "casework_episode_no_overlap",
        lambda: EpisodeFactory(child=child, opened_on=date(2026, 5, 3)),
    )
    EpisodeFactory(child=child, opened_on=LATER)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("casework_episode_in_need_by_referral", {"kind": "in_need"}),
        ("casework_episode_closed_with_reason", {"closed_on": LATER}),
        ("casework_episode_closed_with_reason", {"closure_reason": "EH1"}),
        ("casework_episode_reason_of_its_kind", {"closed_on": LATER, "closure_reason": "RC7"}),
        (
            "casework_episode_dates_in_order",
            {"closed_on": date(2026, 3, 1), "closure_reason": "EH1"},
        ),
        ("casework_episode_assessed_after_opening", {"assessment_authorised_on": LATER}),
    ],
)
def test_an_episode_is_whole(name, fields):
    refused(name, lambda: EpisodeFactory(**fields))


def test_early_help_has_no_referral():
    in_need = EpisodeFactory(in_need=True)
    refused(
        "casework_episode_in_need_by_referral",
        lambda: Episode.objects.filter(pk=in_need.pk).update(kind="early_help"),
    )


def test_a_referral_has_a_need_unless_nothing_came_of_it():
    episode = EpisodeFactory(in_need=True)
    refused(
        "casework_referral_need_unless_nfa",
        lambda: Referral.objects.filter(pk=episode.referral_id).update(primary_need=""),
    )


def test_one_accountable_worker_at_a_time():
    first = AllocationFactory(starts_on=FIRST, ends_on=LATER)
    refused(
        "casework_allocation_one_accountable",
        lambda: AllocationFactory(episode=first.episode, starts_on=LATER),
    )
    AllocationFactory(episode=first.episode, starts_on=date(2026, 5, 5))


def test_co_workers_stand_beside_each_other_but_nobody_twice():
    person = PersonFactory()
    first = AllocationFactory(role=Allocation.Role.CO_WORKER, person=person)
    AllocationFactory(role=Allocation.Role.CO_WORKER, episode=first.episode)
    refused(
        "casework_allocation_one_role_each",
        lambda: AllocationFactory(episode=first.episode, person=person),
    )


def test_an_allocation_ends_after_it_starts():
    refused(
        "casework_allocation_dates_in_order",
        lambda: AllocationFactory(starts_on=LATER, ends_on=FIRST),
    )
