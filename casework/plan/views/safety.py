"""Pages of the family's safety plan: write, read, sign, print."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.episode.models import Episode
from casework.plan import actions, presenters, reads
from casework.plan.actions import safety as safety_actions
from casework.plan.forms.safety import SafetyPlanForm
from casework.plan.models import SafetyPlan
from casework.plan.views.base import (
    OfAPlan,
    PaperMove,
    PaperReturn,
    RefusalsBeside,
    Writing,
    may_sign,
    send_words,
)
from casework.plan.views.papers import Agrees, Shares
from records.views import ShowsConflict

PAGE = "casework:safety-plan-detail"


class SafetyPage(OfAPlan):
    """A page of one safety plan, among those the reader may read."""

    def rows(self, request: HttpRequest) -> QuerySet[SafetyPlan]:
        return SafetyPlan.objects.visible_to(request.user).select_related(
            "child__school", "episode", "author", "countersigned_by"
        )


class WritesSafetyPlan(Writing, RefusalsBeside):
    permission = Permission.PLAN_WRITE
    form_class = SafetyPlanForm
    template_name = "casework/plan/safety_form.html"
    what = "safety plan"

    @property
    def safety_plan(self) -> SafetyPlan | None:
        return self.record if isinstance(self.record, SafetyPlan) else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "child": self.child,
            "safety_plan": self.safety_plan,
        }

    def act(self, form: SafetyPlanForm) -> HttpResponse:
        return redirect(PAGE, pk=self.write(form).pk)

    def write(self, form: SafetyPlanForm) -> SafetyPlan:
        raise NotImplementedError


class SafetyPlanNew(WritesSafetyPlan, OfAPlan, ChildPage, FormView):
    """Begin one with the family."""

    noun, said = "safety.new", "Saved. Now say who agreed to it."

    @cached_property
    def episode(self) -> Episode | None:
        rows = Episode.objects.visible_to(self.request.user).filter(child=self.child)
        return rows.open().first()

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.episode is None:
            return redirect("casework:plan-tab", pk=self.child.pk)
        return None

    def write(self, form: SafetyPlanForm) -> SafetyPlan:
        return actions.start_safety_plan(
            episode=self.episode, fields=form.answers(), steps=form.steps(), by=self.request.user
        )


class SafetyPlanWrite(ShowsConflict, WritesSafetyPlan, SafetyPage, FormView):
    noun, said = "safety", "Saved."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect(PAGE, pk=self.record.pk)
        return None

    def values_of(self, current: SafetyPlan) -> dict[str, Any]:
        return SafetyPlanForm(child=self.child, safety_plan=current).initial

    def write(self, form: SafetyPlanForm) -> SafetyPlan:
        began_from = form.cleaned_data["lock_version"]
        return actions.save_safety_plan(
            safety_plan=self.record,
            began_from=-1 if began_from is None else began_from,
            fields=form.answers(),
            steps=form.steps(),
            by=self.request.user,
        )


class SafetyPlanDetail(SafetyPage, TemplateView):
    """One safety plan as it stands, and what the reader may do with it."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/safety_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper, person = self.record, self.request.user
        moves = reads.moves_of(paper)
        writes = paper.author_id == person.pk and paper.is_editable
        checks = "check" in self.request.GET and writes
        return super().get_context_data(
            paper=paper,
            tag=presenters.state_tag(paper, person),
            steps=paper.steps.all(),
            agreements=reads.agreements_of(paper),
            sharings=reads.sharings_of(paper),
            moves=moves,
            comment=reads.latest_return(moves) if not paper.is_locked else None,
            writes=writes,
            lacks=list(safety_actions.missing(paper).values()) if checks else [],
            is_author=paper.author_id == person.pk,
            may_write=person.may(Permission.PLAN_WRITE),
            may_sign=may_sign(paper, self),
            send_words=send_words(self) if writes else "",
            **kwargs,
        )


class SafetyPlanPrint(SafetyPage, TemplateView):
    """The one page the family keeps."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/safety_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = self.record
        return super().get_context_data(
            paper=paper,
            steps=paper.steps.all(),
            agreed=[row for row in reads.agreements_of(paper) if row.answer == row.Answer.YES],
            is_draft=not paper.may_leave,
            printed_at=timezone.now(),
            **kwargs,
        )


class SafetyMove(PaperMove):
    page = PAGE


class SafetyPlanSubmit(SafetyMove, SafetyPage):
    permission = Permission.PLAN_WRITE
    said = "Sent."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.record
        if paper.author_id == request.user.pk and safety_actions.missing(paper):
            page = redirect(PAGE, pk=paper.pk)
            page["Location"] += "?check=1"
            return page
        return super().post(request, *args, **kwargs)

    def act(self, began_from: int | None) -> None:
        actions.submit_safety_plan(
            safety_plan=self.record, by=self.request.user, began_from=began_from
        )


class SafetyPlanWithdraw(SafetyMove, SafetyPage):
    permission = Permission.PLAN_WRITE
    said = "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_safety_plan(safety_plan=self.record, by=self.request.user)


class SafetyPlanSign(SafetyMove, SafetyPage):
    permission = Permission.PLAN_COUNTERSIGN
    said = "Countersigned. Print it, and give it to the family."

    def act(self, began_from: int | None) -> None:
        actions.countersign_safety_plan(
            safety_plan=self.record, by=self.request.user, began_from=began_from
        )


class SafetyPlanReturn(PaperReturn, SafetyPage, FormView):
    permission = Permission.PLAN_COUNTERSIGN
    page = PAGE

    def send_back(self, comment: str, began_from: int | None) -> None:
        actions.return_safety_plan(
            safety_plan=self.record, comment=comment, by=self.request.user, began_from=began_from
        )


class SafetyAgreement(Agrees, SafetyPage, FormView):
    page = PAGE


class SafetySharing(Shares, SafetyPage, FormView):
    page = PAGE
