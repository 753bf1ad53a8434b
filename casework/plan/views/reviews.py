"""Pages of reviews: write, read, send, sign."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.permissions import Permission
from casework.plan import actions, presenters, reads
from casework.plan.actions import reviews as review_actions
from casework.plan.clocks import latest_lawful_review
from casework.plan.forms.reviews import ReviewForm
from casework.plan.models import Plan, PlanReview
from casework.plan.views.base import (
    OfAPlan,
    PaperMove,
    PaperReturn,
    PlanPage,
    RefusalsBeside,
    Writing,
    may_sign,
    send_words,
)
from records.views import ShowsConflict
from timescales.calendars import load_calendar
from timescales.rulebook import Rulebook

PAGE = "casework:plan-review-detail"


class ReviewPage(OfAPlan):
    """A page of one review, among those the reader may read."""

    def rows(self, request: HttpRequest) -> QuerySet[PlanReview]:
        return PlanReview.objects.visible_to(request.user).select_related(
            "plan__child__school", "plan__episode", "author", "countersigned_by"
        )


class WritesReview(Writing, RefusalsBeside):
    """The form of a review, new or begun before."""

    permission = Permission.PLAN_WRITE
    form_class = ReviewForm
    template_name = "casework/plan/review_form.html"
    what, said = "review of a plan", ""

    @property
    def plan(self) -> Plan:
        return self.record if isinstance(self.record, Plan) else self.record.plan

    @property
    def review(self) -> PlanReview | None:
        return None if isinstance(self.record, Plan) else self.record

    @cached_property
    def due(self) -> Any:
        held_on = self.review.held_on if self.review else self.on
        return latest_lawful_review(held_on, Rulebook.load(), load_calendar())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "people": reads.people_to_ask(self.child, self.on),
            "review": self.review,
            "latest": self.due.book_by,
            "limit": self.due.unit.in_words(self.due.limit),
            "send": send_words(self),
        }

    def get_form(self, form_class: Any = None) -> ReviewForm:
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound and self.review:
            form.show_missing(review_actions.missing(self.review))
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moves = reads.moves_of(self.review) if self.review else []
        return super().get_context_data(
            **{"plan": self.plan, "comment": reads.latest_return(moves)} | kwargs
        )

    def act(self, form: ReviewForm) -> HttpResponse:
        review = self.write(form)
        if "send" not in self.request.POST:
            return redirect("casework:plan-detail", pk=self.plan.pk)
        if review_actions.missing(review):
            return redirect(f"{reverse('casework:plan-review-form', args=[review.pk])}?check=1")
        actions.submit_review(review=review, by=self.request.user)
        return redirect(PAGE, pk=review.pk)

    def write(self, form: ReviewForm) -> PlanReview:
        raise NotImplementedError


class ReviewNew(WritesReview, PlanPage, FormView):
    noun = "review.new"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_child_protection or not self.record.is_open:
            return redirect("casework:plan-detail", pk=self.record.pk)
        return None

    def write(self, form: ReviewForm) -> PlanReview:
        return actions.start_review(
            plan=self.record,
            fields=form.answers(),
            brought=form.brought(),
            by=self.request.user,
            on=self.on,
        )


class ReviewWrite(ShowsConflict, WritesReview, ReviewPage, FormView):
    noun = "review"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect(PAGE, pk=self.record.pk)
        return None

    def values_of(self, current: PlanReview) -> dict[str, Any]:
        form = ReviewForm(**(self.get_form_kwargs() | {"review": current, "data": None}))
        return form.initial

    def write(self, form: ReviewForm) -> PlanReview:
        began_from = form.cleaned_data["lock_version"]
        return actions.save_review(
            review=self.record,
            began_from=-1 if began_from is None else began_from,
            fields=form.answers(),
            brought=form.brought(),
            by=self.request.user,
            on=self.on,
        )


class ReviewDetail(ReviewPage, TemplateView):
    """One review as it stands, and what the reader may do with it."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, person = self.record, self.request.user
        moves = reads.moves_of(review)
        return super().get_context_data(
            review=review,
            plan=review.plan,
            tag=presenters.state_tag(review, person),
            contributions=review.contributions.all(),
            moves=moves,
            comment=reads.latest_return(moves) if not review.is_locked else None,
            is_author=review.author_id == person.pk,
            may_sign=may_sign(review, self),
            **kwargs,
        )


class ReviewWithdraw(PaperMove, ReviewPage):
    permission = Permission.PLAN_WRITE
    page, said = PAGE, "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_review(review=self.record, by=self.request.user)


class ReviewSign(PaperMove, ReviewPage):
    permission = Permission.PLAN_COUNTERSIGN
    page, said = PAGE, "Countersigned. It is on the chronology."

    def act(self, began_from: int | None) -> None:
        actions.countersign_review(review=self.record, by=self.request.user, began_from=began_from)


class ReviewReturn(PaperReturn, ReviewPage, FormView):
    permission = Permission.PLAN_COUNTERSIGN
    page = PAGE

    def send_back(self, comment: str, began_from: int | None) -> None:
        actions.return_review(
            review=self.record, comment=comment, by=self.request.user, began_from=began_from
        )
