"""A meeting is planned, moved or cancelled."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.episode.reads import open_episodes
from casework.meeting import actions, forms, presenters, reads
from casework.meeting.views.base import SECTION, AheadPage, WritesMeeting


class MeetingNew(WritesMeeting, ChildPage, FormView):
    """Call a meeting that nothing proposed."""

    permission = Permission.MEETING_PLAN
    section = SECTION
    form_class = forms.NewForm
    template_name = "casework/meeting/meeting_form.html"
    form_name = "new"
    said = "Planned. Now say who is asked to it."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.episode is None:
            messages.info(request, "There is no open work with this child to meet about.")
            return redirect("casework:meeting-list", pk=self.child.pk)
        return None

    @cached_property
    def episode(self):
        return open_episodes([self.child.pk]).get(self.child.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Plan a meeting", limit=None, meeting=None, **kwargs)

    def act(self, form: forms.NewForm) -> None:
        self.made = actions.new_meeting(
            episode=self.episode,
            kind=form.cleaned_data["kind"],
            by=self.request.user,
            **form.answers(),
        )

    def go_on(self) -> HttpResponse:
        return redirect("casework:meeting-invite", pk=self.made.pk)


class MeetingPlan(WritesMeeting, AheadPage, FormView):
    """Name the day of a proposed meeting, or put right how a planned one is held."""

    permission = Permission.MEETING_PLAN
    template_name = "casework/meeting/meeting_form.html"
    form_name = "plan"
    said = "Saved."

    def get_form_class(self) -> type[forms.DetailsForm]:
        return forms.DetailsForm if self.record.is_planned else forms.PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = reads.clocks_of([self.record]).get(self.record.pk)
        kind = self.record.get_kind_display().lower()
        return super().get_context_data(
            title=f"Plan the {kind}",
            limit=presenters.limit(self.record, clock, timezone.now()),
            **kwargs,
        )

    def act(self, form: forms.DetailsForm) -> None:
        day = {"planned_for": self.record.planned_for} if self.record.is_planned else {}
        began_from = form.cleaned_data["lock_version"]
        actions.plan_meeting(
            meeting=self.record,
            by=self.request.user,
            began_from=-1 if began_from is None else began_from,
            **(day | form.answers()),
        )


class ChangesMeeting(WritesMeeting, AheadPage, FormView):
    """The day moves, or it is cancelled: with the reason, and whether the child knows."""

    permission = Permission.MEETING_PLAN
    template_name = "casework/meeting/meeting_change.html"
    button = ""
    title = ""
    warning = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        version = {"lock_version": self.record.lock_version}
        kwargs["initial"] = kwargs["initial"] | version | self.start_values()
        return kwargs | {"button": self.button}

    def start_values(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            warning=self.warning,
            when=presenters.when(self.record),
            **kwargs,
        )

    def began_from(self, form: Any) -> int:
        version = form.cleaned_data["lock_version"]
        return -1 if version is None else version


class MeetingMove(ChangesMeeting):
    form_class = forms.MoveForm
    form_name = "move"
    button, title = "Move it", "Move this meeting"
    warning = "Those who sign in here are told at once. Send the new invitation to the others."
    said = "Moved. Send the new invitation to those outside."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_proposed:
            return redirect("casework:meeting-plan", pk=self.record.pk)
        return super().turn_away(request)

    def start_values(self) -> dict[str, Any]:
        moment = timezone.localtime(self.record.planned_for)
        return {"day": moment.date(), "starts_at": f"{moment:%H:%M}"}

    def act(self, form: forms.MoveForm) -> None:
        actions.reschedule_meeting(
            meeting=self.record,
            by=self.request.user,
            began_from=self.began_from(form),
            **form.answers(),
        )


class MeetingCancel(ChangesMeeting):
    form_class = forms.CancelForm
    form_name = "cancel"
    button, title = "Cancel this meeting", "Cancel this meeting"
    warning = "Its clock goes on running. Plan another one if it is still needed."
    said = "Cancelled. Send the cancellation to those outside."

    def act(self, form: forms.ChangeForm) -> None:
        actions.cancel_meeting(
            meeting=self.record,
            by=self.request.user,
            on=self.on,
            began_from=self.began_from(form),
            **form.answers(),
        )
