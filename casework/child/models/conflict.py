"""A worker who knows the child or family."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone

from accounts.models import Checked, Person
from casework.child import policies
from casework.child.models.child import Child


class DeclaredConflictQuerySet(models.QuerySet["DeclaredConflict"]):
    def standing(self) -> "DeclaredConflictQuerySet":
        return self.filter(withdrawn_on=None)

    def visible_to(self, person: Person, on: date | None = None) -> "DeclaredConflictQuerySet":
        """Your own, and those of people in the teams you manage."""
        on = on or timezone.localdate()
        return self.filter(policies.conflict_shows(person.pk, person.reach(on), on))

    def made_by(self, person: Person) -> "DeclaredConflictQuerySet":
        return self.filter(person=person)

    def to_settle_first(self) -> "DeclaredConflictQuerySet":
        settled = Q(child__isnull=False) | Q(settled_on__isnull=False)
        return self.annotate(
            is_done=ExpressionWrapper(settled, output_field=models.BooleanField())
        ).order_by("is_done", "-declared_on", "pk")


@pghistory.track()
class DeclaredConflict(Checked):
    """A worker knows this child or family; the child then vanishes for them.

    Declared in words (a family name, perhaps a school) where the worker cannot see the child: the
    team manager finds out which child, if any, is meant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="declared_conflicts"
    )
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    family_name = models.CharField(max_length=80, blank=True)
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    nature = models.CharField("how you know the child or family", max_length=300)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_how = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = DeclaredConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_conflict_about_something",
                condition=Q(child__isnull=False) | ~Q(family_name="") | Q(school__isnull=False),
                violation_error_message="Say which child, family or school you know.",
            ),
            models.CheckConstraint(
                name="casework_conflict_settled_together",
                condition=Q(settled_on=None, settled_by=None)
                | Q(settled_on__isnull=False, settled_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "child"],
                name="casework_conflict_once",
                condition=Q(withdrawn_on=None),
                violation_error_message="This conflict is already declared.",
            ),
        ]

    def __str__(self) -> str:
        return f"Conflict declared on {self.declared_on}"

    @property
    def is_settled(self) -> bool:
        """A child is named, or the manager found that none is meant."""
        return self.child_id is not None or self.settled_on is not None
