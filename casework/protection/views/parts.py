"""The parts of an enquiry: who writes each, and whether the lead took it over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.protection import actions, forms, policies, reads
from casework.protection.models import EnquiryPart, Section47
from casework.protection.views.base import SECTION
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce


class PartPage(ShowsChild, ScopedDoor):
    """A page of one part of an enquiry."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[EnquiryPart]:
        rows = EnquiryPart.objects.visible_to(request.user)
        return rows.select_related(
            "enquiry__child__school", "enquiry__author", "enquiry__episode", "writer", "written_by"
        )

    @property
    def enquiry(self) -> Section47:
        return self.record.enquiry

    def back_to_enquiry(self) -> HttpResponse:
        return redirect("casework:enquiry-detail", pk=self.record.enquiry_id)


class PartWrite(SubmitsOnce, KeepsUnsentText, ShowsConflict, PartPage, FormView):
    """Write one part: its writer, or the lead."""

    permission = Permission.PROTECTION_VIEW
    form_class = forms.PartForm
    template_name = "casework/protection/part_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        person = request.user
        if not policies.may_write_part(
            person.permissions,
            person.pk,
            writer_id=self.record.writer_id,
            lead_id=self.enquiry.author_id,
        ):
            raise PermissionDenied
        return None if self.enquiry.is_editable else self.back_to_enquiry()

    @property
    def form_key(self) -> str:
        return f"casework.enquiry.part.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: part of an enquiry"

    def get_later_url(self) -> str:
        return reverse("casework:enquiry-detail", args=[self.record.enquiry_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        is_lead = self.enquiry.author_id == self.request.user.pk
        return super().get_form_kwargs() | {"part": self.record, "is_lead": is_lead}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(part=self.record, enquiry=self.enquiry, **kwargs)

    def values_of(self, current: EnquiryPart) -> dict[str, Any]:
        return {"text": current.text}

    def form_valid(self, form: forms.PartForm) -> HttpResponse:
        version = form.cleaned_data["lock_version"]
        try:
            actions.write_part(
                part=self.record,
                text=form.cleaned_data["text"],
                began_from=-1 if version is None else version,
                by=self.request.user,
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Saved.")
        return self.back_to_enquiry()


class PartAssign(SubmitsOnce, PartPage, FormView):
    """The lead gives the part to somebody who works with the child."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.AssignForm
    template_name = "casework/protection/part_assign.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.enquiry.author_id != request.user.pk:
            raise PermissionDenied
        return None if self.enquiry.is_editable else self.back_to_enquiry()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {"writer": str(self.record.writer_id)}
        return kwargs | {"writers": reads.writers_for(self.enquiry, self.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(part=self.record, enquiry=self.enquiry, **kwargs)

    def form_valid(self, form: forms.AssignForm) -> HttpResponse:
        try:
            actions.assign_part(
                part=self.record, writer=form.cleaned_data["writer"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Given to them; they are told.")
        return self.back_to_enquiry()


class PartAccept(PartPage, View):
    """The lead takes the part over as it stands."""

    permission = Permission.PROTECTION_LEAD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            actions.accept_part(
                part=self.record,
                by=request.user,
                began_from=version,
            )
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Taken over.")
        return self.back_to_enquiry()
