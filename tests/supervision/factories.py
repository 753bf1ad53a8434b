"""Placements, children and sessions of the tests of supervision."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from partners.models import University
from placements.models import PracticePlacement
from supervision.models import SupervisionSession


class UniversityFactory(DjangoModelFactory):
    class Meta:
        model = University

    name = factory.Sequence(lambda n: f"University {n}")


class PracticePlacementFactory(DjangoModelFactory):
    class Meta:
        model = PracticePlacement

    university = factory.SubFactory(UniversityFactory)
    days_total = 70
    starts_on = date(2026, 9, 14)
    planned_ends_on = date(2027, 2, 1)


class SupervisionSessionFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionSession

    held_on = date(2026, 11, 19)
    minutes = 90
