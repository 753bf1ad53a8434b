"""Minutes: written, sent, signed, returned, and agreed by the chair."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.meeting import forms, minuting, presenters, reads
from casework.meeting.models import Minutes
from casework.meeting.views.base import SECTION, MeetingPage
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce


class MinutesWrite(SubmitsOnce, KeepsUnsentText, ShowsConflict, MeetingPage, FormView):
    """Write the minutes, and send them to be signed."""

    permission = Permission.MINUTES_WRITE
    form_class = forms.MinutesForm
    template_name = "casework/meeting/minutes_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        minutes = self.minutes
        if minutes is not None and minutes.author_id != request.user.pk:
            raise PermissionDenied
        if self.record.held_on is None or (minutes is not None and not minutes.is_editable):
            return redirect("casework:meeting-detail", pk=self.record.pk)
        return None

    @cached_property
    def minutes(self) -> Minutes | None:
        rows = Minutes.objects.visible_to(self.request.user).filter(meeting=self.record)
        return rows.select_related("author").first()

    @property
    def form_key(self) -> str:
        return f"casework.meeting.minutes.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: minutes"

    def get_form_kwargs(self) -> dict[str, Any]:
        person = self.request.user
        signs = bool(person.registration_number) and answers_for_child(
            person, self.child.pk, self.on
        )
        send = "Sign and finish" if signs else "Send to sign"
        return super().get_form_kwargs() | {"minutes": self.minutes, "send": send}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            people=presenters.people(reads.invitees_of(self.record)),
            comment=reads.latest_return(self.minutes) if self.minutes else None,
            **kwargs,
        )

    def current(self) -> Minutes | None:
        return self.minutes

    def values_of(self, current: Minutes) -> dict[str, Any]:
        return {"text": current.text, "lock_version": current.lock_version}

    def form_valid(self, form: forms.MinutesForm) -> HttpResponse:
        try:
            minutes = minuting.write_minutes(
                meeting=self.record,
                text=form.cleaned_data["text"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
            if "send" in self.request.POST:
                minutes = minuting.submit_minutes(minutes=minutes, by=self.request.user)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        said = {State.DRAFT: "Saved.", State.RETURNED: "Saved.", State.SUBMITTED: "Sent."}
        messages.success(self.request, said.get(State(minutes.state), "Signed."))
        return redirect("casework:meeting-detail", pk=self.record.pk)


class MinutesPage(ShowsChild, ScopedDoor):
    """A page of minutes, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Minutes]:
        rows = Minutes.objects.visible_to(request.user)
        return rows.select_related("meeting__child__school", "author")


class MinutesMove(MinutesPage, View):
    """A button under the minutes that moves them on; refusals are said on the meeting's page."""

    http_method_names = ["post"]
    said = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            self.act(version)
        except Conflict:
            messages.warning(request, "They changed while you were reading. Read them again.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)


class MinutesSign(MinutesMove):
    permission = Permission.MINUTES_SIGN
    said = "Countersigned. The minutes cannot be changed any more."

    def act(self, began_from: int | None) -> None:
        minuting.countersign_minutes(
            minutes=self.record, by=self.request.user, began_from=began_from
        )


class MinutesWithdraw(MinutesMove):
    permission = Permission.MINUTES_WRITE
    said = "Taken back. Change what you need, then send them again."

    def act(self, began_from: int | None) -> None:
        minuting.withdraw_minutes(minutes=self.record, by=self.request.user)


class MinutesReturn(SubmitsOnce, KeepsUnsentText, MinutesPage, FormView):
    """Send them back to their author with a comment."""

    permission = Permission.MINUTES_SIGN
    form_class = forms.ReturnForm
    template_name = "casework/meeting/minutes_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.minutes.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on minutes"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(minutes=self.record, meeting=self.record.meeting, **kwargs)

    def form_valid(self, form: forms.ReturnForm) -> HttpResponse:
        try:
            minuting.return_minutes(
                minutes=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "They changed while you were writing. Read them again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.author.name}.")
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)


class MinutesAttest(SubmitsOnce, MinutesPage, FormView):
    """The chair agreed the minutes elsewhere."""

    permission = Permission.MINUTES_SIGN
    form_class = forms.AttestForm
    template_name = "casework/meeting/minutes_attest.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {"attested_by": self.record.meeting.chair, "attested_on": self.on}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.record.meeting, **kwargs)

    def form_valid(self, form: forms.AttestForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            minuting.attest_minutes(
                minutes=self.record,
                attested_by=given["attested_by"],
                attested_on=given["attested_on"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded.")
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)
