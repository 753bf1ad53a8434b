"""Conferences and core groups: asked for, held, read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.meeting import presenters as meeting_words
from casework.meeting.codes import CONFERENCES, Kind
from casework.meeting.forms import AttendanceForm
from casework.meeting.models import Meeting
from casework.meeting.reads import invitees_of
from casework.meeting.views.base import AheadPage, WritesMeeting
from casework.protection import actions, forms, presenters, reads
from casework.protection.models import Conference
from casework.protection.views.base import SECTION, Begins, HoldsMeeting, Rehearses
from casework.refusals import show_refusal
from records.views import SubmitsOnce


class TransferNew(Begins):
    """A child on another council's plan has moved here."""

    form_class = forms.TransferForm
    template_name = "casework/protection/transfer_new.html"

    def form_valid(self, form: forms.TransferForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            conference = actions.call_transfer_in(
                episode=self.episode,
                notified_on=given["notified_on"],
                moved_from=given["moved_from"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Proposed. Now name the day of the conference.")
        return redirect("casework:meeting-plan", pk=conference.pk)


class ConferenceRecord(HoldsMeeting):
    """The conference was held, and decided about the plan."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.ConferenceForm
    kinds = tuple(sorted(CONFERENCES))
    confirm_words = "Record what the conference decided"
    what_follows = (
        "The plan begins, goes on or ends on the day of the conference. The core group and the "
        "review that follow are proposed with their last lawful day."
    )
    said = "Recorded. It is on the chronology, and what follows is proposed."

    def get_form_kwargs(self) -> dict[str, Any]:
        plan = reads.plan_of(self.request.user, self.record.child_id, self.on)
        category = (plan.latest_category or "") if plan else ""
        return super().get_form_kwargs() | {"category": category}

    def act(self, form: forms.ConferenceForm) -> None:
        actions.record_conference(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )

    def go_on(self) -> HttpResponse:
        return redirect("casework:conference-detail", pk=self.record.pk)


class CoreGroupRecord(WritesMeeting, AheadPage, FormView):
    """The core group met; the next one is proposed."""

    permission = Permission.MEETING_HOLD
    form_class = AttendanceForm
    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    said = "Recorded, and the next core group is proposed. Now write the minutes."

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().rows(request).of_kind(Kind.CORE_GROUP)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(invitees_of(self.record)),
            "on": self.on,
        }

    def act(self, form: AttendanceForm) -> None:
        actions.hold_core_group(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )


class ConferenceCorrect(Rehearses, SubmitsOnce, ShowsChild, ScopedDoor, FormView):
    """The day of a conference is put right; plans, enquiry and clocks follow it."""

    permission = Permission.PROTECTION_LEAD
    section = SECTION
    form_class = forms.CorrectForm
    template_name = "casework/protection/conference_correct.html"
    confirm_words = "Put the day right"
    what_follows = (
        "The plan that begins or ends there, the enquiry it ended and every clock that runs from "
        "it follow. What the day was stays on the record."
    )

    def rows(self, request: HttpRequest) -> QuerySet[Conference]:
        rows = Conference.objects.visible_to(request.user)
        return rows.select_related("child__school", "meeting", "episode")

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.held_on is None:
            return redirect("casework:conference-detail", pk=self.record.pk)
        if not answers_for_child(request.user, self.record.child_id, timezone.localdate()):
            raise PermissionDenied
        return None

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"held_on": self.record.held_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(conference=self.record, **kwargs)

    def act(self, form: forms.CorrectForm) -> None:
        actions.correct_conference(
            conference=self.record,
            held_on=form.cleaned_data["held_on"],
            why=form.cleaned_data["why"],
            by=self.request.user,
            on=self.on,
        )

    def confirmed(self, form: forms.CorrectForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Put right. It is on the chronology.")
        return redirect("casework:conference-detail", pk=self.record.pk)


class ConferenceDetail(ShowsChild, ScopedDoor, TemplateView):
    """What a conference decided, and why."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/conference_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[Conference]:
        rows = Conference.objects.visible_to(request.user)
        return rows.select_related("child__school", "meeting", "enquiry", "plan", "episode")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ahead = [
            row
            for row in reads.ahead_of(self.request.user, self.child.pk)
            if row.pk != self.record.pk
        ]
        return super().get_context_data(
            conference=self.record,
            meeting=self.record.meeting,
            facts=presenters.conference_facts(self.record),
            people=meeting_words.people(invitees_of(self.record.meeting)),
            when=meeting_words.when(self.record.meeting),
            may_record=self.record.meeting.is_ahead
            and self.request.user.may(Permission.PROTECTION_LEAD),
            ahead=meeting_words.rows(ahead, {}, self.on, timezone.now()),
            may_correct=self.record.held_on is not None
            and self.record.episode.is_open
            and self.request.user.may(Permission.PROTECTION_LEAD),
            **kwargs,
        )
