"""The pages of school-based work: who is where, and the log of drop-ins."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from partners.models import School
from schools import actions, presenters
from schools.filters import DropInFilter
from schools.forms import DropInForm, SchoolLinkForm
from schools.models import DropIn, SchoolLink

PAGE = 25


class DropInList(Door, TemplateView):
    permission = Permission.SCHOOL_GROUP_VIEW
    template_name = "schools/drop_in_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = self.request.user, timezone.localdate()
        drop_ins = DropIn.objects.visible_to(user)
        found = DropInFilter(self.request.GET, queryset=drop_ins, request=self.request)
        page = Paginator(found.qs.select_related("person", "school"), PAGE).get_page(
            self.request.GET.get("page")
        )
        links = SchoolLink.objects.visible_to(user, on).current(on)
        return super().get_context_data(
            filter=found,
            page=page,
            head=presenters.DROP_IN_HEAD,
            rows=presenters.drop_in_rows(page),
            people=found.qs.aggregate(total=Sum("people"))["total"] or 0,
            links=presenters.link_lines(links.select_related("person", "school")),
            may_log=user.may(Permission.DROP_IN_LOG),
            may_link=user.may(Permission.SCHOOL_LINK_EDIT),
            **kwargs,
        )


class SaysWhy:
    """Puts an action's own words beside the fields they are about."""

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
        return self.form_invalid(form)


class DropInAdd(SaysWhy, Door, FormView):
    permission = Permission.DROP_IN_LOG
    form_class = DropInForm
    template_name = "schools/drop_in_form.html"

    def get_initial(self) -> dict[str, Any]:
        now, user = timezone.localtime(), self.request.user
        links = SchoolLink.objects.visible_to(user).current(now.date())
        own = next((link for link in links if link.person_id == user.pk), None)
        return {
            "happened_on": now.date(),
            "at": now.time().replace(second=0, microsecond=0),
            "who": DropIn.Who.PUPIL,
            "school": own.school_id if own else None,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        schools = School.objects.visible_to(self.request.user).open()
        return super().get_form_kwargs() | {"schools": schools}

    def form_valid(self, form: DropInForm) -> HttpResponse:
        try:
            actions.log_drop_in(
                **form.cleaned_data, by=self.request.user, today=timezone.localdate()
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, "Logged.")
        return redirect("schools:drop-in-list")


class SchoolLinkAdd(SaysWhy, Door, FormView):
    permission = Permission.SCHOOL_LINK_EDIT
    form_class = SchoolLinkForm
    template_name = "schools/school_link_form.html"

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        team_ids = self.request.user.team_wide_ids(timezone.localdate())
        return super().get_form_kwargs() | {"team_ids": team_ids}

    def form_valid(self, form: SchoolLinkForm) -> HttpResponse:
        try:
            link = actions.link_to_school(**form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, f"{link.person} is at {link.school}.")
        return redirect("schools:drop-in-list")


class SchoolLinkEnd(ScopedDoor):
    permission = Permission.SCHOOL_LINK_EDIT
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[SchoolLink]:
        return SchoolLink.objects.visible_to(request.user).select_related("person", "school")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.end_link(link=self.record, on=timezone.localdate(), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Today is the last day of {self.record}.")
        return redirect("schools:drop-in-list")
