"""A person of a child's family, what they are to the child, and what holds between two of them."""

import uuid
from datetime import date
from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Person, in_force
from casework.child.codes import Disability, Sex
from casework.child.models import Child, visible_children
from casework.family import codes
from records.models import Versioned


class FamilyMemberQuerySet(models.QuerySet["FamilyMember"]):
    def visible_to(self, person: Person, on: date | None = None) -> "FamilyMemberQuerySet":
        """People related to a child whose record you may open, and such a child as a person."""
        children = visible_children(person, on)
        related = Relationship.objects.filter(member=OuterRef("pk"), child__in=children)
        rows = self.filter(Exists(related) | Q(known_child__in=children))
        return rows.knowable(person, on or timezone.localdate())

    def knowable(self, person: Person, on: date) -> "FamilyMemberQuerySet":
        """Without children whose own record a restriction or a conflict closes to this person."""
        known = Child.objects.standing().without_conflict(person).unrestricted_for(person, on)
        return self.filter(Q(known_child=None) | Q(known_child__in=known.values("pk")))

    def around(self, child: Child) -> "FamilyMemberQuerySet":
        """Everybody recorded around this child, now or before, and the child itself."""
        related = Relationship.objects.filter(member=OuterRef("pk"), child=child)
        return self.filter(Exists(related) | Q(known_child=child))

    def related_to(self, children: "models.QuerySet[Child]") -> "FamilyMemberQuerySet":
        """People who are something to one of these children."""
        related = Relationship.objects.filter(
            member=OuterRef("pk"), child__in=children.values("pk")
        )
        return self.filter(Exists(related))

    def not_around(self, child: Child) -> "FamilyMemberQuerySet":
        related = Relationship.objects.filter(member=OuterRef("pk"), child=child, ended_on=None)
        return self.filter(~Exists(related)).exclude(known_child=child)

    def living_in(self, household: Any, on: date) -> "FamilyMemberQuerySet":
        return self.filter(in_force(on, "households__"), households__household=household)

    def not_living_in(self, household: Any, on: date) -> "FamilyMemberQuerySet":
        there = FamilyMember.objects.living_in(household, on)
        return self.exclude(pk__in=there.values("pk"))

    def by_name(self) -> "FamilyMemberQuerySet":
        return self.order_by("last_name", "first_name", "pk")


