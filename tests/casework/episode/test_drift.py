"""Nightly: who may see a child is put back to what the allocations say."""

import pytest

from casework.child.models import Child, Involvement
from casework.episode.drift import put_involvements_right
from tests.casework.factories import InvolvementFactory

pytestmark = pytest.mark.django_db


def test_where_all_is_well_nothing_is_touched(episode):
    assert put_involvements_right().count == 0


def test_an_involvement_that_outlived_its_allocation_is_shut(
    episode, child, student, today, caplog
):
    allocation = episode.allocations.get(person=student)
    allocation.ends_on = allocation.starts_on
    allocation.save()
    assert Child.objects.visible_to(student, today).exists()
    drift = put_involvements_right()
    assert drift.missing_or_different == (child.reference,)
    assert not Child.objects.visible_to(student, today).exists()
    assert child.reference in caplog.text
    assert "Sikorski" not in caplog.text


def test_a_worker_who_lost_sight_of_a_child_sees_it_again(episode, child, student, today):
    Involvement.objects.filter(person=student).delete()
    assert not Child.objects.visible_to(student, today).exists()
    assert put_involvements_right().count == 1
    assert Child.objects.visible_to(student, today).get() == child


def test_what_came_from_no_allocation_goes_and_an_invitation_stays(episode, child, outsider, sw):
    InvolvementFactory(child=child, person=outsider, source_id=child.pk)
    invited = InvolvementFactory(child=child, person=outsider, role=Involvement.Role.INVITED)
    assert put_involvements_right().without_allocation == (child.reference,)
    assert list(Involvement.objects.filter(person=outsider)) == [invited]
