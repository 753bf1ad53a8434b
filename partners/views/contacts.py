"""The contacts of a partner, and a school's terms and INSET days."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from partners.actions import directory
from partners.forms import ContactForm, InsetDayForm, TermForm
from partners.models import ContactPerson, InsetDay, TermDate
from partners.models.confirmation import kind_of
from partners.views.directory import PartnerPage


class PartnerPart(PartnerPage, FormView):
    """A form that adds something to the partner its address names."""

    permission = Permission.PARTNERS_EDIT
    template_name = "partners/partner_form.html"
    kind = "school"
    title = ""
    part: type

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.part(**{self.kind: self.record})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"{self.title}, {self.record}"
        return super().get_context_data(title=title, back=self.page_url(), **kwargs)

    def save(self, part: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        self.save(form.instance)
        messages.success(self.request, "Saved and confirmed today.")
        return redirect(self.page_url())


class ContactAdd(PartnerPart):
    form_class, part, title = ContactForm, ContactPerson, "Add a contact"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def save(self, part: ContactPerson) -> None:
        directory.save_contact(contact=part, by=self.request.user, on=timezone.localdate())


class TermAdd(PartnerPart):
    form_class, part, title = TermForm, TermDate, "Add a term"

    def save(self, part: TermDate) -> None:
        directory.add_term(term=part, by=self.request.user, on=timezone.localdate())


class InsetDayAdd(PartnerPart):
    form_class, part, title = InsetDayForm, InsetDay, "Add an INSET day"

    def save(self, part: InsetDay) -> None:
        directory.add_inset_day(day=part, by=self.request.user, on=timezone.localdate())


class ContactEdit(ScopedDoor, FormView):
    permission = Permission.PARTNERS_EDIT
    form_class = ContactForm
    template_name = "partners/partner_form.html"

    def rows(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        partners = ("school", "university", "agency")
        return ContactPerson.objects.visible_to(request.user).select_related(*partners)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = kind_of(self.record.organisation)
        self.back = reverse(f"partners:{self.kind}-detail", args=[self.record.organisation.pk])
        self.title = f"Change {self.record.name}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record, "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, back=self.back, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        directory.save_contact(contact=form.instance, by=self.request.user, on=timezone.localdate())
        messages.success(self.request, "Saved and confirmed today.")
        return redirect(self.back)


class SchoolDayRemove(ScopedDoor):
    """The Remove button beside a term or an INSET day."""

    permission = Permission.PARTNERS_EDIT
    http_method_names = ["post"]
    model: type = TermDate

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.visible_to(request.user).select_related("school")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        school = self.record.school
        on = timezone.localdate()
        if self.model is TermDate:
            directory.remove_term(term=self.record, by=request.user, on=on)
        else:
            directory.remove_inset_day(day=self.record, by=request.user, on=on)
        messages.success(request, "Removed.")
        return redirect("partners:school-detail", pk=school.pk)
