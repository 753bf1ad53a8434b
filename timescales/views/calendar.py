"""Bank holidays entered at short notice, and the nightly drift reports."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from timescales.actions import add_extra_holiday, moved_by
from timescales.calendars import load_calendar
from timescales.forms import HolidayForm
from timescales.models import DriftReport, ExtraHoliday

YEARS_AHEAD = 2


class HolidayList(Door, TemplateView):
    permission = Permission.RULES_VIEW
    template_name = "timescales/holiday_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = timezone.localdate().year
        calendar = load_calendar()
        days = sorted(day for day in calendar.holidays if year <= day.year < year + YEARS_AHEAD)
        return super().get_context_data(
            days=[{"day": day, "name": calendar.name_of(day)} for day in days],
            extra=list(ExtraHoliday.objects.visible_to(self.request.user)),
            **kwargs,
        )


class HolidayCreate(Door, FormView):
    """Two steps: what it would move, then do it. Nothing is stored before the second."""

    permission = Permission.RULES_EDIT
    form_class = HolidayForm
    template_name = "timescales/holiday_form.html"

    def form_valid(self, form: HolidayForm) -> HttpResponse:
        day, is_removed = form.cleaned_data["date"], form.cleaned_data["is_removed"]
        if "confirmed" not in self.request.POST:
            context = self.get_context_data(
                form=form, moved=moved_by(day, is_removed=is_removed), day=day
            )
            return self.response_class(
                self.request, "timescales/holiday_confirm.html", context, using=self.template_engine
            )
        add_extra_holiday(by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "The calendar has changed and open clocks have followed.")
        return redirect("timescales:holiday-list")


class DriftList(Door, TemplateView):
    permission = Permission.OPERATIONS_VIEW
    template_name = "timescales/drift_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = DriftReport.objects.visible_to(self.request.user)
        page = Paginator(reports, 30).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)
