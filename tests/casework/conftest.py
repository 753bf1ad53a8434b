"""One child with open work: Wanda is accountable, Sam co-works, Lorna supervises Sam."""

from datetime import timedelta

import pytest

from tests.casework import scene
from tests.partners.factories import SchoolFactory


@pytest.fixture
def opened_on(today):
    return today - timedelta(days=60)


@pytest.fixture
def child(tm):
    return scene.a_child(by=tm, school=SchoolFactory(name="Oakfield Primary"))


@pytest.fixture
def episode(child, team, tm, sw, student, opened_on):
    return scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)


@pytest.fixture
def agreed(episode, child, sw, opened_on):
    """Consent is in place for one-to-one work."""
    scene.agree(child, by=sw, given_on=opened_on)
