"""An intake: the students of one team who begin together."""

import uuid
from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Checked, Person, Team, TeamMembership, in_force
from placements.intake import policies


def own_teams(person: Person, on: date) -> QuerySet[TeamMembership, object]:
    return TeamMembership.objects.filter(in_force(on), person=person).values("team_id")


class OfIntakeQuerySet(models.QuerySet):
    """Rows that are read with their intake; `intake_path` leads there."""

    intake_path = "intake__"

    def visible_to(self, person: Person, on: date | None = None):
        on = on or timezone.localdate()
        rule = policies.intakes(
            person, person.reach(on), own_teams(person, on), prefix=self.intake_path
        )
        return self.filter(rule)


class IntakeQuerySet(OfIntakeQuerySet):
    intake_path = ""

    def not_over(self, on: date) -> "IntakeQuerySet":
        return self.filter(ends_on__gte=on)


@pghistory.track()
class Intake(Checked):
    """Places are offered per intake, and everything asked before its first day hangs on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="intakes")
    name = models.CharField(max_length=60, help_text="For example: Spring 2027")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day expected")
    expected_work = models.PositiveSmallIntegerField(
        "pieces of suitable work expected",
        null=True,
        blank=True,
        help_text="Leave empty to go by the children the team works with today.",
    )
    expected_work_why = models.CharField("why you expect that", max_length=300, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                name="placements_intake_name_once",
                violation_error_code="name",
                violation_error_message="The team has an intake of that name.",
            ),
            models.CheckConstraint(
                name="placements_intake_dates_in_order",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_code="ends_on",
                violation_error_message="The last day is not after the first.",
            ),
            models.CheckConstraint(
                name="placements_intake_work_with_reason",
                condition=Q(expected_work=None, expected_work_why="")
                | (Q(expected_work__isnull=False) & ~Q(expected_work_why="")),
                violation_error_code="expected_work_why",
                violation_error_message="Expected work and why you expect it belong together.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
