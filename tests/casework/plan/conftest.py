"""A child in need with an open episode since a fixed Monday, and a plan on it."""

from datetime import date

import pytest
from django.db import transaction

from casework.episode.models import Episode
from casework.plan.actions import start_plan
from casework.plan.codes import Kind
from tests.casework import scene
from tests.stage import staged

REFERRED = date(2026, 3, 2)
TODAY = date(2026, 6, 1)


@staged
def opened_on():
    return REFERRED


@staged
def episode(child, team, tm, sw, student, opened_on):
    return scene.an_episode(
        child,
        team=team,
        by=tm,
        opened_on=opened_on,
        sw=sw,
        student=student,
        kind=Episode.Kind.IN_NEED,
    )


@staged
def plan(episode, sw):
    """A child in need plan from 16 March 2026."""
    return start_plan(
        episode=episode,
        kind=Kind.CHILD_IN_NEED,
        starts_on=date(2026, 3, 16),
        by=sw,
        on=TODAY,
    )


@pytest.fixture
def without_conferences(db):
    """Plans of these tests stand on no conference: what PostgreSQL asks at the end is not asked.

    That a child protection plan stands on its conferences is tested where those are.
    """
    yield
    transaction.set_rollback(True)
