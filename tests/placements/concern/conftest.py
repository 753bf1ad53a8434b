"""A placement with a tutor who signs in."""

from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements.factories import PlacementFactory
from tests.stage import staged


@staged
def placement(student, pe, tutor, team):
    university = UniversityFactory()
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=university,
        tutor=TutorFactory(person=tutor, university=university),
    )
