"""The cast of placements: an educator with papers, hours and desks enough for every test."""

from datetime import date

import pytest

from placements.models import EducatorProfile
from tests.placements.factories import EducatorFactory


@pytest.fixture
def pe(pe, team):
    """Lorna, at Stage 2, with room for ten students."""
    EducatorFactory(person=pe, team=team)
    return pe


@pytest.fixture
def educator(pe) -> EducatorProfile:
    return pe.educator_profile


@pytest.fixture
def first_day() -> date:
    return date(2027, 2, 1)
