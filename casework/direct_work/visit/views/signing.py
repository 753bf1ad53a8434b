"""Buttons and forms that move a visit's record on; refusals are said on its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from accounts.permissions import Permission
from casework.direct_work.visit import actions
from casework.direct_work.visit.forms import ReturnForm
from casework.direct_work.visit.views.reading import VisitPage
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.views import KeepsUnsentText, SubmitsOnce


class VisitMoveOn(VisitPage, View):
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
        return redirect("casework:visit-detail", pk=self.record.pk)


class VisitSign(VisitMoveOn):
    permission = Permission.DIRECT_WORK_COUNTERSIGN
    said = "Countersigned. It is on the chronology and cannot be changed any more."

    def act(self, began_from: int | None) -> None:
        actions.countersign_visit(visit=self.record, by=self.request.user, began_from=began_from)


class VisitWithdraw(VisitMoveOn):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Taken back. Until you send it again it does not count as a visit."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_visit(visit=self.record, by=self.request.user)


class VisitReturn(SubmitsOnce, KeepsUnsentText, VisitPage, FormView):
    """Send it back to its author with a comment."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    form_class = ReturnForm
    template_name = "casework/direct_work/visit/visit_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.visit.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on a visit"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(visit=self.record, **kwargs)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            actions.return_visit(
                visit=self.record,
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
