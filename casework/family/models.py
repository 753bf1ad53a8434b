"""The people around a child, and what each is to the child."""

import uuid
from datetime import date

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from casework.child.models import Child
from records.models import Versioned


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known yet"


class FamilyMemberQuerySet(models.QuerySet["FamilyMember"]):
    def visible_to(self, person: Person, on: date | None = None) -> "FamilyMemberQuerySet":
        """People related to a child whose record you may open."""
        related = Relationship.objects.filter(
            member=OuterRef("pk"), child__in=Child.objects.visible_to(person, on).values("pk")
        )
        return self.filter(Exists(related))


@pghistory.track()
class FamilyMember(Versioned):
    """A relative, a carer or someone else who matters to one child or to several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80, blank=True)
    dob = models.DateField("date of birth", null=True, blank=True)
    date_of_death = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact_withheld = models.BooleanField(
        "do not give these contact details to anyone", default=False
    )
    languages = models.CharField(max_length=120, blank=True)
    known_child = models.OneToOneField(
        Child,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="as_family",
        help_text="The same person's own record, where a brother or sister has one.",
    )

    objects = FamilyMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_familymember_dies_after_birth",
                condition=Q(dob=None)
                | Q(date_of_death=None)
                | Q(date_of_death__gte=models.F("dob")),
                violation_error_message="The date of death is before the date of birth.",
            )
        ]

    def __str__(self) -> str:
        return f"Family member {self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, person: Person, on: date | None = None) -> "RelationshipQuerySet":
        return self.filter(child__in=Child.objects.visible_to(person, on).values("pk"))

    def current(self, on: date) -> "RelationshipQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def ended(self, on: date) -> "RelationshipQuerySet":
        return self.filter(ended_on__lte=on)


@pghistory.track()
class Relationship(Versioned):
    """What one person is to one child."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step_parent", "Step-parent"
        PARENTS_PARTNER = "partner", "Parent's partner"
        FOSTER_CARER = "foster_carer", "Foster carer"
        GUARDIAN = "guardian", "Guardian"
        GRANDPARENT = "grandparent", "Grandparent"
        SIBLING = "sibling", "Brother or sister"
        HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
        STEP_SIBLING = "step_sibling", "Stepbrother or stepsister"
        AUNT_UNCLE = "aunt_uncle", "Aunt or uncle"
        COUSIN = "cousin", "Cousin"
        OTHER_RELATIVE = "other_relative", "Another relative"
        FRIEND = "friend", "Family friend"
        OTHER = "other", "Someone else who matters"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="relationships")
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="relationships")
    kind = models.CharField("is the child's", max_length=20, choices=Kind)
    called = models.CharField(
        "what the child calls them", max_length=60, blank=True, help_text="Such as Mum or Nan."
    )
    parental_responsibility = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    same_household = models.CharField(
        "lives with the child", max_length=7, choices=Answer, default=Answer.UNKNOWN
    )
    note = models.CharField(max_length=300, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of a child"
