"""Pages of the day ledger: a month to tap on, one day, a week entered or confirmed at once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from placements.days import may_confirm, pattern_of, projection_of, takes_days
from placements.ledger import actions, presenters
from placements.ledger.forms import DayForm, TapForm, WeekForm
from placements.models import PlacementDay
from placements.pages import PlacementPage, SaysWhy
from placements.presenters import day_text, long_day
from placements.room import pages
from timescales.calendars import load_calendar


class DayCalendar(PlacementPage, TemplateView):
    """One month of the ledger. The student taps a day; the practice educator confirms a week."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/ledger/day_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, calendar = timezone.localdate(), load_calendar()
        placement, user = self.record, self.request.user
        days = list(PlacementDay.objects.visible_to(user).filter(placement=placement))
        projection = projection_of(placement, days, on, calendar)
        shown = presenters.month_asked(
            self.request.GET.get("month", ""),
            min(placement.ends_on or date.max, max(on, placement.starts_on)),
        )
        may_record = placement.student_id == user.pk and takes_days(placement, on)
        today = next((day for day in days if day.on == on), None)
        return super().get_context_data(
            placement=placement,
            pages=pages(self.request.user, placement.pk, "calendar"),
            day_text=day_text(projection),
            month=presenters.month(
                placement,
                shown,
                days,
                projection,
                pattern=pattern_of(placement),
                calendar=calendar,
                on=on,
                may_record=may_record,
            ),
            weekdays=presenters.WEEKDAYS,
            key=presenters.KEY,
            on=on,
            taps=presenters.taps(today)
            if may_record
            and placement.starts_on <= on <= (placement.ends_on or on)
            and not (today and today.is_confirmed)
            else [],
            may_record=may_record,
            may_confirm=user.may(Permission.PLACEMENT_DAY_CONFIRM)
            and may_confirm(user, placement, on),
            **kwargs,
        )


class DayRecord(SaysWhy, PlacementPage, FormView):
    """The student enters a day, today unless the address names another."""

    permission = Permission.PLACEMENT_DAY_RECORD
    form_class = DayForm
    template_name = "placements/placement_form.html"

    def get_initial(self) -> dict[str, Any]:
        try:
            asked = parse_date(self.request.GET.get("on", ""))
        except ValueError:
            asked = None
        on: date = asked or timezone.localdate()
        return {"on": on, "kind": PlacementDay.Kind.ATTENDED}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Record a day", placement=self.record, **kwargs)

    def form_valid(self, form: DayForm) -> HttpResponse:
        try:
            day = actions.record_day(
                placement=self.record,
                **form.cleaned_data,
                by=self.request.user,
                today=timezone.localdate(),
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, f"{long_day(day.on)}: {day.get_kind_display().lower()}.")
        return redirect(presenters.address_of(self.record, day.on))


class TapsPage(PlacementPage):
    """A button of the calendar, with the day it stands under."""

    http_method_names = ["post"]
    form_class: type[TapForm | WeekForm]

    def act(self, answers: dict[str, Any]) -> tuple[date, str]:
        """Does it, and gives the day to show and what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        shown = timezone.localdate()
        if form.is_valid():
            try:
                shown, said = self.act(form.cleaned_data)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, said)
        return redirect(presenters.address_of(self.record, shown))


class DayTap(TapsPage):
    """The one tap of a day."""

    permission = Permission.PLACEMENT_DAY_RECORD
    form_class = TapForm

    def act(self, answers: dict[str, Any]) -> tuple[date, str]:
        day = actions.record_day(
            placement=self.record, **answers, by=self.request.user, today=timezone.localdate()
        )
        return day.on, f"{long_day(day.on)}: {day.get_kind_display().lower()}."


class WeekRecord(TapsPage):
    """The one tap of a week in which nothing happened."""

    permission = Permission.PLACEMENT_DAY_RECORD
    form_class = WeekForm

    def act(self, answers: dict[str, Any]) -> tuple[date, str]:
        days = actions.record_week(
            placement=self.record,
            week=answers["week"],
            by=self.request.user,
            today=timezone.localdate(),
        )
        return answers["week"], _so_many(days, "entered")


class WeekConfirm(TapsPage):
    """The one click that confirms a week."""

    permission = Permission.PLACEMENT_DAY_CONFIRM
    form_class = WeekForm

    def act(self, answers: dict[str, Any]) -> tuple[date, str]:
        days = actions.confirm_week(
            placement=self.record,
            week=answers["week"],
            by=self.request.user,
            today=timezone.localdate(),
        )
        return answers["week"], _so_many(days, "confirmed")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        super().post(request, **kwargs)
        return redirect("placements:placement-detail", pk=self.record.pk)


class DayReopen(ScopedDoor):
    """Takes a confirmation back, so that the student can correct the day."""

    permission = Permission.PLACEMENT_DAY_CONFIRM
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[PlacementDay]:
        return PlacementDay.objects.visible_to(request.user).select_related("placement")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.reopen_day(day=self.record, by=request.user, today=timezone.localdate())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{long_day(self.record.on)} is open again.")
        return redirect("placements:placement-detail", pk=self.record.placement_id)


def _so_many(days: list[PlacementDay], what: str) -> str:
    return f"{len(days)} {'day' if len(days) == 1 else 'days'} {what}."
