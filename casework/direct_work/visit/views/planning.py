"""A visit is planned, moved, called off; the worker goes in and comes out again."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.direct_work.views.reading import SECTION
from casework.direct_work.visit import actions, presenters, reads
from casework.direct_work.visit.forms import CallOffForm, MoveForm, PlanForm
from casework.direct_work.visit.views.reading import VisitPage
from casework.refusals import show_refusal
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.views import KeepsUnsentText, SubmitsOnce


def say_beside(form: Any, refused: ValidationError) -> None:
    """What is refused about the moment stands beside the time."""
    found = getattr(refused, "error_dict", {})
    if "planned_for" in found:
        form.add_error("at", found.pop("planned_for"))
    if found or not hasattr(refused, "error_dict"):
        show_refusal(form, refused)


class VisitPlan(SubmitsOnce, KeepsUnsentText, ChildPage, FormView):
    """Book a visit; what is known about safety stands above the questions."""

    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION
    form_class = PlanForm
    template_name = "casework/direct_work/visit/visit_plan.html"

    @property
    def form_key(self) -> str:
        return f"casework.visit.plan.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: plan a visit"

    @cached_property
    def family(self) -> list[Child]:
        return list(reads.family_of(self.child, self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"child": self.child, "siblings": self.family}

    def form_valid(self, form: PlanForm) -> HttpResponse:
        chosen = set(form.cleaned_data.get("others", []))
        children = [self.child, *(one for one in self.family if str(one.pk) in chosen)]
        try:
            visits = actions.plan_together(
                children=children,
                planned_for=form.planned_for,
                minutes=form.cleaned_data["minutes"],
                by=self.request.user,
                fields=form.fields_given(),
            )
        except ValidationError as refused:
            say_beside(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Planned for {presenters.planned_words(visits[0])}.")
        return redirect("casework:visit-detail", pk=visits[0].pk)


class OwnVisit(VisitPage):
    """A page for the worker whose visit it is."""

    permission = Permission.DIRECT_WORK_RECORD

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        return None


class ChangesPlan(SubmitsOnce, OwnVisit, FormView):
    """One form that changes a visit still to come; what is refused stands beside its question."""

    said = ""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        super().turn_away(request)
        if request.method == "GET" and not self.record.is_planned:
            return redirect("casework:visit-detail", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"visit": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            visit=self.record, planned=presenters.planned_words(self.record), **kwargs
        )

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except Conflict:
            form.add_error(None, "It changed while you were writing. Read it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        except ValidationError as refused:
            say_beside(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect("casework:visit-detail", pk=self.record.pk)


class VisitMove(ChangesPlan):
    form_class = MoveForm
    template_name = "casework/direct_work/visit/visit_move.html"
    said = "The visit is moved."

    def act(self, form: MoveForm) -> None:
        actions.move_visit(
            visit=self.record,
            planned_for=form.planned_for,
            minutes=form.cleaned_data["minutes"],
            why=form.cleaned_data["why"],
            child_told=form.cleaned_data["child_told"],
            by=self.request.user,
            began_from=form.cleaned_data["lock_version"],
        )


class VisitCallOff(ChangesPlan):
    form_class = CallOffForm
    template_name = "casework/direct_work/visit/visit_call_off.html"
    said = "It is on the record that this visit did not take place."

    def act(self, form: CallOffForm) -> None:
        actions.call_off_visit(
            visit=self.record,
            why=form.cleaned_data["why"],
            child_told=form.cleaned_data["child_told"],
            by=self.request.user,
            began_from=form.cleaned_data["lock_version"],
        )


class VisitStep(OwnVisit, View):
    """A button: the worker says where they are."""

    http_method_names = ["post"]
    said = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:visit-detail", pk=self.record.pk)


class VisitArrive(VisitStep):
    said = "You are in. Say when you are out again."

    def act(self) -> None:
        actions.check_in(visit=self.record, by=self.request.user)


class VisitLeave(VisitStep):
    said = "You are out. Write down how it went while you remember it."

    def act(self) -> None:
        actions.check_out(visit=self.record, by=self.request.user)
