"""Pages for when a child has died: record it, the short list of what is asked, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.checking import ChecksAnswers
from casework.child.models import Child
from casework.child.pages import ChildPage, ShowsChild
from casework.closure.actions import record_death, settle_step, take_back_death
from casework.closure.forms import DeathForm, StepDoneForm, TakeBackForm
from casework.closure.models import Death, OwedStep
from casework.closure.registry import obstacles
from casework.episode.models import Episode
from casework.refusals import show_refusal
from records.views import SubmitsOnce

SECTION = "episodes"


class DeathRecord(SubmitsOnce, ChecksAnswers, ChildPage, FormView):
    """A child has died. Asked once more before everything stops."""

    permission = Permission.CHILD_END
    section = SECTION
    form_class = DeathForm
    template_name = "casework/closure/death_form.html"
    confirm_words = "Record this"

    def rows(self, request: HttpRequest) -> QuerySet[Child]:
        return super().rows(request).filter(date_of_death=None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"born_on": self.child.dob}

    def what_happens(self, form: DeathForm) -> list[str]:
        return [
            "Every clock, reminder and invitation about this child stops at once.",
            "Those who worked with the child are told, kindly, to read before they do anything.",
            "What the law still asks is kept on a short list for you.",
        ]

    def confirmed(self, form: DeathForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            death = record_death(
                child=self.child,
                died_on=given["died_on"],
                told_by=given["told_by"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        return redirect("casework:death-detail", pk=death.pk)


class DeathPage(ShowsChild, ScopedDoor):
    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Death]:
        rows = Death.objects.visible_to(request.user)
        return rows.select_related("child__school", "recorded_by").prefetch_related(
            "steps__done_by"
        )


class DeathDetail(DeathPage, TemplateView):
    """The short list: what is still asked of us, and what must be whole before the work closes."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/closure/death_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, child = self.request.user, self.record.child
        episode = Episode.objects.visible_to(person).open().filter(child=child).first()
        return super().get_context_data(
            death=self.record,
            steps=self.record.steps.all(),
            episode=episode,
            owed=obstacles(episode, self.on) if episode else [],
            may_settle=person.may(Permission.CHILD_END),
            **kwargs,
        )


class OwedStepDone(SubmitsOnce, DeathPage, FormView):
    """One thing of the short list is done."""

    permission = Permission.CHILD_END
    form_class = StepDoneForm
    template_name = "casework/closure/death_step.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.step is None:
            return redirect("casework:death-detail", pk=self.record.pk)
        return None

    @property
    def step(self) -> OwedStep | None:
        wanted = self.kwargs["step"]
        open_ones = [one for one in self.record.steps.all() if one.done_on is None]
        return next((one for one in open_ones if one.step == wanted), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(death=self.record, step=self.step, **kwargs)

    def form_valid(self, form: StepDoneForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            settle_step(
                step=self.step, done_on=given["done_on"], note=given["note"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        return redirect("casework:death-detail", pk=self.record.pk)


class DeathTakeBack(SubmitsOnce, DeathPage, FormView):
    """It was recorded by mistake."""

    permission = Permission.CHILD_END
    form_class = TakeBackForm
    template_name = "casework/closure/death_take_back.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(death=self.record, **kwargs)

    def form_valid(self, form: TakeBackForm) -> HttpResponse:
        try:
            child = take_back_death(
                death=self.record, why=form.cleaned_data["why"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Taken back. Clocks run again.")
        return redirect("casework:child-overview", pk=child.pk)
