"""Pages of a goodbye: the list of who leaves whom, the plan, and after it was said."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from accounts.roles import Role
from casework.child.models import Child
from casework.child.pages import ShowsChild
from casework.closure import presenters, reads
from casework.closure.actions import change_goodbye, plan_goodbye, say_goodbye
from casework.closure.forms import GoodbyeForm, SaidForm
from casework.closure.models import Goodbye
from casework.episode.models import Allocation
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "episodes"
PAGE_SIZE = 25
# How long before somebody's last day their goodbyes are asked for.
AHEAD = timedelta(days=42)


class GoodbyeList(Door, TemplateView):
    """Who leaves which child in the next six weeks, and whether the goodbye is planned."""

    permission = Permission.GOODBYE_PLAN
    template_name = "casework/closure/goodbye_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        leaving = reads.leaving(Allocation.objects.visible_to(self.request.user), on, on + AHEAD)
        page = Paginator(leaving, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            head=presenters.GOODBYE_HEAD,
            rows=presenters.goodbye_rows(page, on),
            **kwargs,
        )


class PlansGoodbye(SubmitsOnce, KeepsUnsentText):
    """The form of a plan, for a new one and for a change."""

    permission = Permission.GOODBYE_PLAN
    form_class = GoodbyeForm
    template_name = "casework/closure/goodbye_form.html"

    @property
    def allocation(self) -> Allocation:
        raise NotImplementedError

    @property
    def form_key(self) -> str:
        return f"casework.goodbye.{self.allocation.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: goodbye"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = reads.who_stays(self.allocation, self.on)
        return super().get_form_kwargs() | {"people": people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            allocation=self.allocation,
            leftovers=reads.leftovers(self.allocation, self.request.user),
            **kwargs,
        )


class GoodbyePlan(PlansGoodbye, ShowsChild, ScopedDoor, FormView):
    """Plan the goodbye of one worker who leaves a child."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Allocation]:
        rows = Allocation.objects.visible_to(request.user)
        return rows.select_related("episode__child__school", "person", "goodbye")

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """A student plans their own goodbye; whoever answers for them may plan it too."""
        if request.user.role == Role.STUDENT and self.record.person_id != request.user.pk:
            raise PermissionDenied
        planned = getattr(self.record, "goodbye", None)
        return redirect("casework:goodbye-detail", pk=planned.pk) if planned else None

    @property
    def allocation(self) -> Allocation:
        return self.record

    @property
    def child(self) -> Child:
        return self.record.episode.child

    def form_valid(self, form: GoodbyeForm) -> HttpResponse:
        try:
            planned = plan_goodbye(
                allocation=self.record, by=self.request.user, **form.fields_of_plan()
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        taking_over = planned.handover_to
        rest = f"{taking_over.name} is told." if taking_over else "Add who comes next once decided."
        messages.success(self.request, f"Planned. {rest}")
        return redirect("casework:goodbye-detail", pk=planned.pk)


class GoodbyePage(ShowsChild, ScopedDoor):
    """A page of one goodbye, among those of children the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Goodbye]:
        rows = Goodbye.objects.visible_to(request.user)
        return rows.select_related(
            "child__school", "allocation__person", "allocation__episode__child", "handover_to"
        )

    @cached_property
    def is_theirs(self) -> bool:
        person: Person = self.request.user
        return person.may(Permission.GOODBYE_PLAN) and (
            person.role != Role.STUDENT or self.record.allocation.person_id == person.pk
        )


class GoodbyeDetail(GoodbyePage, TemplateView):
    """The plan, printable for the handover; and afterwards how it went."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/closure/goodbye_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goodbye = self.record
        return super().get_context_data(
            goodbye=goodbye,
            facts=presenters.goodbye_facts(goodbye),
            leftovers=reads.leftovers(goodbye.allocation, self.request.user),
            may_change=self.is_theirs and not goodbye.is_said,
            **kwargs,
        )


class OwnGoodbyePage(GoodbyePage):
    """The same, for who plans it, while it is not said."""

    permission = Permission.GOODBYE_PLAN

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.is_theirs:
            raise PermissionDenied
        if self.record.is_said:
            return redirect("casework:goodbye-detail", pk=self.record.pk)
        return None


class GoodbyeChange(PlansGoodbye, ShowsConflict, OwnGoodbyePage, FormView):
    """Change a plan; two who do so at once see each other's words."""

    @property
    def allocation(self) -> Allocation:
        return self.record.allocation

    def get_initial(self) -> dict[str, Any]:
        names = [*GoodbyeForm.base_fields, "lock_version"]
        return {name: getattr(self.record, name) for name in names}

    def form_valid(self, form: GoodbyeForm) -> HttpResponse:
        try:
            change_goodbye(
                goodbye=self.record,
                began_from=form.cleaned_data["lock_version"],
                by=self.request.user,
                **form.fields_of_plan(),
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Changed.")
        return redirect("casework:goodbye-detail", pk=self.record.pk)


class GoodbyeSaid(SubmitsOnce, KeepsUnsentText, OwnGoodbyePage, FormView):
    """The goodbye was said."""

    form_class = SaidForm
    template_name = "casework/closure/goodbye_said.html"

    @property
    def form_key(self) -> str:
        return f"casework.goodbye.said.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.record.child.reference}: goodbye"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(goodbye=self.record, **kwargs)

    def form_valid(self, form: SaidForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            say_goodbye(
                goodbye=self.record,
                said_on=given["said_on"],
                how_it_went=given["how_it_went"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "It is on the chronology.")
        return redirect("casework:goodbye-detail", pk=self.record.pk)
