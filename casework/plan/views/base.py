"""What the pages of plans stand on."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import accountable_workers, answers_for_child
from casework.plan import policies, presenters
from casework.plan.forms.versions import ReturnForm
from casework.plan.models import Need, Outcome, Plan, PlanAction, PlanVersion
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.presenters import in_words
from records.states import State
from records.unsent import CARRIED
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "plan"


class OfAPlan(ShowsChild, ScopedDoor):
    """A page that belongs to the tab “Plan”."""

    section = SECTION

    @cached_property
    def answers(self) -> bool:
        """Whether the reader answers for the child's case."""
        return answers_for_child(self.request.user, self.child.pk, self.on)

    @property
    def may_manage(self) -> bool:
        return policies.may_manage(self.request.user.permissions, self.answers)

    def only_who_manages(self) -> None:
        if not self.may_manage:
            raise PermissionDenied


class PlanPage(OfAPlan):
    """A page of one plan, of a child the reader may see."""

    def rows(self, request: HttpRequest) -> QuerySet[Plan]:
        return Plan.objects.visible_to(request.user).select_related(
            "child__school", "episode__referral"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"plan": self.record} | kwargs)


class VersionPage(OfAPlan):
    """A page of one version, among those the reader may read."""

    def rows(self, request: HttpRequest) -> QuerySet[PlanVersion]:
        return PlanVersion.objects.visible_to(request.user).select_related(
            "plan__child__school", "plan__episode", "author", "countersigned_by", "authorised_by"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.record
        return super().get_context_data(
            version=version,
            plan=version.plan,
            tag=presenters.state_tag(version, self.request.user),
            **kwargs,
        )


class ItemPage(OfAPlan):
    """A page of one need, outcome or action; `model` says which."""

    model: type[Need] | type[Outcome] | type[PlanAction]

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model.objects.visible_to(request.user)
        return rows.select_related("version__plan__child__school", "version__author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            item=self.record, version=self.record.version, plan=self.record.version.plan, **kwargs
        )


class RefusalsBeside:
    """`act(form)` does it and says where to go; what it refuses is said beside the field.

    Stands before the page among the bases, and the page before FormView: the page notes the read.
    """

    said = "Saved."

    def act(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response = self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        if self.said:
            messages.success(self.request, self.said)
        return response


class Writing(SubmitsOnce, KeepsUnsentText):
    """A form whose text is kept while it is typed; `what` names it in the list “To finish”."""

    what = "plan"
    noun = ""

    @property
    def form_key(self) -> str:
        return f"casework.plan.{self.noun}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: {self.what}"


class CheckFirst(Writing, RefusalsBeside):
    """Before it is saved, the answers and what they change are shown to be read once more."""

    check_template = "casework/plan/plan_check.html"
    confirm = "Save"

    def consequences(self, form: Any) -> dict[str, Any]:
        """What the page says besides the answers. Raises ValidationError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        try:
            told = self.consequences(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        return TemplateResponse(
            self.request,
            self.check_template,
            self.get_context_data(form=form)
            | told
            | {
                "rows": [
                    {"key": form.fields[name].label, "value": in_words(form.fields[name], value)}
                    for name, value in form.cleaned_data.items()
                    if name in form.fields and name not in CARRIED and value not in (None, "")
                ],
                "carried": [
                    (name, value)
                    for name, values in self.request.POST.lists()
                    if name not in {"csrfmiddlewaretoken", "check", "change"}
                    for value in values
                ],
                "confirm": self.confirm,
            },
        )


class PaperMove(View):
    """A button that moves a paper on; refusals are said on its page."""

    http_method_names = ["post"]
    said = ""
    page = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            self.act(version)
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, self.said)
        return redirect(self.page, pk=self.record.pk)


class PaperReturn(Writing, RefusalsBeside):
    """Send a paper back to its author with a comment."""

    form_class = ReturnForm
    template_name = "casework/plan/paper_return.html"
    noun, what, said = "return", "comment on a plan", "Returned."
    page = ""

    def send_back(self, comment: str, began_from: int | None) -> None:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            paper=self.record,
            title=presenters.title_of(self.record),
            page=self.page,
            **kwargs,
        )

    def act(self, form: ReturnForm) -> HttpResponse:
        try:
            self.send_back(form.cleaned_data["comment"], form.cleaned_data["lock_version"])
        except Conflict as conflict:
            raise NotAllowed(
                "It changed while you were writing. Read it again first."
            ) from conflict
        return redirect(self.page, pk=self.record.pk)


def may_sign(paper: Any, page: OfAPlan) -> bool:
    """Whether the page offers to countersign or return it."""
    person = page.request.user
    return (
        paper.state == State.SUBMITTED
        and paper.author_id != person.pk
        and person.may(Permission.PLAN_COUNTERSIGN)
        and page.answers
    )


def may_authorise(version: PlanVersion, page: OfAPlan) -> bool:
    """Whether the page offers to authorise it, or to return it from there."""
    person = page.request.user
    return (
        version.state == State.COUNTERSIGNED
        and person.pk not in (version.author_id, version.countersigned_by_id)
        and person.may(Permission.PLAN_AUTHORISE)
        and page.answers
    )


def send_words(page: OfAPlan) -> str:
    """What the button that sends says to this person."""
    person = page.request.user
    if person.registration_number and page.answers:
        return "Sign and finish"
    worker = accountable_workers([page.child.pk], page.on).get(page.child.pk)
    return f"Send to {worker.first_name} to sign" if worker else "Send to be signed"
