"""Pages to restrict a record, to open one in an emergency, and to review that."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.checking import ChecksAnswers
from casework.child.models import BreakGlass, Restriction
from casework.child.pages import ChildPage
from casework.child.people import accountable_workers, who_reviews
from casework.child.restriction import presenters, reads
from casework.child.restriction.actions import (
    break_glass,
    end_glass,
    ends_at,
    lift_restriction,
    restrict_child,
    review_glass,
)
from casework.child.restriction.clocks import SUBJECT
from casework.child.restriction.forms import (
    GlassForm,
    LiftForm,
    RestrictForm,
    ReviewForm,
)
from casework.refusals import show_refusal
from records.views import SubmitsOnce
from timescales.models import Deadline

SECTION = "restriction"
PAGE_SIZE = 25
READ_SHOWN = 50


class RestrictionPage(ChildPage):
    """A page about closing one child's record, for a manager who may open it."""

    permission = Permission.CHILD_RESTRICT
    section = SECTION

    @cached_property
    def restriction(self) -> Restriction | None:
        return reads.standing(self.child, self.on)


class RestrictionNew(SubmitsOnce, ChecksAnswers, RestrictionPage, FormView):
    """Close the record to all but those named."""

    form_class = RestrictForm
    template_name = "casework/restriction/restriction_form.html"
    confirm_words = "Close this record"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.restriction is not None:
            return redirect("casework:restriction-detail", pk=self.child.pk)
        return None

    def get_initial(self) -> dict[str, Any]:
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_initial() | {"named": [worker.pk] if worker else []}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": reads.may_be_named(self.child, self.on)}

    def what_happens(self, form: RestrictForm) -> list[str]:
        named = [*form.cleaned_data["named"], self.request.user]
        names = ", ".join(person.name for person in named)
        out = reads.shut_out(self.child, named, self.on)
        return [
            f"Named, and so still in: {names}.",
            *(f"{person.name} works with this child and no longer opens it." for person in out),
            "Social workers and managers around the child see a masked row with its clock.",
            "For everybody else the record is not there.",
        ]

    def confirmed(self, form: RestrictForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            restrict_child(
                child=self.child,
                named=given["named"],
                why=given["why"],
                starts_on=self.on,
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Closed to all but those named.")
        return redirect("casework:restriction-detail", pk=self.child.pk)


class StandingPage(RestrictionPage):
    """The same, while the record is restricted."""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.restriction is None:
            return redirect("casework:child-overview", pk=self.child.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(restriction=self.restriction, **kwargs)


class RestrictionLift(SubmitsOnce, StandingPage, FormView):
    """Open the record again to everyone around the child."""

    form_class = LiftForm
    template_name = "casework/restriction/restriction_lift.html"

    def form_valid(self, form: LiftForm) -> HttpResponse:
        try:
            lift_restriction(
                restriction=self.restriction, why=form.cleaned_data["why"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Open again to everyone around the child.")
        return redirect("casework:child-overview", pk=self.child.pk)


class GlassBreak(ScopedDoor, FormView):
    """Open a restricted record in an emergency. Neither page nor address says which child's."""

    pk_url_kwarg = lookup = "key"
    permission = Permission.GLASS_BREAK
    form_class = GlassForm
    template_name = "casework/restriction/glass_break.html"

    def rows(self, request: HttpRequest) -> QuerySet[Restriction]:
        return Restriction.objects.masked_for(request.user).select_related("made_by", "child")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        on = timezone.localdate(now)
        me = self.request.user
        return super().get_context_data(
            restriction=self.record,
            reviewers=who_reviews([me.pk], on)[me.pk],
            until=ends_at(now),
            **kwargs,
        )

    def form_valid(self, form: GlassForm) -> HttpResponse:
        if not self.is_really_them(form.cleaned_data["password"]):
            form.add_error("password", "That is not your password. Try again in a moment.")
            return self.form_invalid(form)
        try:
            glass = break_glass(
                child=self.record.child, reason=form.cleaned_data["reason"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        until = timezone.localtime(glass.ends_at)
        messages.info(
            self.request,
            f"Open to you until {until:%H:%M}. Your manager is told. All you open is written down.",
        )
        return redirect("casework:child-overview", pk=glass.child_id)

    def is_really_them(self, password: str) -> bool:
        """The password, asked again; too many tries count as wrong."""
        person = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=person):
            return False
        return get_adapter(self.request).reauthenticate(person, password)


class GlassList(Door, TemplateView):
    """Every emergency access of one's people, those to review first."""

    permission = Permission.GLASS_REVIEW
    template_name = "casework/restriction/glass_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = (
            BreakGlass.objects.visible_to(self.request.user)
            .select_related("child", "person", "reviewed_by")
            .order_by(F("reviewed_at").desc(nulls_first=True), "opened_at")
        )
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        clocks = Deadline.objects.filter(
            subject_type=SUBJECT, subject_id__in=[row.pk for row in page]
        ).with_rule()
        return super().get_context_data(
            page=page,
            head=presenters.GLASS_HEAD,
            rows=presenters.glass_rows(
                page, {row.subject_id: row for row in clocks}, timezone.now()
            ),
            **kwargs,
        )


class GlassReview(SubmitsOnce, ScopedDoor, FormView):
    """Why the record was opened, what was read, and what the manager found."""

    permission = Permission.GLASS_REVIEW
    form_class = ReviewForm
    template_name = "casework/restriction/glass_review.html"

    def rows(self, request: HttpRequest) -> QuerySet[BreakGlass]:
        rows = BreakGlass.objects.visible_to(request.user)
        return rows.select_related("child", "person", "restriction__made_by", "reviewed_by")

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.person_id == request.user.pk:
            raise PermissionDenied
        if request.method == "POST" and self.record.reviewed_at is not None:
            return redirect("casework:glass-review", pk=self.record.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        glass = self.record
        clock = Deadline.objects.filter(subject_type=SUBJECT, subject_id=glass.pk).with_rule()
        return super().get_context_data(
            glass=glass,
            period=presenters.period(glass),
            is_open=glass.closed_at > timezone.now(),
            read=reads.read_during(glass)[:READ_SHOWN],
            clock=clock.first(),
            **kwargs,
        )

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            review_glass(
                glass=self.record,
                outcome=given["outcome"],
                note=given["note"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Reviewed.")
        return redirect("casework:glass-list")


class GlassEnd(ScopedDoor, View):
    """Done with it before the time is over; or their manager ends it."""

    permission = Permission.CHILD_VIEW
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[BreakGlass]:
        return BreakGlass.objects.visible_to(request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = self.record.person_id == request.user.pk
        if not (mine or request.user.may(Permission.GLASS_REVIEW)):
            raise PermissionDenied
        end_glass(glass=self.record, by=request.user)
        messages.success(request, "The record is closed again.")
        return redirect("casework:child-list" if mine else "casework:glass-list")
