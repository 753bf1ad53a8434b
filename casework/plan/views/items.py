"""Needs, outcomes and actions: written in a draft, and what becomes of them afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from casework.decision.reads import possible_owners
from casework.plan import actions, presenters, reads
from casework.plan.forms.versions import (
    ActionForm,
    ItemForm,
    NearForm,
    NeedForm,
    OutcomeForm,
    ProgressForm,
    StatusForm,
    changes_of,
)
from casework.plan.models import Need, Outcome, PlanAction, PlanItem, PlanVersion
from casework.plan.views.base import ItemPage, RefusalsBeside, VersionPage, Writing
from records.states import State
from records.views import ShowsConflict

PAGE = "casework:plan-version-detail"


class WritesItem(Writing, RefusalsBeside):
    """The form of one item of a draft, for its author alone."""

    permission = Permission.PLAN_WRITE
    template_name = "casework/plan/item_form.html"
    what, said = "part of a plan", "Saved."
    title, under = "", ""

    @property
    def version(self) -> PlanVersion:
        record = self.record
        return record if isinstance(record, PlanVersion) else record.version

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.version.author_id != request.user.pk:
            raise PermissionDenied
        if not self.version.is_editable:
            return redirect(PAGE, pk=self.version.pk)
        return None

    def item(self) -> PlanItem | None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"item": self.item()}
        if self.form_class is ActionForm:
            owners = possible_owners(self.child.pk, self.request.user, self.on)
            item = self.item()
            if isinstance(item, PlanAction) and item.owner:
                owners = list({person.pk: person for person in [item.owner, *owners]}.values())
            kwargs["owners"] = owners
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, under=self.under_words(), **kwargs)

    def under_words(self) -> str:
        return ""

    def act(self, form: ItemForm) -> HttpResponse:
        self.save(form)
        return redirect(PAGE, pk=self.version.pk)

    def save(self, form: ItemForm) -> None:
        raise NotImplementedError


class NeedNew(WritesItem, VersionPage, FormView):
    form_class = NeedForm
    noun, title = "need.new", "Add a need"

    def save(self, form: ItemForm) -> None:
        actions.add_need(version=self.record, fields=form.answers(), by=self.request.user)


class OutcomeNew(WritesItem, ItemPage, FormView):
    model = Need
    form_class = OutcomeForm
    noun, title = "outcome.new", "Add an outcome"

    def under_words(self) -> str:
        return self.record.words

    def save(self, form: ItemForm) -> None:
        actions.add_outcome(need=self.record, fields=form.answers(), by=self.request.user)


class ActionNew(WritesItem, ItemPage, FormView):
    model = Outcome
    form_class = ActionForm
    noun, title = "action.new", "Add an action"

    def under_words(self) -> str:
        return self.record.words

    def save(self, form: ItemForm) -> None:
        actions.add_action(outcome=self.record, fields=form.answers(), by=self.request.user)


class ChangesItem(ShowsConflict, WritesItem, ItemPage, FormView):
    """Other words for what is there; where somebody saved first, both texts are shown."""

    def item(self) -> PlanItem:
        return self.record

    def values_of(self, current: Any) -> dict[str, Any]:
        return {name: getattr(current, name) for name in self.form_class.fields_of_item}

    def save(self, form: ItemForm) -> None:
        began_from = form.cleaned_data["lock_version"]
        actions.change_item(
            item=self.record,
            fields=form.answers(),
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
        )


class NeedEdit(ChangesItem):
    model, form_class, noun, title = Need, NeedForm, "need", "Change the need"


class OutcomeEdit(ChangesItem):
    model, form_class, noun, title = Outcome, OutcomeForm, "outcome", "Change the outcome"


class ActionEdit(ChangesItem):
    model, form_class, noun, title = PlanAction, ActionForm, "action", "Change the action"


class SaysStatus(Writing, RefusalsBeside, ItemPage, FormView):
    """Achieved, taken out, or put back, with the reason."""

    permission = Permission.PLAN_WRITE
    form_class = StatusForm
    template_name = "casework/plan/item_status.html"
    noun, what, said = "status", "part of a plan", "Saved. It stays in the plan's history."

    @property
    def may_remove(self) -> bool:
        version = self.record.version
        return version.is_editable or self.may_manage

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        item, version = self.record, self.record.version
        if version.is_editable and version.author_id != request.user.pk:
            raise PermissionDenied
        if not (version.is_editable or version.state == State.AUTHORISED):
            return redirect(PAGE, pk=version.pk)
        if not changes_of(item, self.may_remove):
            messages.info(request, "Whoever answers for the child takes things out of a plan.")
            return redirect(self.back_to(), pk=self.back_pk())
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.record, "may_remove": self.may_remove}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            steps=[row for row in self.steps() if row.line == self.record.line], **kwargs
        )

    def steps(self) -> list[Any]:
        return reads.history_of(self.record.version.plan)

    def back_to(self) -> str:
        return PAGE if self.record.version.is_editable else "casework:plan-detail"

    def back_pk(self) -> Any:
        version = self.record.version
        return version.pk if version.is_editable else version.plan_id

    def act(self, form: StatusForm) -> HttpResponse:
        actions.set_status(
            item=self.record,
            change=form.cleaned_data["change"],
            why=form.cleaned_data["why"],
            by=self.request.user,
            on=self.on,
        )
        return redirect(self.back_to(), pk=self.back_pk())


class NeedStatus(SaysStatus):
    model, noun = Need, "need.status"


class OutcomeStatus(SaysStatus):
    model, noun = Outcome, "outcome.status"


class ActionStatus(SaysStatus):
    model, noun = PlanAction, "action.status"


class OutcomeProgressPage(Writing, RefusalsBeside, ItemPage, FormView):
    """What moved an outcome on, how near it feels, and one more of either."""

    model = Outcome
    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/outcome_progress.html"
    form_class = ProgressForm
    noun, what, said = "progress", "progress of a plan", "Saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        since = self.record.version.plan.starts_on
        return super().get_form_kwargs() | {"work": reads.signed_work(self.child.pk, since)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome = self.record
        return super().get_context_data(
            progress=reads.progress_of(outcome),
            chart=presenters.scale_chart(self.child, reads.readings_of(outcome)),
            may_write=self.request.user.may(Permission.PLAN_WRITE) and outcome.version.is_locked,
            **kwargs,
        )

    def act(self, form: ProgressForm) -> HttpResponse:
        actions.link_progress(
            outcome=self.record,
            source=form.cleaned_data["source"],
            what_moved=form.cleaned_data["what_moved"],
            by=self.request.user,
        )
        return redirect("casework:plan-outcome-progress", pk=self.record.pk)


class OutcomeNear(Writing, RefusalsBeside, ItemPage, FormView):
    """How near an outcome feels to one person on one day."""

    model = Outcome
    permission = Permission.PLAN_WRITE
    form_class = NearForm
    template_name = "casework/plan/outcome_near.html"
    noun, what, said = "near", "scale of an outcome", "Saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def act(self, form: NearForm) -> HttpResponse:
        given = form.cleaned_data
        actions.read_scale(
            outcome=self.record,
            said_by=given["said_by"],
            value=given["value"],
            on=given["on"],
            by=self.request.user,
            today=self.on,
        )
        return redirect("casework:plan-outcome-progress", pk=self.record.pk)
