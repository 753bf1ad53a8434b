"""The list of sessions, what is due to whom, and the student's line for the agenda."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import Door
from accounts.models import Person
from accounts.permissions import Permission
from accounts.prepared import prepared
from placements.models import PracticePlacement
from records.views import SubmitsOnce
from supervision import actions, due, presenters
from supervision.filters import SessionFilter
from supervision.forms.beginning import QuestionForm
from supervision.models import (
    AgendaQuestion,
    SupervisionSession,
)
from supervision.views.pages import Today

PAGE_SIZE = 25


class SessionList(Today, Door, TemplateView):
    """Own sessions; for a practice educator their students and what each is due as well."""

    permission = Permission.SUPERVISION_VIEW
    template_name = "supervision/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        rows = SupervisionSession.objects.visible_to(person, self.on).with_people()
        narrowed = SessionFilter(self.request.GET, queryset=rows, request=self.request)
        page = Paginator(narrowed.qs, PAGE_SIZE).get_page(self.request.GET.get("page"))
        may_write = person.may(Permission.SUPERVISION_RECORD)
        may_ask = person.may(Permission.SUPERVISION_AGREE)
        return super().get_context_data(
            page=page,
            rows=[
                (session, presenters.state_words(session, person), presenters.state_kind(session))
                for session in page
            ],
            filter=narrowed,
            is_filtered=any(self.request.GET.get(name) for name in ("student", "state")),
            may_write=may_write,
            may_ask=may_ask,
            students=self.standings() if may_write else [],
            questions=AgendaQuestion.objects.visible_to(person).open() if may_ask else [],
            question_form=QuestionForm() if may_ask else None,
            **kwargs,
        )

    def standings(self) -> list[dict[str, Any]]:
        return standing_rows(self.request.user, self.on)


def standing_rows(person: Person, on: date) -> list[dict[str, Any]]:
    """Running placements in scope, each with what was due and held, longest owed first."""
    placements = _running(person, on)
    standing = due.standings(placements, on)
    rows = [
        {
            "placement": placement,
            "standing": standing[placement.pk],
            "held": presenters.length(standing[placement.pk].held),
            "due": presenters.length(standing[placement.pk].due),
            "behind": presenters.length(standing[placement.pk].behind),
            "per_five": presenters.length(standing[placement.pk].per_five_days),
            "days": presenters.attended(standing[placement.pk].days.attended, placement.days_total),
        }
        for placement in placements
    ]
    return sorted(rows, key=lambda row: (-row["standing"].behind, row["placement"].student.name))


class Compliance(Today, Door, TemplateView):
    """Due and held per placement, with the reasons of what was missed. No league table."""

    permission = Permission.SUPERVISION_COMPLIANCE
    template_name = "supervision/compliance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=standing_rows(self.request.user, self.on), on=self.on, **kwargs
        )


class QuestionNew(SubmitsOnce, Door, FormView):
    """The student puts a line on the agenda."""

    permission = Permission.SUPERVISION_AGREE
    form_class = QuestionForm
    template_name = "supervision/question_form.html"

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        actions.ask_question(text=form.cleaned_data["text"], by=self.request.user)
        messages.success(self.request, "It is on the agenda of your next supervision.")
        return redirect("supervision:session-list")


@prepared
def _running(person: Person, on: date) -> QuerySet[PracticePlacement]:
    seen = PracticePlacement.objects.visible_to(person, on)
    return seen.running(on).select_related("student")
