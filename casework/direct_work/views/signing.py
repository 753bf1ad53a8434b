"""Buttons and the form that move a session on; refusals are said on its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from accounts.permissions import Permission
from casework.direct_work import actions
from casework.direct_work.forms import ReturnForm
from casework.direct_work.views.reading import SessionPage
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.views import KeepsUnsentText, SubmitsOnce


class SessionMove(SessionPage, View):
    """A button on the session's page that moves it on; refusals are said there."""

    http_method_names = ["post"]
    said = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            self.act(version)
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:session-detail", pk=self.record.pk)


class SessionSign(SessionMove):
    permission = Permission.DIRECT_WORK_COUNTERSIGN
    said = "Countersigned. It is on the chronology and cannot be changed any more."

    def act(self, began_from: int | None) -> None:
        actions.countersign_session(
            session=self.record, by=self.request.user, began_from=began_from
        )


class SessionWithdraw(SessionMove):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_session(session=self.record, by=self.request.user)


class SessionReturn(SubmitsOnce, KeepsUnsentText, SessionPage, FormView):
    """Send it back to its author with a comment."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    form_class = ReturnForm
    template_name = "casework/direct_work/session_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.session.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on a session"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.record, **kwargs)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            actions.return_session(
                session=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "It changed while you were writing. Read it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.author.name}.")
        return redirect("casework:direct-work-to-sign")
