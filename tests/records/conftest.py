"""A real signed record for the tests of what every record promises: a session of direct work."""

from datetime import date, time

from casework.child.actions import add_child
from casework.child.models import Child
from casework.direct_work.models import DirectWorkSession
from casework.episode.models import Episode
from tests.stage import staged

SESSION_DAY = date(2026, 11, 16)


@staged
def child(tm) -> Child:
    return add_child(by=tm, first_name="Tomasz", last_name="Sample", dob=date(2015, 3, 2), sex="M")


@staged
def record(student, child, team) -> DirectWorkSession:
    """A complete draft of the student's."""
    episode = Episode.objects.create(
        child=child, kind=Episode.Kind.EARLY_HELP, team=team, opened_on=date(2026, 10, 1)
    )
    return DirectWorkSession.objects.create(
        child=child,
        episode=episode,
        author=student,
        happened_on=SESSION_DAY,
        started_at=time(10, 0),
        minutes=45,
        place=DirectWorkSession.Place.SCHOOL,
        purpose="Three houses",
        what_happened="We drew the house of good things.",
        seen_alone=DirectWorkSession.SeenAlone.YES,
        worry=False,
    )
