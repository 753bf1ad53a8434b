"""Pages of the consent ledger: the tab, answers, a withdrawal, a lawful ground."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.consent import presenters
from casework.consent.actions import record_consent, record_exception, withdraw_consent
from casework.consent.codes import Activity
from casework.consent.forms import ConsentForm, ExceptionForm, WithdrawForm
from casework.consent.ledger import standings
from casework.consent.models import ConsentEntry, ConsentException
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "consent"
PAGE_SIZE = 30


class ConsentList(ChildPage, TemplateView):
    """What stands for each activity today, then every answer ever given."""

    permission = Permission.CONSENT_VIEW
    section = SECTION
    template_name = "casework/consent/consent_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, child = self.request.user, self.child
        entries = ConsentEntry.objects.visible_to(person).filter(child=child)
        page = Paginator(entries.select_related("withdrawal", "recorded_by"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        grounds = ConsentException.objects.visible_to(person).filter(child=child)
        asked = set(entries.order_by().values_list("activity", flat=True).distinct())
        found = standings([child], list(Activity.values), self.on)[child.pk]
        return super().get_context_data(
            standing=presenters.standing_rows(found, asked),
            entries=presenters.entry_rows(page, self.on),
            page=page,
            grounds=grounds.select_related("recorded_by"),
            may_record=person.may(Permission.CONSENT_RECORD),
            may_except=person.may(Permission.CONSENT_EXCEPT),
            **kwargs,
        )


class ConsentRecord(SubmitsOnce, KeepsUnsentText, ChildPage, FormView):
    """What one person answered, about any of the activities, on one day."""

    permission = Permission.CONSENT_RECORD
    section = SECTION
    form_class = ConsentForm
    template_name = "casework/consent/consent_form.html"

    @property
    def form_key(self) -> str:
        return f"casework.consent.new.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: consent"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"child": self.child, "on": self.on}

    def form_valid(self, form: ConsentForm) -> HttpResponse:
        try:
            self.record_answers(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. It is on the chronology.")
        return redirect("casework:consent-list", pk=self.child.pk)

    @transaction.atomic
    def record_answers(self, form: ConsentForm) -> None:
        for activity, answer in form.answers():
            record_consent(
                child=self.child,
                activity=activity,
                answer=answer,
                by=self.request.user,
                **form.common(),
            )


class ConsentWithdraw(SubmitsOnce, ShowsChild, ScopedDoor, FormView):
    """Take one answer back, after reading what that stops."""

    permission = Permission.CONSENT_RECORD
    section = SECTION
    form_class = WithdrawForm
    template_name = "casework/consent/consent_withdraw.html"

    def rows(self, request: HttpRequest) -> QuerySet[ConsentEntry]:
        rows = ConsentEntry.objects.visible_to(request.user).still_held()
        return rows.select_related("child__school")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            entry=self.record, giver=presenters.giver(self.record), **kwargs
        )

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            withdraw_consent(
                entry=self.record, on=given["on"], why=given["why"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Withdrawn. Everyone who works with the child is told.")
        return redirect("casework:consent-list", pk=self.child.pk)


class ConsentExceptionNew(SubmitsOnce, ChildPage, FormView):
    """Name the lawful ground on which work goes on without the usual agreement."""

    permission = Permission.CONSENT_EXCEPT
    section = SECTION
    form_class = ExceptionForm
    template_name = "casework/consent/consent_exception.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def form_valid(self, form: ExceptionForm) -> HttpResponse:
        names = ("activity", "basis", "why", "starts_on", "ends_on")
        given = {name: form.cleaned_data[name] for name in names}
        try:
            record_exception(child=self.child, by=self.request.user, **given)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. It is on the chronology.")
        return redirect("casework:consent-list", pk=self.child.pk)
