"""People and teams of the tests, made straight in the database."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.models import Person, Team, TeamMembership
from accounts.roles import Role

PASSWORD = "a long walk by the Severn"


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Robin Number{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    role = Role.SOCIAL_WORKER
    password = factory.django.Password(PASSWORD)


class TeamMembershipFactory(DjangoModelFactory):
    class Meta:
        model = TeamMembership

    person = factory.SubFactory(PersonFactory)
    team = factory.SubFactory(TeamFactory)
    starts_on = date(2020, 1, 6)
