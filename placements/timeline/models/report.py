"""The interim and the final report."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Person
from placements.models.placement import PracticePlacement, visible_placements
from placements.timeline import policies
from records.models import SignedRecord, signed_constraints
from records.triggers import locked_when_signed


class PlacementReportQuerySet(models.QuerySet["PlacementReport"]):
    def visible_to(self, person: Person, on: date | None = None) -> "PlacementReportQuerySet":
        seen = visible_placements(person, on)
        return self.filter(policies.reports(person, seen))

    def signed(self) -> "PlacementReportQuerySet":
        return self.exclude(countersigned_at=None)


@pghistory.track()
class PlacementReport(SignedRecord):
    """The practice educator's interim or final report. The student signs that they have read it,
    with their own comment; their signature locks it and shows it to the university.
    """

    class Kind(models.TextChoices):
        INTERIM = "interim", "Interim report"
        FINAL = "final", "Final report"

    class Recommendation(models.TextChoices):
        PASS = "pass", "Pass"
        FAIL = "fail", "Fail"
        DEFER = "defer", "Defer: more days or more evidence needed"

    placement = models.ForeignKey(
        PracticePlacement, models.PROTECT, related_name="reports", editable=False
    )
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    progress = models.TextField("progress against what the student came to learn", blank=True)
    strengths = models.TextField("what they do well", blank=True)
    to_develop = models.TextField("what they still need to develop", blank=True)
    plan = models.TextField("what happens next", blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation, blank=True)
    student_comment = models.TextField("the student's own words", blank=True)

    objects = PlacementReportQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "created_at"]
        constraints = [
            *signed_constraints("placements_report"),
            models.UniqueConstraint(
                name="placements_report_once",
                fields=["placement", "kind"],
                violation_error_message="This report has been begun already. Go on with that one.",
            ),
            models.CheckConstraint(
                name="placements_report_final_recommends",
                condition=Q(state__in=["draft", "returned"])
                | Q(kind="interim")
                | ~Q(recommendation=""),
                violation_error_message="A final report recommends pass, fail or defer.",
            ),
            models.CheckConstraint(
                name="placements_report_interim_recommends_nothing",
                condition=Q(kind="final") | Q(recommendation=""),
            ),
        ]
        triggers = [locked_when_signed()]

    def __str__(self) -> str:
        return self.get_kind_display()
