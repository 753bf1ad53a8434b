"""One child with open work: Wanda is accountable, Sam co-works, Lorna supervises Sam."""

from datetime import timedelta

from tests.casework import scene
from tests.partners.factories import SchoolFactory
from tests.stage import staged


@staged
def opened_on(today):
    return today - timedelta(days=60)


@staged
def child(tm):
    return scene.a_child(by=tm, school=SchoolFactory(name="Oakfield Primary"))


@staged
def episode(child, team, tm, sw, student, opened_on):
    return scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)


@staged
def agreed(episode, child, sw, opened_on):
    """The child, consent to one-to-one work in place."""
    scene.agree(child, by=sw, given_on=opened_on)
    return child
