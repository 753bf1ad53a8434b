"""Pages of decisions: the child's action list, one's own, and the answers to each."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import accountable_workers, answers_for_child
from casework.decision import actions, policies, presenters, reads
from casework.decision.forms import AgainForm, DecisionForm, OutcomeForm, ReasonForm
from casework.decision.models import Decision
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "decisions"
PAGE_SIZE = 25


class DecisionPage(ShowsChild, ScopedDoor):
    """A page of one decision, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Decision]:
        rows = Decision.objects.visible_to(request.user).with_people()
        return rows.select_related("child__school", "declined_by", "done_by")

    @cached_property
    def answers(self) -> bool:
        return answers_for_child(self.request.user, self.child.pk, self.on)

    @property
    def may_confirm(self) -> bool:
        person = self.request.user
        return self.record.is_advice and policies.may_confirm(person.permissions, self.answers)

    @property
    def may_redecide(self) -> bool:
        person, decision = self.request.user, self.record
        return decision.status == Decision.Status.CONFIRMED and policies.may_confirm(
            person.permissions, self.answers
        )

    @property
    def may_complete(self) -> bool:
        person, decision = self.request.user, self.record
        return decision.status == Decision.Status.CONFIRMED and policies.may_complete(
            person.permissions, decision.owner_id == person.pk, self.answers
        )


class DecisionList(ChildPage, TemplateView):
    """The tab: what is to be done first, then what was."""

    permission = Permission.DECISION_VIEW
    section = SECTION
    template_name = "casework/decision/decision_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Decision.objects.visible_to(self.request.user).filter(child=self.child).with_people()
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        awaited = worker.name if worker else ""
        closed = rows.exclude(status__in=Decision.OPEN).order_by("-made_on", "pk")
        page = Paginator(closed, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            open=[(row, presenters.tag(row, self.on, awaited)) for row in rows.open()[:100]],
            closed=[(row, presenters.tag(row, self.on, awaited)) for row in page],
            page=page,
            may_add=policies.may_advise(self.request.user.permissions),
            **kwargs,
        )


class DecisionMine(Door, TemplateView):
    """What the reader has to do, and what waits for their answer."""

    permission = Permission.DECISION_VIEW
    template_name = "casework/decision/decision_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, on = self.request.user, timezone.localdate()
        page = Paginator(reads.owned_by(person), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            rows=[(row, presenters.tag(row, on)) for row in page],
            page=page,
            advice=reads.awaiting(person, on)[:PAGE_SIZE],
            answers_advice=person.may(Permission.DECISION_CONFIRM),
            **kwargs,
        )


class DecisionDetail(DecisionPage, TemplateView):
    """One decision: what, why, who, by when, and what became of it."""

    permission = Permission.DECISION_VIEW
    template_name = "casework/decision/decision_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = self.record
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_context_data(
            decision=decision,
            tag=presenters.tag(decision, self.on, worker.name if worker else ""),
            may_confirm=self.may_confirm,
            may_complete=self.may_complete,
            may_redecide=self.may_redecide,
            **kwargs,
        )


class DecisionNew(SubmitsOnce, KeepsUnsentText, ChildPage, FormView):
    """Decide, or advise, about this child."""

    permission = Permission.DECISION_ADVISE
    section = SECTION
    form_class = DecisionForm
    template_name = "casework/decision/decision_form.html"

    @property
    def form_key(self) -> str:
        return f"casework.decision.new.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: decision"

    @cached_property
    def is_final(self) -> bool:
        person = self.request.user
        answers = answers_for_child(person, self.child.pk, self.on)
        return policies.may_confirm(person.permissions, answers)

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = reads.possible_owners(self.child.pk, self.request.user, self.on)
        return super().get_form_kwargs() | {
            "owners": owners,
            "on": self.on,
            "final": self.is_final,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_context_data(is_final=self.is_final, accountable=worker, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        given = form.cleaned_data
        decision = actions.record_decision(
            child=self.child,
            by=self.request.user,
            on=self.on,
            **{name: given[name] for name in ("what", "why", "owner", "due_on")},
        )
        said = "Recorded as advice." if decision.is_advice else "Recorded."
        messages.success(self.request, said)
        return redirect("casework:decision-list", pk=self.child.pk)


class DecisionConfirm(DecisionPage, View):
    """Advice becomes a decision."""

    permission = Permission.DECISION_CONFIRM
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.confirm_decision(decision=self.record, by=request.user, on=self.on)
        except actions.NotOpen as too_late:
            messages.warning(request, f"Somebody was first: it is {too_late}.")
        else:
            messages.success(request, "Confirmed. It is on the chronology.")
        return redirect("casework:decision-detail", pk=self.record.pk)


class AnswersDecision(SubmitsOnce, KeepsUnsentText, DecisionPage, FormView):
    """A short form that ends the decision one way or the other."""

    kind = ""
    said = ""

    @property
    def form_key(self) -> str:
        return f"casework.decision.{self.kind}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: decision"

    @property
    def is_open_to_reader(self) -> bool:
        raise NotImplementedError

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open_to_reader:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(decision=self.record, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except actions.NotOpen as too_late:
            form.add_error(None, f"Somebody was first: it is {too_late}.")
            return self.form_invalid(form)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect("casework:decision-detail", pk=self.record.pk)


class DecisionDecline(AnswersDecision):
    permission = Permission.DECISION_CONFIRM
    form_class = ReasonForm
    template_name = "casework/decision/decision_decline.html"
    kind, said = "decline", "Recorded. The adviser is told."

    @property
    def is_open_to_reader(self) -> bool:
        return self.may_confirm

    def act(self, form: ReasonForm) -> None:
        actions.decline_decision(
            decision=self.record,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            on=self.on,
        )


class DecisionDone(AnswersDecision):
    permission = Permission.DECISION_VIEW
    form_class = OutcomeForm
    template_name = "casework/decision/decision_done.html"
    kind, said = "done", "Done. It is on the chronology."

    @property
    def is_open_to_reader(self) -> bool:
        return self.may_complete

    def act(self, form: OutcomeForm) -> None:
        actions.complete_action(
            decision=self.record,
            outcome=form.cleaned_data["outcome"],
            by=self.request.user,
            on=self.on,
        )


class DecisionAgain(AnswersDecision):
    """Another owner, another date or other words, with the reason."""

    permission = Permission.DECISION_CONFIRM
    form_class = AgainForm
    template_name = "casework/decision/decision_again.html"
    kind, said = "again", "Decided anew. The one it replaces stays on the record."

    @property
    def is_open_to_reader(self) -> bool:
        return self.may_redecide

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs, decision = super().get_form_kwargs(), self.record
        owners = reads.possible_owners(self.child.pk, self.request.user, self.on)
        known = {person.pk: person for person in [decision.owner, *owners]}
        kwargs["initial"] = kwargs["initial"] | {
            "what": decision.what,
            "owner": str(decision.owner_id),
            "due_on": max(decision.due_on, self.on),
        }
        return kwargs | {"owners": list(known.values()), "on": self.on, "final": True}

    def act(self, form: AgainForm) -> None:
        given = form.cleaned_data
        actions.redecide(
            decision=self.record,
            by=self.request.user,
            on=self.on,
            **{name: given[name] for name in ("what", "why", "owner", "due_on")},
        )
