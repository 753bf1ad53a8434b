"""Children and what belongs to them, made straight in the database."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from casework.child.models import Child, Involvement
from casework.consent.models import ConsentEntry
from casework.episode.models import Allocation, Episode, Referral
from casework.family.models import FamilyMember, Relationship
from casework.request.models import Request
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.partners.factories import SchoolFactory


class ChildFactory(DjangoModelFactory):
    class Meta:
        model = Child

    la_child_id = factory.Sequence(lambda n: f"TEST{n}")
    first_name = factory.Sequence(lambda n: f"Robin{chr(97 + n % 26)}")
    last_name = factory.Sequence(lambda n: f"Sample{chr(97 + n % 26)}")
    dob = date(2015, 3, 2)
    sex = "F"


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    child = factory.SubFactory(ChildFactory)
    referred_on = date(2026, 3, 2)
    source = "2A"
    primary_need = "N1"
    recorded_by = factory.SubFactory(PersonFactory, role=Role.TEAM_MANAGER)


class EpisodeFactory(DjangoModelFactory):
    class Meta:
        model = Episode

    class Params:
        in_need = factory.Trait(
            kind=Episode.Kind.IN_NEED,
            referral=factory.SubFactory(ReferralFactory, child=factory.SelfAttribute("..child")),
        )

    child = factory.SubFactory(ChildFactory)
    kind = Episode.Kind.EARLY_HELP
    team = factory.SubFactory(TeamFactory)
    opened_on = date(2026, 3, 2)


class AllocationFactory(DjangoModelFactory):
    class Meta:
        model = Allocation

    episode = factory.SubFactory(EpisodeFactory)
    person = factory.SubFactory(PersonFactory)
    role = Allocation.Role.ACCOUNTABLE
    starts_on = date(2026, 3, 3)
    made_by = factory.SubFactory(PersonFactory, role=Role.TEAM_MANAGER)


class InvolvementFactory(DjangoModelFactory):
    class Meta:
        model = Involvement

    child = factory.SubFactory(ChildFactory)
    role = Involvement.Role.CO_WORKER
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    reference = factory.Sequence(lambda n: f"REQT{n}")
    team = factory.SubFactory(TeamFactory)
    requester = factory.SubFactory(PersonFactory, role=Role.SCHOOL_LEAD)
    school = factory.SubFactory(SchoolFactory)
    received_at = factory.LazyFunction(timezone.now)
    pupil_first_name = "Tomasz"
    pupil_last_name = "Sample"
    pupil_dob = date(2015, 3, 2)
    level_of_need = 3
    topics = factory.LazyFunction(lambda: ["bullying"])
    worries = "Alone at every break since September."
    consent_said = "both"
    consent_from = "Mum"


class ConsentEntryFactory(DjangoModelFactory):
    class Meta:
        model = ConsentEntry

    child = factory.SubFactory(ChildFactory)
    activity = "one_to_one"
    giver_kind = "parent_carer"
    giver_name = "Mum"
    answer = "yes"
    given_on = date(2026, 11, 2)
    method = "in_person"
    capacity_basis = "pr"
    recorded_by = factory.SubFactory(PersonFactory)


class FamilyMemberFactory(DjangoModelFactory):
    class Meta:
        model = FamilyMember

    first_name = "Ewa"
    last_name = "Sample"


class RelationshipFactory(DjangoModelFactory):
    class Meta:
        model = Relationship

    child = factory.SubFactory(ChildFactory)
    member = factory.SubFactory(
        factory.make_factory(
            FamilyMember, FACTORY_CLASS=DjangoModelFactory, first_name="Ewa", last_name="Sample"
        )
    )
    kind = Relationship.Kind.MOTHER
