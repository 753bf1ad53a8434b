"""A meeting was held, and something was agreed there."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from casework.child.people import accountable_workers, answers_for_child
from casework.decision.policies import may_confirm
from casework.decision.reads import possible_owners
from casework.meeting import actions, forms, presenters, reads
from casework.meeting.views.base import AheadPage, MeetingPage, WritesMeeting
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, SubmitsOnce


class MeetingHold(WritesMeeting, AheadPage, FormView):
    """It was held: who was there, and what each said."""

    permission = Permission.MEETING_HOLD
    form_class = forms.AttendanceForm
    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    said = "Recorded. Now write the minutes, and put what was agreed onto the action list."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        own = presenters.held_path(self.record)
        if self.record.is_ahead and own != request.path:
            return redirect(own)
        return super().turn_away(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(reads.invitees_of(self.record)),
            "on": self.on,
        }

    def act(self, form: forms.AttendanceForm) -> None:
        actions.hold_meeting(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )


class MeetingAgree(SubmitsOnce, KeepsUnsentText, MeetingPage, FormView):
    """One action agreed at the meeting, onto the one list."""

    permission = Permission.DECISION_ADVISE
    form_class = forms.AgreedForm
    template_name = "casework/meeting/meeting_agree.html"

    @property
    def form_key(self) -> str:
        return f"casework.meeting.agree.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: action from a meeting"

    @cached_property
    def is_final(self) -> bool:
        person = self.request.user
        answers = answers_for_child(person, self.child.pk, self.on)
        return may_confirm(person.permissions, answers)

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = possible_owners(self.child.pk, self.request.user, self.on)
        return super().get_form_kwargs() | {
            "owners": owners,
            "on": self.on,
            "final": self.is_final,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_context_data(
            is_final=self.is_final, accountable=worker.name if worker else "", **kwargs
        )

    def form_valid(self, form: forms.AgreedForm) -> HttpResponse:
        names = ("what", "why", "owner", "due_on")
        try:
            actions.agree_action(
                meeting=self.record,
                by=self.request.user,
                on=self.on,
                **{name: form.cleaned_data[name] for name in names},
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "It is on the action list.")
        return redirect("casework:meeting-detail", pk=self.record.pk)
