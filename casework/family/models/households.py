"""Where people live together, from when to when; an address may be withheld from everybody."""

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Dated, Person, dates_in_order, in_force, whole_days
from casework.child.models import Child
from casework.family.codes import HouseholdKind
from casework.family.models.people import FamilyMember
from records.models import Versioned


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, person: Person, on: date | None = None) -> "HouseholdQuerySet":
        """Where somebody lives, or lived, whom you may know of."""
        known = FamilyMember.objects.visible_to(person, on).values("pk")
        living = HouseholdMember.objects.filter(household=OuterRef("pk"), member__in=known)
        return self.filter(Exists(living))

    def around(self, child: Child) -> "HouseholdQuerySet":
        """Where somebody around this child lives or lived."""
        around = FamilyMember.objects.around(child).values("pk")
        living = HouseholdMember.objects.filter(household=OuterRef("pk"), member__in=around)
        return self.filter(Exists(living))


@pghistory.track()
class Household(Versioned):
    """People under one roof. A move to another address is another household."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=HouseholdKind, default=HouseholdKind.HOME)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    withheld = models.BooleanField("do not disclose this address", default=False)
    withheld_why = models.CharField(max_length=200, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_household_withheld_for_a_reason",
                condition=Q(withheld=False, withheld_why="")
                | (Q(withheld=True) & ~Q(withheld_why="")),
                violation_error_message="Say why the address must not be disclosed.",
            )
        ]

    def __str__(self) -> str:
        return f"Household {self.pk}"


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def visible_to(self, person: Person, on: date | None = None) -> "HouseholdMemberQuerySet":
        return self.filter(member__in=FamilyMember.objects.visible_to(person, on).values("pk"))

    def in_force(self, on: date) -> "HouseholdMemberQuerySet":
        return self.filter(in_force(on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HouseholdMember(Dated):
    """Somebody lives in a household from one day to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="households")

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("casework_householdmember"),
            ExclusionConstraint(
                name="casework_householdmember_once",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person lives there already on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lives there from {self.starts_on}"
