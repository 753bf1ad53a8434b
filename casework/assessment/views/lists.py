"""The tab on the child's page, what waits for a signature, and how an assessment begins."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from casework.assessment import actions, policies, presenters, reads
from casework.assessment.forms.lists import StartForm, WhyForm
from casework.assessment.sections import SECTIONS
from casework.assessment.views.pages import SECTION, AssessmentPage
from casework.child.pages import ChildPage
from casework.episode.models import Episode
from casework.episode.reads import open_episodes
from casework.refusals import show_refusal
from records.actions import NotAllowed
from records.states import State
from records.views import KeepsUnsentText, SubmitsOnce

PAGE_SIZE = 25


class AssessmentList(ChildPage, TemplateView):
    """The tab: every assessment of the child, newest first, and how the open one is coming on."""

    permission = Permission.ASSESSMENT_VIEW
    section = SECTION
    template_name = "casework/assessment/assessment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        found = reads.of_child(person, self.child)
        episode = open_episodes([self.child.pk]).get(self.child.pk)
        rows = [{"assessment": row, "tag": presenters.state_tag(row, person)} for row in found]
        return super().get_context_data(
            rows=rows,
            total=len(SECTIONS),
            is_early_help=episode is not None and episode.kind == Episode.Kind.EARLY_HELP,
            may_start=self.may_start(episode, found),
            has_one=any(row.is_official for row in found),
            **kwargs,
        )

    def may_start(self, episode: Episode | None, found: list) -> bool:
        if episode is None or episode.kind != Episode.Kind.IN_NEED:
            return False
        if any(row.episode_id == episode.pk and not row.is_official for row in found):
            return False
        works = reads.works_with(self.request.user, self.child.pk, self.on)
        return policies.may_write(self.request.user.permissions, is_worker=works)


class AssessmentStart(SubmitsOnce, KeepsUnsentText, ChildPage, FormView):
    """Begin the case's assessment, or assess again."""

    permission = Permission.ASSESSMENT_WRITE
    section = SECTION
    form_class = StartForm
    template_name = "casework/assessment/assessment_start.html"
    unsent_title = "A new assessment"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not reads.works_with(request.user, self.child.pk, self.on):
            raise PermissionDenied
        if self.episode is None or self.episode.kind != Episode.Kind.IN_NEED:
            messages.error(
                request, "An assessment under section 17 needs an open child in need case."
            )
            return redirect("casework:assessment-list", pk=self.child.pk)
        if request.method == "GET" and (found := reads.open_one(self.episode.pk)):
            return redirect("casework:assessment-detail", pk=found.pk)
        return None

    @cached_property
    def episode(self) -> Episode | None:
        return open_episodes([self.child.pk]).get(self.child.pk)

    @cached_property
    def last(self):
        return reads.latest_authorised(self.child.pk)

    @property
    def is_first(self) -> bool:
        """The first on this case runs from the referral; nobody says why, nor from when."""
        return self.episode.assessment_authorised_on is None

    @property
    def form_key(self) -> str:
        return f"casework.assessment.new.{self.child.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_first": self.is_first}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            episode=self.episode,
            is_first=self.is_first,
            last=self.last,
            first=presenters.first_name(self.child),
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        try:
            begun = actions.start_assessment(
                episode=self.episode, by=self.request.user, on=self.on, **_asked(form)
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("casework:assessment-detail", pk=begun.pk)


def _asked(form: StartForm) -> dict[str, Any]:
    names = ("why", "decided_on")
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


class VersionNew(SubmitsOnce, KeepsUnsentText, AssessmentPage, FormView):
    """Begin a new version of an authorised assessment."""

    permission = Permission.ASSESSMENT_WRITE
    form_class = WhyForm
    template_name = "casework/assessment/assessment_version.html"
    unsent_title = "A new version of an assessment"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.works_with:
            raise PermissionDenied
        if self.record.state != State.AUTHORISED:
            return redirect("casework:assessment-detail", pk=self.record.pk)
        return None

    @property
    def form_key(self) -> str:
        return f"casework.assessment.version.{self.record.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assessment=self.record, **kwargs)

    def form_valid(self, form: WhyForm) -> HttpResponse:
        try:
            newer = actions.start_new_version(
                assessment=self.record, why=form.cleaned_data["why"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Begun with the authorised text. Change what has to change.")
        return redirect("casework:assessment-detail", pk=newer.pk)


class ToSign(Door, TemplateView):
    """What waits for the reader to countersign or authorise, and what waits elsewhere."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/to_sign.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        waiting = {"sign": reads.to_sign(person), "authorise": reads.to_authorise(person)}
        pages = {
            name: Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get(name))
            for name, rows in waiting.items()
        }
        return super().get_context_data(
            pages=pages, elsewhere=reads.waiting_elsewhere(person)[:PAGE_SIZE], **kwargs
        )
