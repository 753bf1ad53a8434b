"""What the pages of the steps share: who may record what on one placement."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.permissions import Permission
from accounts.prepared import prepared
from accounts.roles import Role
from placements.days import may_confirm
from placements.models.placement import PracticePlacement
from placements.models.rule import UniversityRule, rule_of
from placements.pages import PlacementPage
from placements.timeline import policies
from placements.timeline.models import PlacementFeedback


class OnPlacement(PlacementPage):
    """A page about one placement's steps."""

    def rows(self, request: HttpRequest) -> Any:
        return super().rows(request).select_related("tutor__person")

    @property
    def placement(self) -> PracticePlacement:
        return self.record

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    @cached_property
    def answers_for_student(self) -> bool:
        user = self.request.user
        if user.pk == self.placement.student_id:
            return False
        return may_confirm(user, self.placement, self.on)

    @property
    def is_student(self) -> bool:
        return self.request.user.pk == self.placement.student_id

    @property
    def goes_on(self) -> bool:
        """Whether steps may still be recorded: it did not end early."""
        ended_well = self.placement.outcome == PracticePlacement.Outcome.COMPLETED
        return not self.placement.has_ended or ended_well

    @property
    def may_record(self) -> bool:
        user = self.request.user
        return (
            self.goes_on
            and user.may(Permission.MEETING_RECORD)
            and (
                policies.may_record(user, self.placement, False)
                or policies.may_record(user, self.placement, self.answers_for_student)
            )
        )

    @property
    def may_write_reports(self) -> bool:
        user = self.request.user
        return (
            self.goes_on
            and user.may(Permission.REPORT_WRITE)
            and policies.may_write_report(user, self.placement, self.answers_for_student)
        )

    @property
    def gives_feedback(self) -> str:
        """Which of the three the reader is, if any."""
        user = self.request.user
        if not self.goes_on or not user.may(Permission.PLACEMENT_FEEDBACK_GIVE):
            return ""
        if self.is_student:
            return PlacementFeedback.Giver.STUDENT
        if user.role == Role.UNIVERSITY_TUTOR:
            return PlacementFeedback.Giver.UNIVERSITY
        return PlacementFeedback.Giver.EDUCATOR if self.may_write_reports else ""

    def rule(self) -> UniversityRule:
        """What the university asked when this placement began."""
        rules = _rules_seen(self.request.user)
        return rule_of(rules, self.placement.university_id, self.placement.starts_on)

    def timeline(self) -> str:
        return reverse("placements:timeline", args=[self.placement.pk])

    def back(self) -> tuple[str, str]:
        return self.timeline(), "Timeline"


@prepared
def _rules_seen(reader: Person) -> QuerySet[UniversityRule]:
    seen = UniversityRule.objects.visible_to(reader)
    return seen.select_related("university").prefetch_related("dates", "confirmations")


class OfKind(OnPlacement):
    """A page whose address names a kind; one that is none is a wrong address."""

    kinds: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in self.kinds.values:
            raise Http404
        self.kind = self.kinds(kwargs["kind"])
