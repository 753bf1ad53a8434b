"""What the law says of a person: parental responsibility for a child, recourse to public funds."""

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Dated, Person, dates_in_order, in_force, whole_days
from casework.child.models import Child, visible_children
from casework.family.codes import Basis
from casework.family.models.people import FamilyMember


class ResponsibilityQuerySet(models.QuerySet["ParentalResponsibility"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ResponsibilityQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def in_force(self, on: date) -> "ResponsibilityQuerySet":
        return self.filter(in_force(on))

    def held(self) -> "ResponsibilityQuerySet":
        """Without the rows that say somebody has none."""
        return self.exclude(basis=Basis.NONE)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ParentalResponsibility(Dated):
    """Somebody has parental responsibility for a child, on what basis; or is known not to.

    No row means that nobody has asked yet. `why` says how we know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="responsibilities")
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="responsibilities")
    basis = models.CharField(max_length=20, choices=Basis)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("casework_responsibility"),
            ExclusionConstraint(
                name="casework_responsibility_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=(
                    "Something else is recorded about this person's responsibility on some of "
                    "these days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} from {self.starts_on}"


class NoRecourseQuerySet(models.QuerySet["NoRecourse"]):
    def visible_to(self, person: Person, on: date | None = None) -> "NoRecourseQuerySet":
        return self.filter(member__in=FamilyMember.objects.visible_to(person, on).values("pk"))

    def in_force(self, on: date) -> "NoRecourseQuerySet":
        return self.filter(in_force(on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NoRecourse(Dated):
    """A person has no recourse to public funds, since when, and who said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="no_recourse")
    source = models.CharField("how we know", max_length=200)

    objects = NoRecourseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "no recourse"
        constraints = [
            dates_in_order("casework_norecourse"),
            models.CheckConstraint(
                name="casework_norecourse_from_a_source",
                condition=~Q(source=""),
                violation_error_message="Say how we know.",
            ),
            ExclusionConstraint(
                name="casework_norecourse_once",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This is recorded already for some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"No recourse to public funds from {self.starts_on}"
