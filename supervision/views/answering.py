"""The student's answer to a record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from records.actions import NotAllowed
from records.views import KeepsUnsentText, SubmitsOnce
from supervision import actions, policies, presenters
from supervision.forms.answer import AnswerForm
from supervision.views.pages import SessionPage


class SessionAnswer(SubmitsOnce, KeepsUnsentText, SessionPage, FormView):
    """The student agrees the record, or says how they see it."""

    permission = Permission.SUPERVISION_AGREE
    form_class = AnswerForm
    template_name = "supervision/session_answer.html"
    unsent_title = "Answer to a supervision record"

    @property
    def form_key(self) -> str:
        return f"supervision.answer.{self.record.pk}"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.answers(self.record, request.user):
            raise PermissionDenied
        if not self.record.is_waiting and request.method == "GET":
            return redirect("supervision:session-detail", pk=self.record.pk)
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"lock_version": self.record.lock_version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.note_children(case.child for case in self.parts.cases)
        return super().get_context_data(
            session=self.record,
            parts=self.parts,
            day=presenters.day_said(self.record.held_on),
            length=presenters.length(self.record.minutes),
            is_of_the_two=False,  # the answer comes first; actions are settled on the record
            **kwargs,
        )

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        answer = {
            "session": self.record,
            "by": self.request.user,
            "began_from": form.cleaned_data["lock_version"],
        }
        try:
            if form.cleaned_data["answer"] == AnswerForm.AGREE:
                actions.agree(**answer)
            else:
                actions.see_differently(says=form.cleaned_data["says"], **answer)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Your answer stands on the record.")
        return redirect("supervision:session-detail", pk=self.record.pk)
