"""Placements of the tests, made straight in the database."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from placements.models import CriticalCheck, PlacementDay, PracticePlacement
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.partners.factories import UniversityFactory


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = PracticePlacement

    student = factory.SubFactory(PersonFactory, role=Role.STUDENT)
    practice_educator = factory.SubFactory(PersonFactory, role=Role.PRACTICE_EDUCATOR)
    team = factory.SubFactory(TeamFactory)
    university = factory.SubFactory(UniversityFactory)
    days_total = 70
    starts_on = date(2026, 9, 28)
    planned_ends_on = date(2027, 1, 27)


class DayFactory(DjangoModelFactory):
    class Meta:
        model = PlacementDay

    placement = factory.SubFactory(PlacementFactory)
    on = date(2026, 9, 28)
    kind = PlacementDay.Kind.ATTENDED
    counts = Decimal(1)
    entered_by = factory.LazyAttribute(lambda day: day.placement.student)
    entered_at = factory.LazyFunction(timezone.now)


class CheckFactory(DjangoModelFactory):
    class Meta:
        model = CriticalCheck

    placement = factory.SubFactory(PlacementFactory)
    kind = CriticalCheck.Kind.DBS