@pghistory.track()
class FamilyMember(Versioned):
    """A relative, a carer or someone else who matters to one child or to several.

    With `known_child` it is a child of ours as a member of a family: name, birth and sex are then
    read from the child's own record, and nothing of it is kept twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.U)
    dob = models.DateField("date of birth", null=True, blank=True)
    is_deceased = models.BooleanField("has died", default=False)
    date_of_death = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    contact_withheld = models.BooleanField("do not give this number to anyone", default=False)
    contact_withheld_why = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    interpreter = models.CharField(
        "needs an interpreter", max_length=7, choices=codes.Answer, default=codes.Answer.UNKNOWN
    )
    communication_needs = models.CharField(max_length=300, blank=True)
    disabilities = ArrayField(
        models.CharField(max_length=4, choices=Disability), default=list, blank=True
    )
    known_child = models.OneToOneField(
        Child,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="as_family",
        help_text="The same person's own record, where a child has one.",
    )

    objects = FamilyMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_familymember_named",
                condition=~Q(first_name="") | ~Q(last_name="") | Q(known_child__isnull=False),
                violation_error_message="Give a name, or what the family calls them.",
            ),
            models.CheckConstraint(
                name="casework_familymember_dies_after_birth",
                condition=Q(dob=None) | Q(date_of_death=None) | Q(date_of_death__gte=F("dob")),
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                name="casework_familymember_died_on_a_day",
                condition=Q(date_of_death=None) | Q(is_deceased=True),
                violation_error_message="With a date of death, say that the person has died.",
            ),
            models.CheckConstraint(
                name="casework_familymember_withheld_for_a_reason",
                condition=Q(contact_withheld=False, contact_withheld_why="")
                | (Q(contact_withheld=True) & ~Q(contact_withheld_why="")),
                violation_error_message="Say why the number must not be given out.",
            ),
        ]

    def __str__(self) -> str:
        return f"Family member {self.pk}"

    @property
    def full_name(self) -> str:
        if self.known_child is not None:
            return self.known_child.full_name
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def born_on(self) -> date | None:
        return self.known_child.dob if self.known_child is not None else self.dob

    @property
    def known_sex(self) -> str:
        return self.known_child.sex if self.known_child is not None else self.sex

    @property
    def died_on(self) -> date | None:
        return (
            self.known_child.date_of_death if self.known_child is not None else self.date_of_death
        )

    @property
    def has_died(self) -> bool:
        return self.is_deceased or self.died_on is not None


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, person: Person, on: date | None = None) -> "RelationshipQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def current(self, on: date) -> "RelationshipQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def ended(self, on: date) -> "RelationshipQuerySet":
        return self.filter(ended_on__lte=on)

    def knowable(self, person: Person, on: date) -> "RelationshipQuerySet":
        """Without children whose own record a restriction or a conflict closes to this person."""
        known = Child.objects.standing().without_conflict(person).unrestricted_for(person, on)
        return self.filter(
            Q(member__known_child=None) | Q(member__known_child__in=known.values("pk"))
        )

    def with_people(self) -> "RelationshipQuerySet":
        return self.select_related("member__known_child")


@pghistory.track()
class Relationship(Versioned):
    """What one person is to one child, since when and until when."""

    Kind: ClassVar = codes.Kind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="relationships")
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="relationships")
    kind = models.CharField("is the child's", max_length=20, choices=codes.Kind)
    called = models.CharField(
        "what the child calls them", max_length=60, blank=True, help_text="Such as Mum or Nan."
    )
    bond = models.CharField(
        "how it is between them", max_length=10, choices=codes.Bond, default=codes.Bond.UNKNOWN
    )
    note = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField("since", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "member", "kind"],
                name="casework_relationship_once",
                condition=Q(ended_on=None),
                violation_error_message="This person is already recorded as that.",
            ),
            models.CheckConstraint(
                name="casework_relationship_ended_with_reason",
                condition=Q(ended_on=None, ended_why="")
                | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                violation_error_message="Say why this no longer holds.",
            ),
            models.CheckConstraint(
                name="casework_relationship_dates_in_order",
                condition=Q(ended_on=None) | Q(starts_on=None) | Q(ended_on__gte=F("starts_on")),
                violation_error_message="It ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of a child"


class TieQuerySet(models.QuerySet["Tie"]):
    def visible_to(self, person: Person, on: date | None = None) -> "TieQuerySet":
        """A tie is known to those who may know of both people."""
        known = FamilyMember.objects.visible_to(person, on).values("pk")
        return self.filter(one__in=known, other__in=known)

    def among(self, members: "FamilyMemberQuerySet") -> "TieQuerySet":
        """Ties between two people of the same circle."""
        return self.filter(one__in=members.values("pk"), other__in=members.values("pk"))

    def current(self, on: date) -> "TieQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def with_people(self) -> "TieQuerySet":
        return self.select_related("one__known_child", "other__known_child")


@pghistory.track()
class Tie(Versioned):
    """What holds between two people of a family: married, parent of, brother of; by dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(FamilyMember, models.PROTECT, related_name="ties_to")
    other = models.ForeignKey(FamilyMember, models.PROTECT, related_name="ties_from")
    kind = models.CharField(max_length=20, choices=codes.TieKind)
    starts_on = models.DateField("since", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=codes.TieEnd, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_tie_of_two",
                condition=~Q(one=F("other")),
                violation_error_message="Choose two different people.",
            ),
            models.UniqueConstraint(
                fields=["one", "other", "kind"],
                name="casework_tie_once",
                condition=Q(ended_on=None),
                violation_error_message="This is recorded already.",
            ),
            models.CheckConstraint(
                name="casework_tie_ended_how",
                condition=Q(ended_on=None, ended_how="")
                | (Q(ended_on__isnull=False) & ~Q(ended_how="")),
                violation_error_message="Say how it ended and when, or neither.",
            ),
            models.CheckConstraint(
                name="casework_tie_dates_in_order",
                condition=Q(ended_on=None) | Q(starts_on=None) | Q(ended_on__gte=F("starts_on")),
                violation_error_message="It ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} another person"
