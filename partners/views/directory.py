"""One list and one page per kind of partner, and the small forms on it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from partners import presenters
from partners.actions import directory
from partners.filters import AgencyFilter, SchoolFilter
from partners.forms import AgencyForm, ConfirmForm, SchoolForm, UniversityForm
from partners.models import Agency, ContactPerson, School, University

PAGE = 25


class PartnerList(Door, TemplateView):
    """One part of the directory; `head` names the columns of `rows`."""

    permission = Permission.PARTNERS_VIEW
    kind: ClassVar[str]
    head: ClassVar[list[Any]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=presenters.tabs(self.request.user, self.kind), head=self.head, **kwargs
        )


class SchoolList(PartnerList):
    kind, head = "school", presenters.SCHOOL_HEAD
    template_name = "partners/school_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contacts = ContactPerson.objects.visible_to(self.request.user).current()
        leads = contacts.filter(role=ContactPerson.Role.DSL)
        schools = School.objects.visible_to(self.request.user).prefetch_related(
            Prefetch("contacts", leads, to_attr="leads")
        )
        found = SchoolFilter(self.request.GET, queryset=schools, request=self.request)
        page = Paginator(found.qs, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=found,
            page=page,
            rows=[presenters.school_row(school) for school in page],
            **kwargs,
        )


class UniversityList(PartnerList):
    kind, head = "university", presenters.UNIVERSITY_HEAD
    template_name = "partners/university_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        universities = (
            University.objects.visible_to(self.request.user)
            .annotate(
                tutors=Count(
                    "contacts",
                    filter=Q(
                        contacts__role=ContactPerson.Role.TUTOR,
                        contacts__is_current=True,
                    ),
                    distinct=True,
                )
            )
            .order_by("name")
        )
        page = Paginator(universities, PAGE).get_page(self.request.GET.get("page"))
        rows = [presenters.university_row(university) for university in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class AgencyList(PartnerList):
    kind, head = "agency", presenters.AGENCY_HEAD
    template_name = "partners/agency_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = Agency.objects.visible_to(self.request.user)
        found = AgencyFilter(self.request.GET, queryset=agencies, request=self.request)
        page = Paginator(found.qs, PAGE).get_page(self.request.GET.get("page"))
        rows = [presenters.agency_row(agency) for agency in page]
        return super().get_context_data(filter=found, page=page, rows=rows, **kwargs)


class PartnerPage(ScopedDoor):
    """A page of one school, university or agency; `kind` comes with the address."""

    kind: ClassVar[str]
    models: ClassVar[dict[str, type]] = {
        "school": School,
        "university": University,
        "agency": Agency,
    }

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.models[self.kind].objects.visible_to(request.user)

    def page_url(self) -> str:
        return reverse(f"partners:{self.kind}-detail", args=[self.record.pk])


class PartnerDetail(PartnerPage, TemplateView):
    permission = Permission.PARTNERS_VIEW
    kind = ""

    def get_template_names(self) -> list[str]:
        return [f"partners/{self.kind}_detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        contacts = ContactPerson.objects.visible_to(self.request.user).current()
        if self.kind == "school":
            kwargs |= presenters.coming_days(self.record, on)
        return super().get_context_data(
            kind=self.kind,
            partner=self.record,
            contacts=list(contacts.filter(**{self.kind: self.record})),
            facts=presenters.freshness(self.record, on),
            summary=presenters.SUMMARIES[self.kind](self.record),
            urls=presenters.page_urls(self.record),
            may_edit=self.request.user.may(Permission.PARTNERS_EDIT),
            **kwargs,
        )


class PartnerConfirm(PartnerPage):
    """The Confirm button beside a fact."""

    permission = Permission.PARTNERS_VIEW
    kind = ""
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ConfirmForm(request.POST, kind=self.kind)
        if form.is_valid():
            confirmation = directory.confirm(
                partner=self.record,
                fact=form.cleaned_data["fact"],
                by=request.user,
                on=timezone.localdate(),
            )
            messages.success(request, f"{confirmation.get_fact_display()}: confirmed today.")
        return redirect(self.page_url())


PARTNER_FORMS = {"school": SchoolForm, "university": UniversityForm, "agency": AgencyForm}


class PartnerEdit(PartnerPage, FormView):
    permission = Permission.PARTNERS_EDIT
    kind = ""
    template_name = "partners/partner_form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Now, since a refused form leaves what was typed on the record.
        self.title = f"Change {self.record}"

    def get_form_class(self) -> type:
        return PARTNER_FORMS[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, back=self.page_url(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        directory.save_partner(partner=form.instance, by=self.request.user, on=timezone.localdate())
        messages.success(self.request, "Saved.")
        return redirect(self.page_url())


class PartnerAdd(Door, FormView):
    """A new university or agency. Schools come from the register."""

    permission = Permission.PARTNERS_EDIT
    kind = ""
    template_name = "partners/partner_form.html"

    def get_form_class(self) -> type:
        return PARTNER_FORMS[self.kind]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Add {'an' if self.kind == 'agency' else 'a'} {self.kind}",
            back=reverse(f"partners:{self.kind}-list"),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        partner = directory.save_partner(
            partner=form.instance, by=self.request.user, on=timezone.localdate()
        )
        messages.success(self.request, f"{partner} is in the directory.")
        return redirect(f"partners:{self.kind}-detail", pk=partner.pk)
