"""School-based work of the tests, made straight in the database."""

from datetime import date, time

import factory
from factory.django import DjangoModelFactory

from accounts.roles import Role
from schools.models import DropIn, SchoolLink
from tests.accounts.factories import PersonFactory
from tests.partners.factories import SchoolFactory


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = SchoolLink

    person = factory.SubFactory(PersonFactory, role=Role.STUDENT)
    school = factory.SubFactory(SchoolFactory)
    weekdays = [0, 2]
    starts_on = date(2026, 9, 28)


class DropInFactory(DjangoModelFactory):
    class Meta:
        model = DropIn

    person = factory.SubFactory(PersonFactory, role=Role.STUDENT)
    school = factory.SubFactory(SchoolFactory)
    happened_on = date(2026, 11, 19)
    at = time(12, 0)
    who = DropIn.Who.PUPIL
    people = 3
    theme = DropIn.Theme.FRIENDSHIP
    action = DropIn.Action.LISTENED
