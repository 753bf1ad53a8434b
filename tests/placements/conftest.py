"""The cast of placements: an educator with papers, hours and desks enough for every test."""

from datetime import date

import pytest

from accounts.roles import Role
from placements import actions
from placements.models import EducatorProfile
from tests.partners.factories import UniversityFactory
from tests.placements.factories import EducatorFactory
from tests.stage import staged


@staged
def pe(pe, team):
    """Lorna, at Stage 2, with room for ten students."""
    EducatorFactory(person=pe, team=team)
    return pe


@staged
def educator(pe) -> EducatorProfile:
    return pe.educator_profile


@staged
def first_day() -> date:
    return date(2027, 2, 1)


@staged
def newcomer(someone):
    """A student who has no placement, no line and no access yet."""
    return someone(Role.STUDENT, "Nour Newcomer")


@pytest.fixture
def start(newcomer, pe, team, tm):
    def begin(**changes):
        chosen = {
            "student": newcomer,
            "practice_educator": pe,
            "university": changes.pop("university", None) or UniversityFactory(),
            "team": team,
            "days_total": 70,
            "weekdays": [0, 1, 2, 3],
            "starts_on": date(2026, 9, 28),
            "by": tm,
        }
        return actions.start_placement(**(chosen | changes))

    return begin
