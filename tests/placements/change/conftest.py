"""A placement that runs today, every critical check verified, one child allocated."""

from datetime import timedelta

import pytest

from placements.checks.actions import verify_check
from tests.casework import scene
from tests.stage import staged


@staged
def monday(today):
    """A Monday some weeks ago."""
    return today - timedelta(days=today.weekday() + 28)


@pytest.fixture
def running(start, monday, tm):
    placement = start(starts_on=monday)
    for check in placement.checks.filter(item__is_critical=True).select_related("item"):
        verify_check(check=check, verified_on=monday, by=tm)
    return placement


@pytest.fixture
def allocated(running, newcomer, sw, tm, team, monday):
    """A child the newcomer works with beside Wanda."""
    child = scene.a_child(by=tm)
    return scene.an_episode(
        child, team=team, by=tm, opened_on=monday, sw=sw, student=newcomer
    ).allocations.get(role="co_worker")
