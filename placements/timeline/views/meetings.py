"""Pages of the four meetings."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from placements.pages import AsksOnce, AsksPlainly
from placements.timeline import actions, policies, presenters
from placements.timeline.forms import MeetingForm, MeetingPlanForm
from placements.timeline.models import PlacementMeeting
from placements.timeline.views.page import OfKind
from records.views import KeepsUnsentText, SubmitsOnce


class MeetingPage(OfKind):
    """A form about the meeting of one kind; it is found again wherever it was begun."""

    permission = Permission.MEETING_RECORD
    kinds = PlacementMeeting.Kind

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_record:
            raise PermissionDenied
        return None

    @property
    def meeting(self) -> PlacementMeeting | None:
        seen = PlacementMeeting.objects.visible_to(self.request.user)
        return seen.filter(placement=self.placement, kind=self.kind).first()

    def title(self) -> str:
        return f"{self.kind.label}: {self.placement.student.name}"


class MeetingPlan(MeetingPage, AsksOnce):
    """Arrange it, or say that it was held already."""

    form_class = MeetingPlanForm
    template_name = "placements/timeline/meeting_plan.html"
    done = "Arranged. Everybody who belongs there is told."

    def get_initial(self) -> dict[str, Any]:
        found = self.meeting
        if found is None or found.planned_for is None:
            return {}
        local = timezone.localtime(found.planned_for)
        return {"day": local.date(), "at": local.time(), "place": found.place}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hold = reverse("placements:meeting-hold", args=[self.placement.pk, self.kind])
        return super().get_context_data(hold_url=hold, **kwargs)

    def act(self, **answers: Any) -> PlacementMeeting:
        return actions.plan_meeting(
            placement=self.placement,
            kind=self.kind,
            planned_for=self.form.planned_for(),
            place=answers["place"],
            by=self.request.user,
            on=self.on,
        )

    def form_valid(self, form: MeetingPlanForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)


class MeetingHold(SubmitsOnce, KeepsUnsentText, MeetingPage, AsksPlainly):
    """Write down that it was held, or correct what was written."""

    form_class = MeetingForm
    template_name = "placements/timeline/meeting_form.html"
    done = "Recorded."

    @property
    def form_key(self) -> str:
        return f"placements.meeting.{self.placement.pk}.{self.kind}"

    @property
    def unsent_title(self) -> str:
        return self.title()[:120]

    def get_initial(self) -> dict[str, Any]:
        found = self.meeting
        if found is None:
            return {}
        names = ("held_on", "attended", "others", "place", "notes", "agreed")
        return {name: getattr(found, name) for name in names}

    def act(self, **answers: Any) -> PlacementMeeting:
        return actions.hold_meeting(
            placement=self.placement,
            kind=self.kind,
            by=self.request.user,
            today=self.on,
            **{name: answers[name] for name in MeetingForm.base_fields},
        )


class MeetingDetail(ScopedDoor, TemplateView):
    """What was said and agreed at one meeting."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/timeline/meeting_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[PlacementMeeting]:
        return PlacementMeeting.objects.visible_to(request.user).select_related(
            "placement__student", "recorded_by"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.record,
            placement=self.record.placement,
            facts=presenters.meeting_facts(self.record, policies.reads_reports(self.request.user)),
            may_change=self.request.user.may(Permission.MEETING_RECORD),
            **kwargs,
        )
