"""Pages of steps that are done on a day, and of what the three say of the placement."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from placements.pages import AsksOnce, AsksPlainly, OneClick
from placements.timeline import actions
from placements.timeline.actions.steps import BY_STUDENT
from placements.timeline.forms import FeedbackForm, StepForm
from placements.timeline.models import PlacementFeedback, PlacementStep
from placements.timeline.views.page import OfKind, OnPlacement
from records.views import KeepsUnsentText, SubmitsOnce


class StepRecord(OfKind, AsksOnce):
    """Record one step; the student records what they collect and hand in."""

    permission = Permission.STEP_RECORD
    kinds = PlacementStep.Kind
    form_class = StepForm
    done = "Recorded."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        by_student = self.is_student and self.kind in BY_STUDENT and self.goes_on
        if not (by_student or self.may_record):
            raise PermissionDenied
        return None

    def title(self) -> str:
        return f"{self.kind.label}: {self.placement.student.name}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.on}

    def act(self, **answers: Any) -> PlacementStep:
        return actions.record_step(
            placement=self.placement,
            kind=self.kind,
            by=self.request.user,
            today=self.on,
            **answers,
        )


class StepRemove(OneClick):
    """It was recorded by mistake."""

    permission = Permission.MEETING_RECORD
    done = "Removed. Row history keeps that it was recorded."

    def rows(self, request: HttpRequest) -> QuerySet[PlacementStep]:
        return PlacementStep.objects.visible_to(request.user).select_related("placement")

    def act(self) -> None:
        actions.remove_step(step=self.record, by=self.request.user, on=timezone.localdate())

    def leads_to(self) -> str:
        return reverse("placements:timeline", args=[self.record.placement_id])


class FeedbackGive(SubmitsOnce, KeepsUnsentText, OnPlacement, AsksPlainly):
    """What the reader says of the placement, given once."""

    permission = Permission.PLACEMENT_FEEDBACK_GIVE
    form_class = FeedbackForm
    template_name = "placements/timeline/feedback_form.html"
    done = "Thank you. Your feedback is recorded."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.gives_feedback:
            raise PermissionDenied
        seen = PlacementFeedback.objects.visible_to(request.user)
        given = seen.filter(placement=self.placement, giver=self.gives_feedback)
        return redirect(self.timeline()) if given.exists() else None

    @property
    def form_key(self) -> str:
        return f"placements.feedback.{self.placement.pk}"

    @property
    def unsent_title(self) -> str:
        return "Placement feedback"

    def title(self) -> str:
        return f"How was this placement? {self.placement.student.name}"

    def act(self, **answers: Any) -> PlacementFeedback:
        return actions.give_feedback(
            placement=self.placement,
            by=self.request.user,
            on=self.on,
            **{name: answers[name] for name in FeedbackForm.base_fields},
        )
