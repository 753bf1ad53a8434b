"""The people to ask for at a school, a university or an agency."""

import uuid
from typing import cast

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked, Person
from partners import policies
from partners.models.organisation import Agency, University
from partners.models.school import School

ORGANISATIONS = ("school", "university", "agency")


def exactly_one(*columns: str) -> Q:
    """Exactly one of these foreign keys is set."""
    rule = Q()
    for chosen in columns:
        rule |= Q(**{f"{column}__isnull": column != chosen for column in columns})
    return rule


class ContactQuerySet(models.QuerySet["ContactPerson"]):
    def current(self) -> "ContactQuerySet":
        return self.filter(is_current=True)

    def visible_to(self, person: Person) -> "ContactQuerySet":
        return self.filter(policies.contacts(person)).distinct()


@pghistory.track()
class ContactPerson(Checked):
    """Someone at one organisation, who may also sign in (`person`)."""

    class Role(models.TextChoices):
        DSL = "dsl", "Designated safeguarding lead"
        DEPUTY_DSL = "deputy_dsl", "Deputy safeguarding lead"
        HEAD = "head", "Head teacher"
        PASTORAL = "pastoral", "Pastoral lead"
        OFFICE = "office", "Office"
        TUTOR = "tutor", "University tutor"
        PLACEMENT_LEAD = "placement_lead", "Placement lead"
        SOCIAL_WORKER = "social_worker", "Social worker"
        OFFICER = "officer", "Officer or practitioner"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_for",
        verbose_name="signs in as",
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    university = models.ForeignKey(
        University, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    is_current = models.BooleanField("still there", default=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(
                name="partners_contact_of_exactly_one",
                condition=exactly_one(*ORGANISATIONS),
                violation_error_message="A contact belongs to one school, university or agency.",
            ),
            *[
                models.UniqueConstraint(
                    fields=["person", organisation, "role"],
                    condition=Q(is_current=True),
                    name=f"partners_contact_once_per_{organisation}",
                    violation_error_message="This person already has that role there.",
                )
                for organisation in ORGANISATIONS
            ],
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"

    @property
    def organisation(self) -> School | University | Agency:
        # One of the three is there: the constraint above.
        return cast("School | University | Agency", self.school or self.university or self.agency)
