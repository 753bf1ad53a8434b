"""One clock: why it is due when it is, what was said about it, pausing and going on."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from timescales import presenters
from timescales.actions import NotMissed, NotPausable, give_breach_reason, pause, resume
from timescales.forms import BreachReasonForm, PauseForm
from timescales.models import Deadline


class DeadlinePage(ScopedDoor):
    """A page about the deadline its address names."""

    # The rooms above are asked which roots of theirs the reader may see.
    rows_vary = True

    def rows(self, request: HttpRequest) -> QuerySet[Deadline]:
        return Deadline.objects.visible_to(request.user).with_rule()

    def page_url(self) -> str:
        return reverse("timescales:deadline-detail", args=[self.record.pk])


class DeadlineDetail(DeadlinePage, TemplateView):
    permission = Permission.DEADLINE_VIEW
    template_name = "timescales/deadline_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, now, user = self.record, timezone.now(), self.request.user
        missed = row.is_late or (row.is_overdue(now) and row.paused_since is None)
        return super().get_context_data(
            deadline=row,
            progress=presenters.progress(row, now),
            facts=presenters.facts(row),
            reasons=list(row.breach_reasons.select_related("given_by")),
            pauses=list(row.pauses.select_related("approved_by")),
            may_give_reason=missed and user.may(Permission.BREACH_REASON_GIVE),
            may_pause=(
                row.rule.is_pausable
                and row.is_open
                and row.paused_since is None
                and user.may(Permission.DEADLINE_PAUSE)
            ),
            may_resume=row.paused_since is not None and user.may(Permission.DEADLINE_PAUSE),
            **kwargs,
        )


class DeadlineForm(DeadlinePage, FormView):
    template_name = "timescales/deadline_form.html"
    title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deadline=self.record, title=self.title, back=self.page_url(), **kwargs
        )


class BreachReasonCreate(DeadlineForm):
    permission = Permission.BREACH_REASON_GIVE
    form_class, title = BreachReasonForm, "Why was this clock missed?"

    def form_valid(self, form: BreachReasonForm) -> HttpResponse:
        try:
            give_breach_reason(
                deadline=self.record, reason=form.cleaned_data["reason"], by=self.request.user
            )
        except NotMissed:
            form.add_error(None, "This clock has not been missed, so there is nothing to excuse.")
            return self.form_invalid(form)
        messages.success(self.request, "The reason was saved.")
        return redirect(self.page_url())


class PauseCreate(DeadlineForm):
    permission = Permission.DEADLINE_PAUSE
    form_class, title = PauseForm, "Pause this clock"

    def form_valid(self, form: PauseForm) -> HttpResponse:
        try:
            pause(
                deadline=self.record,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                by=self.request.user,
            )
        except NotPausable as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "The clock stands still from today.")
        return redirect(self.page_url())


class PauseEnd(DeadlinePage):
    """The clock goes on."""

    permission = Permission.DEADLINE_PAUSE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            resume(deadline=self.record, on=timezone.localdate(), by=request.user)
        except NotPausable as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "The clock goes on; its date has moved by the days it stood.")
        return redirect(self.page_url())
