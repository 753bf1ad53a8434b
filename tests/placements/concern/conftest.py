"""A placement with a tutor who signs in."""

import pytest

from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements.factories import PlacementFactory


@pytest.fixture
def placement(student, pe, tutor, team):
    university = UniversityFactory()
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=university,
        tutor=TutorFactory(person=tutor, university=university),
    )
