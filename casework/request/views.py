"""Pages to ask for POP work, to follow what one asked for, and to decide."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from accounts.roles import Role
from casework.child import presenters as child_presenters
from casework.child.actions import likely_for
from casework.child.models import DuplicateCheck
from casework.child.search import Match
from casework.refusals import show_refusal
from casework.request import presenters, reads
from casework.request.actions import (
    decide_request,
    make_request,
    pupil_wanted,
    record_possible_duplicates,
)
from casework.request.clocks import SUBJECT
from casework.request.codes import State
from casework.request.filters import RequestFilter, ThemeFilter
from casework.request.forms import DecisionForm, RequestForm
from casework.request.models import Request
from partners.models import School
from records.reads import note
from records.views import KeepsUnsentText, SubmitsOnce
from timescales.models import Deadline

PAGE_SIZE = 25


class RequestCreate(SubmitsOnce, KeepsUnsentText, Door, FormView):
    """Ask for work with a pupil; level 4 is told where to go first."""

    permission = Permission.REQUEST_CREATE
    form_class = RequestForm
    template_name = "casework/request/request_create.html"
    form_key = "casework.request.new"
    unsent_title = "Request for work with a pupil"

    @cached_property
    def schools(self) -> list[School]:
        return list(School.objects.visible_to(self.request.user).open())

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"person": self.request.user, "schools": self.schools}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs_school = self.request.user.role == Role.SCHOOL_LEAD
        return super().get_context_data(
            front_door=front_door(),
            no_school=needs_school and not self.schools,
            only_school=self.schools[0] if needs_school and len(self.schools) == 1 else None,
            **kwargs,
        )

    def form_valid(self, form: RequestForm) -> HttpResponse:
        try:
            request = make_request(by=self.request.user, **form.cleaned_data_of_request())
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"Sent. Your reference is {request.reference}. POP decides within a working day.",
        )
        return redirect("casework:request-detail", pk=request.pk)


class RequestList(Door, TemplateView):
    """What one asked for, and its state; nothing else."""

    permission = Permission.REQUEST_VIEW
    template_name = "casework/request/request_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Request.objects.visible_to(self.request.user).made_by(self.request.user)
        page = Paginator(own, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            head=presenters.OWN_HEAD,
            rows=presenters.own_rows(page),
            front_door=front_door(),
            may_ask=self.request.user.may(Permission.REQUEST_CREATE),
            **kwargs,
        )


class RequestQueue(Door, TemplateView):
    """Requests to the manager's teams, by the clock: what is due first stands first."""

    permission = Permission.REQUEST_DECIDE
    template_name = "casework/request/request_queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        clocks = Deadline.objects.filter(subject_type=SUBJECT)
        due = clocks.filter(subject_id=OuterRef("pk")).values("overdue_from")[:1]
        rows = (
            Request.objects.visible_to(self.request.user)
            .to_teams_of(self.request.user, on)
            .annotate(due=Subquery(due))
            .select_related("requester", "school", "agency", "asking_team")
        )
        asked = self.request.GET if "state" in self.request.GET else {"state": State.RECEIVED}
        found = RequestFilter(asked, queryset=rows, request=self.request)
        by_clock = found.qs.order_by(F("decided_at").desc(nulls_first=True), "due", "received_at")
        page = Paginator(by_clock, PAGE_SIZE).get_page(self.request.GET.get("page"))
        of_page = clocks.with_rule().filter(subject_id__in=[row.pk for row in page])
        return super().get_context_data(
            filter=found,
            page=page,
            head=presenters.QUEUE_HEAD,
            rows=presenters.queue_rows(page, {row.subject_id: row for row in of_page}, on),
            front_door=front_door(),
            **kwargs,
        )


class RequestThemes(Door, TemplateView):
    """What is asked for, by month and by school: so that a theme that is growing shows itself."""

    permission = Permission.REQUEST_DECIDE
    template_name = "casework/request/request_themes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        rows = Request.objects.visible_to(self.request.user).to_teams_of(self.request.user, on)
        found = ThemeFilter(self.request.GET, queryset=rows, request=self.request)
        months = reads.last_months(on)
        return super().get_context_data(
            filter=found,
            head=presenters.themes_head(months),
            rows=presenters.theme_rows(reads.themes(found.qs, months[0]), months),
            by_school=presenters.place_rows(reads.by_school(found.qs, months[0])),
            place_head=presenters.PLACE_HEAD,
            front_door=front_door(),
            since=months[0],
            **kwargs,
        )


