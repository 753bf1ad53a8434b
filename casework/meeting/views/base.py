"""What the pages of a meeting share: the reader's meeting, while it is ahead, and its forms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.guards import ScopedDoor
from casework.child.pages import ShowsChild
from casework.meeting import forms
from casework.meeting.models import Meeting
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "meetings"


class MeetingPage(ShowsChild, ScopedDoor):
    """A page of one meeting, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        rows = Meeting.objects.visible_to(request.user)
        return rows.select_related("child__school", "episode", "proposed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    @property
    def meeting(self) -> Meeting:
        return self.record


class AheadPage(MeetingPage):
    """Only while it is still ahead: afterwards the reader is led to the meeting itself."""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_ahead:
            return None
        messages.info(request, "This meeting was held or cancelled: nothing is planned any more.")
        return redirect("casework:meeting-detail", pk=self.record.pk)


class WritesMeeting(SubmitsOnce, KeepsUnsentText, ShowsConflict):
    """A form about one meeting; what the action refuses stands beside its field."""

    form_name = ""
    said = ""

    @property
    def form_key(self) -> str:
        return f"casework.meeting.{self.form_name}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: meeting"

    def get_later_url(self) -> str:
        return reverse("casework:meeting-list", args=[self.child.pk])

    def values_of(self, current: Meeting) -> dict[str, Any]:
        return forms.plan_values(current)

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return self.go_on()

    def go_on(self) -> HttpResponse:
        return redirect("casework:meeting-detail", pk=self.record.pk)
