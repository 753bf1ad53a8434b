"""Placements of the tests, made straight in the database."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from placements.models import (
    ChecklistItem,
    EducatorProfile,
    Intake,
    Nomination,
    Offer,
    PepsAward,
    PlacementCheck,
    PlacementDay,
    PracticePlacement,
    StudentProfile,
)
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


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = ChecklistItem

    part = ChecklistItem.Part.BEFORE
    title = factory.Sequence(lambda n: f"Paper number {n}")


class CheckFactory(DjangoModelFactory):
    class Meta:
        model = PlacementCheck

    placement = factory.SubFactory(PlacementFactory)
    item = factory.SubFactory(ItemFactory, is_critical=True)


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = PepsAward

    stage = 2
    awarded_on = date(2019, 6, 1)
    awarded_by = "University of the Teme"


class EducatorFactory(DjangoModelFactory):
    """At Stage 2 since long ago, with room for ten; `award=None` has no stage."""

    class Meta:
        model = EducatorProfile
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory, role=Role.PRACTICE_EDUCATOR)
    team = factory.SubFactory(TeamFactory)
    hours_a_week = Decimal(40)
    desks = 10
    registered_until = date(2030, 11, 30)
    award = factory.RelatedFactory(AwardFactory, factory_related_name="profile")


class StudentProfileFactory(DjangoModelFactory):
    class Meta:
        model = StudentProfile

    person = factory.SubFactory(PersonFactory, role=Role.STUDENT)
    team = factory.SubFactory(TeamFactory)
    university = factory.SubFactory(UniversityFactory)
    level = StudentProfile.Level.FIRST


class IntakeFactory(DjangoModelFactory):
    class Meta:
        model = Intake

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Intake {n}")
    starts_on = date(2027, 2, 1)
    ends_on = date(2027, 7, 30)


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    intake = factory.SubFactory(IntakeFactory)
    university = factory.SubFactory(UniversityFactory)
    days_total = 70
    places = 4
    accepted = 4
    offered_on = date(2026, 9, 1)
    answer_by = date(2026, 10, 1)
    answered_on = date(2026, 9, 20)


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    offer = factory.SubFactory(OfferFactory)
    student = factory.SubFactory(PersonFactory, role=Role.STUDENT)
    starts_on = date(2027, 2, 1)
    weekdays = [0, 1, 2, 3]
    named_on = date(2026, 10, 10)