class RequestPage(ScopedDoor):
    """A page of one request that the reader made, or that came to a team they read whole."""

    def rows(self, request: HttpRequest) -> QuerySet[Request]:
        rows = Request.objects.visible_to(request.user)
        return rows.select_related(
            "requester", "school", "agency", "asking_team", "team", "child", "decided_by"
        )

    @cached_property
    def decides(self) -> bool:
        """To decide you hold the verb and manage the team it came to; your own is another's."""
        person = self.request.user
        return person.may(
            Permission.REQUEST_DECIDE
        ) and self.record.team_id in person.team_wide_ids(timezone.localdate())

    @cached_property
    def reads_whole(self) -> bool:
        """More than the requester's own view: whoever reads the whole team's work."""
        return self.record.team_id in self.request.user.team_wide_ids(timezone.localdate())


class RequestDetail(RequestPage, TemplateView):
    """For the requester their own words and the state; for the team what became of it too."""

    permission = Permission.REQUEST_VIEW
    template_name = "casework/request/request_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.record
        if self.reads_whole and asked.child_id:
            note(self.request, child_id=asked.child_id, section="request")
        clock = Deadline.objects.filter(subject_type=SUBJECT, subject_id=asked.pk).with_rule()
        return super().get_context_data(
            asked=asked,
            state=presenters.state_tag(asked),
            facts=presenters.asked_rows(asked),
            clock=clock.first() if self.reads_whole else None,
            reads_whole=self.reads_whole,
            may_decide=self.decides and not asked.is_decided,
            front_door=front_door(),
            **kwargs,
        )


class RequestCheck(RequestPage, View):
    """Look for the pupil across every team, then go on to decide. The look is logged."""

    permission = Permission.REQUEST_DECIDE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.decides:
            raise PermissionDenied
        record_possible_duplicates(request=self.record, by=request.user, on=timezone.localdate())
        return redirect("casework:request-decide", pk=self.record.pk)


class RequestDecide(SubmitsOnce, KeepsUnsentText, RequestPage, FormView):
    """Accept, onto whose record; or refuse, with where to turn instead."""

    permission = Permission.REQUEST_DECIDE
    form_class = DecisionForm
    template_name = "casework/request/request_decide.html"

    @property
    def form_key(self) -> str:
        return f"casework.request.decide.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.record.reference}: decision"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.decides:
            raise PermissionDenied
        if self.record.is_decided or self.check is None:
            return redirect("casework:request-detail", pk=self.record.pk)
        return None

    @cached_property
    def check(self) -> DuplicateCheck | None:
        """The reader's last look for this pupil: what it showed may be shown again."""
        checks = DuplicateCheck.objects.visible_to(self.request.user)
        return checks.filter(about_id=self.record.pk).first()

    @cached_property
    def likely(self) -> list[Match]:
        on, found = timezone.localdate(), self.check.child_ids if self.check else []
        return likely_for(self.request.user, pupil_wanted(self.record), on, among=found)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"likely": self.likely}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_context_data(
            asked=self.record,
            facts=presenters.asked_rows(self.record),
            likely_head=child_presenters.LIKELY_HEAD,
            likely=child_presenters.likely_rows(self.likely, on),
            check=self.check,
            front_door=front_door(),
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            decided = decide_request(request=self.record, by=self.request.user, **form.answers())
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        if decided.state == State.ACCEPTED and decided.episode_id:
            messages.success(
                self.request,
                f"{decided.reference} is accepted and the requester is told. Now allocate it.",
            )
            return redirect("casework:episode-allocate", pk=decided.episode_id)
        messages.success(self.request, f"{decided.reference} is refused; the requester is told.")
        return redirect("casework:request-queue")


def front_door() -> dict[str, str]:
    """Where a level 4 worry goes today; it stands on every page about requests."""
    return {
        "name": settings.FRONT_DOOR_NAME,
        "phone": settings.FRONT_DOOR_PHONE,
        "out_of_hours": settings.FRONT_DOOR_OUT_OF_HOURS,
    }
