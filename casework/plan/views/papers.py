"""Who agreed to a plan or a safety plan, and who was given it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from casework.plan import actions, presenters, reads
from casework.plan.forms.papers import AgreementForm, PersonForm, SharingForm
from casework.plan.views.base import RefusalsBeside, VersionPage, Writing


class AboutPaper(Writing, RefusalsBeside):
    """A form about one paper: a version of a plan, or a safety plan."""

    permission = Permission.PLAN_WRITE
    template_name = "casework/plan/paper_form.html"
    title, page = "", "casework:plan-version-detail"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = reads.people_to_ask(self.child, self.on)
        return super().get_form_kwargs() | {"people": people, "on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            paper=self.record,
            paper_title=presenters.title_of(self.record),
            page=self.page,
            title=self.title,
            **kwargs,
        )

    def act(self, form: PersonForm) -> HttpResponse:
        self.write(form.answers())
        return redirect(self.page, pk=self.record.pk)

    def write(self, answers: dict[str, Any]) -> None:
        raise NotImplementedError


class Agrees(AboutPaper):
    form_class = AgreementForm
    noun, what, title = "agreement", "who agreed", "Does this person agree?"

    def write(self, answers: dict[str, Any]) -> None:
        actions.record_agreement(paper=self.record, by=self.request.user, on=self.on, **answers)


class Shares(AboutPaper):
    form_class = SharingForm
    noun, what, title = "sharing", "who was given it", "Who was given it, and how?"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.may_leave:
            return redirect(self.page, pk=self.record.pk)
        return None

    def write(self, answers: dict[str, Any]) -> None:
        actions.record_sharing(paper=self.record, by=self.request.user, on=self.on, **answers)


class VersionAgreement(Agrees, VersionPage, FormView):
    pass


class VersionSharing(Shares, VersionPage, FormView):
    pass
