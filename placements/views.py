"""The pages of placements. None of them shows a child."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from accounts.roles import Role
from placements import actions, presenters
from placements.checks.presenters import check_tasks
from placements.checks.reads import critical_checks
from placements.concern.policies import may_raise
from placements.days import (
    counted,
    counted_in,
    may_confirm,
    pattern_of,
    projection_of,
    projections,
    standing_suspension,
    takes_days,
)
from placements.filters import PlacementFilter
from placements.forms import PlacementForm
from placements.models import (
    Concern,
    PlacementChange,
    PlacementDay,
    PlacementRole,
    PracticePlacement,
)
from placements.money.policies import sees_travel
from placements.pages import RELATED, PlacementPage, SaysWhy
from placements.projection import project
from placements.reads import profile_of, seen
from placements.room import pages, tabs
from placements.timeline.presenters import next_steps
from placements.timeline.reads import calendar_of, steps_of
from timescales.calendars import load_calendar

PAGE = 25


class PlacementList(Door, TemplateView):
    """Everyone's own placements; a student with one is led straight to it."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/placement_list.html"

    def rows(self) -> QuerySet[PracticePlacement]:
        return PracticePlacement.objects.visible_to(self.request.user).select_related(*RELATED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role == Role.STUDENT:
            own = list(self.rows()[:2])
            if len(own) == 1:
                return redirect("placements:placement-detail", pk=own[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        found = PlacementFilter(self.request.GET, queryset=self.rows())
        page = Paginator(found.qs, PAGE).get_page(self.request.GET.get("page"))
        shown = list(page)
        rows = presenters.list_rows(
            shown,
            projections(shown, on, load_calendar()),
            counted([one.pk for one in shown], on),
        )
        return super().get_context_data(
            filter=found,
            page=page,
            rows=rows,
            head=presenters.HEAD,
            tabs=tabs(self.request.user, "placements"),
            **kwargs,
        )


class PlacementDetail(PlacementPage, TemplateView):
    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/placement_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[PracticePlacement]:
        return (
            super()
            .rows(request)
            .select_related("capacity_override__by")
            .prefetch_related("suspensions")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        placement, user = self.record, self.request.user
        steps = steps_of(placement.pk)
        calendar = calendar_of(steps)
        days = seen(PlacementDay, user, placement, "confirmed_by")
        projection = projection_of(placement, days, on, calendar)
        manages = user.may(Permission.PLACEMENT_MANAGE) and not placement.has_ended
        return super().get_context_data(
            placement=placement,
            on=on,
            day_text=presenters.day_text(projection),
            counted_sentence=presenters.counted_sentence(counted_in(days, on), projection),
            end_sentence=presenters.end_sentence(placement, projection),
            midpoint_sentence=presenters.midpoint_sentence(projection),
            not_entered=projection.not_entered,
            chart=presenters.day_chart(days, projection),
            pages=pages(self.request.user, placement.pk, "days"),
            dates_head=presenters.DATES_HEAD,
            dates=presenters.planned_and_now(
                placement,
                project(pattern_of(placement).without_gaps(), {}, placement.starts_on, calendar),
                projection,
            ),
            next_steps=next_steps(steps, on),
            **presenters.weeks_shown(days, whole="weeks" in self.request.GET),
            about=presenters.about(placement),
            checks=check_tasks(
                critical_checks(user, placement),
                on,
                manages,
            ),
            roles=seen(PlacementRole, user, placement, "person", "contact"),
            end_alone=PlacementRole.MAY_END_ALONE,
            override=getattr(placement, "capacity_override", None) if manages else None,
            profile=next(iter(profile_of(user, placement.student_id)), None),
            may_record=placement.student_id == user.pk and takes_days(placement, on),
            may_confirm=user.may(Permission.PLACEMENT_DAY_CONFIRM)
            and may_confirm(user, placement, on),
            may_manage=manages,
            suspended=standing_suspension(placement),
            changes=seen(PlacementChange, user, placement)[:3],
            concerns=seen(Concern, user, placement),
            may_raise=not placement.has_ended
            and user.may(Permission.CONCERN_RAISE)
            and may_raise(user, placement, user.reach(on).whole_teams),
            sees_travel=sees_travel(user, placement),
            may_travel=placement.student_id == user.pk and takes_days(placement, on),
            **kwargs,
        )


class PlacementStart(SaysWhy, Door, FormView):
    permission = Permission.PLACEMENT_MANAGE
    form_class = PlacementForm
    template_name = "placements/placement_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        team_ids = self.request.user.team_wide_ids(on)
        return super().get_form_kwargs() | {"on": on, "team_ids": team_ids}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Start a placement", placement=None, **kwargs)

    def form_valid(self, form: PlacementForm) -> HttpResponse:
        try:
            placement = actions.start_placement(
                **form.cleaned_data, on=timezone.localdate(), by=self.request.user
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(
            self.request, "Started. Children's records stay shut until every check is verified."
        )
        return redirect("placements:placement-detail", pk=placement.pk)
