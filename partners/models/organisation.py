"""Universities that send students, and the agencies we work with."""

import uuid

import pghistory
from django.db import models

from accounts.models import Person
from partners import policies


class UniversityQuerySet(models.QuerySet["University"]):
    def visible_to(self, person: Person) -> "UniversityQuerySet":
        return self.filter(policies.universities(person)).distinct()


@pghistory.track()
class University(models.Model):
    """A university whose students come on placement; its computable rules live in placements."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    town = models.CharField(max_length=100, blank=True)
    website = models.URLField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    ways_of_working = models.TextField(
        blank=True, help_text="How the university likes to be told things, who visits and when."
    )
    due_dates = models.TextField(
        "what is due when",
        blank=True,
        help_text="Agreement, reports, portfolio and panel dates as the university gives them.",
    )
    is_current = models.BooleanField("sends students now", default=True)

    objects = UniversityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "universities"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, person: Person) -> "AgencyQuerySet":
        return self.filter(policies.agencies(person)).distinct()


@pghistory.track()
class Agency(models.Model):
    """A service beside ours: police, health, early help, a locality team, a charity."""

    class Kind(models.TextChoices):
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        EDUCATION = "education", "Education"
        EARLY_HELP = "early_help", "Early help"
        LOCALITY_TEAM = "locality_team", "Locality social work team"
        YOUTH = "youth", "Youth service"
        HOUSING = "housing", "Housing"
        VOLUNTARY = "voluntary", "Voluntary organisation"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    district = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("shared e-mail address", blank=True)
    website = models.URLField(max_length=300, blank=True)
    is_current = models.BooleanField("we work with them now", default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
