"""A child in need of Wanda's, whom Sam co-works, referred on Monday 2 March 2026."""

from datetime import date

from tests.casework import scene as casework
from tests.casework.protection.scene import an_enquiry, on
from tests.stage import staged

REFERRED = date(2026, 3, 2)
# The discussion that began the enquiry: the conference is due on Thursday 16 April.
BEGAN = date(2026, 3, 24)


@staged
def episode(child, team, tm, sw, student):
    with on(REFERRED):
        return casework.an_episode(
            child, team=team, by=tm, opened_on=REFERRED, sw=sw, student=student, kind="in_need"
        )


@staged
def enquiry(episode, tm, sw):
    return an_enquiry(episode, by=tm, lead=sw, day=BEGAN)
