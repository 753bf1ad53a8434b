"""Pages of closing: what stands in the way, closing, proposing it, stepping, opening again."""

from functools import cached_property
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
from casework.child.pages import ShowsChild
from casework.closure import presenters
from casework.closure.actions import (
    NotYet,
    close,
    open_again,
    propose_closing,
    step_down,
    step_up,
)
from casework.closure.facts import closing_facts
from casework.closure.forms import CloseForm, ProposeForm, ReopenForm, StepForm
from casework.closure.models import Closure
from casework.closure.registry import Obstacle, obstacles
from casework.closure.rules import refusals
from casework.episode.models import Episode
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "episodes"


class EndingPage(ShowsChild, ScopedDoor):
    """A page about the end of one episode, of a child whose record the reader may open."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        rows = Episode.objects.visible_to(request.user)
        return rows.select_related("child__school", "team", "referral", "follows")

    @cached_property
    def standing(self) -> list[Obstacle]:
        """What stands in the way today."""
        return obstacles(self.record, self.on) if self.record.is_open else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(episode=self.record, **kwargs)


class KeepsEndingText(KeepsUnsentText):
    """What is typed on such a page is kept by page and episode."""

    @property
    def form_key(self) -> str:
        return f"casework.{self.request.resolver_match.url_name}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.record.child.reference}: ending this work"


class OpenEpisodePage(EndingPage):
    """The same, while the episode is open."""

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return super().rows(request).open()


class EpisodeClosing(EndingPage, TemplateView):
    """What still stands in the way, each with its link; and once it is closed, how it ended."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/closure/episode_closing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, episode = self.request.user, self.record
        how_it_ended = Closure.objects.visible_to(person).filter(episode=episode)
        hard = [one for one in self.standing if not one.may_override]
        return super().get_context_data(
            hard=hard,
            soft=[one for one in self.standing if one.may_override],
            closure=None if episode.is_open else how_it_ended.select_related("by").first(),
            cannot=presenters.reasons_in_the_way(closing_facts(episode), self.on)
            if episode.is_open
            else [],
            may_close=episode.is_open and person.may(Permission.EPISODE_CLOSE),
            may_propose=episode.is_open and person.may(Permission.EPISODE_PROPOSE),
            may_reopen=not episode.is_open and person.may(Permission.EPISODE_OPEN),
            **kwargs,
        )


class EpisodeClose(SubmitsOnce, KeepsEndingText, ChecksAnswers, OpenEpisodePage, FormView):
    """Close the episode, after reading the answers once more."""

    permission = Permission.EPISODE_CLOSE
    form_class = CloseForm
    template_name = "casework/closure/episode_close.html"
    confirm_words = "Close this work"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """Where the law still asks for something, the list of it comes first."""
        if any(not one.may_override for one in self.standing):
            return redirect("casework:episode-closing", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        facts = closing_facts(self.record)
        return super().get_form_kwargs() | {
            "reasons": presenters.reasons(facts, self.on),
            "on": self.on,
            "asks_override": bool(self.standing),
            "refused": lambda on, reason: refusals(facts, on=on, reason=reason, today=self.on),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(soft=self.standing, **kwargs)

    def what_happens(self, form: CloseForm) -> list[str]:
        return [
            "Everyone’s part in this work ends on that day, and students no longer see the record.",
            "Its clocks stop. Nothing dated later can be recorded on it.",
            "The team can still read it. Work that begins again is a new episode.",
            *(f"Left unfinished: {one.sentence}" for one in self.standing),
        ]

    def confirmed(self, form: CloseForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            close(
                episode=self.record,
                on=given["on"],
                reason=given["reason"],
                what_changed=given["what_changed"],
                child_told=given["child_told"],
                override_reason=given.get("override_reason") or "",
                by=self.request.user,
            )
        except NotYet:
            messages.error(self.request, "Something came in between. See what is in the way now.")
            return redirect("casework:episode-closing", pk=self.record.pk)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, f"Closed on {given['on']:%-d %B %Y}.")
        return redirect("casework:episode-closing", pk=self.record.pk)


class EpisodePropose(SubmitsOnce, OpenEpisodePage, FormView):
    """The accountable worker asks the manager to close it."""

    permission = Permission.EPISODE_PROPOSE
    form_class = ProposeForm
    template_name = "casework/closure/episode_propose.html"

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        try:
            propose_closing(episode=self.record, why=form.cleaned_data["why"], by=self.request.user)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Proposed. The team’s manager is told.")
        return redirect("casework:episode-closing", pk=self.record.pk)


class EpisodeStep(SubmitsOnce, KeepsEndingText, ChecksAnswers, OpenEpisodePage, FormView):
    """Step up from early help, or down to it; one day does both."""

    permission = Permission.EPISODE_CLOSE
    form_class = StepForm
    template_name = "casework/closure/episode_step.html"

    @property
    def goes_up(self) -> bool:
        return self.record.kind == Episode.Kind.EARLY_HELP

    @property
    def confirm_words(self) -> str:  # type: ignore[override]
        return "Step up" if self.goes_up else "Step down"

    def get_form_kwargs(self) -> dict[str, Any]:
        facts = closing_facts(self.record)
        return super().get_form_kwargs() | {
            "episode": self.record,
            "on": self.on,
            "refused": lambda on, reason: refusals(facts, on=on, reason=reason, today=self.on),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hard = [] if self.goes_up else [one for one in self.standing if not one.may_override]
        return super().get_context_data(goes_up=self.goes_up, hard=hard, **kwargs)

    def what_happens(self, form: StepForm) -> list[str]:
        begins = "child in need" if self.goes_up else "early help"
        clock = (
            "The assessment’s clock runs from the council’s referral."
            if self.goes_up
            else "No statutory clock runs any more; consent is what the work stands on."
        )
        return [f"This work closes and {begins} begins, the same day.", clock]

    def confirmed(self, form: StepForm) -> HttpResponse:
        names = [name for name in form.base_fields if name in form.fields]
        given = {name: form.cleaned_data[name] for name in names}
        step = step_up if self.goes_up else step_down
        try:
            begun = step(episode=self.record, by=self.request.user, **given)
        except NotYet:
            messages.error(self.request, "This must be finished first.")
            return redirect("casework:episode-closing", pk=self.record.pk)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        words = "Stepped up to child in need." if self.goes_up else "Stepped down to early help."
        messages.success(self.request, words)
        return redirect("casework:episode-detail", pk=begun.pk)


class EpisodeReopen(SubmitsOnce, KeepsEndingText, EndingPage, FormView):
    """Work begins again: a new episode that follows the closed one."""

    permission = Permission.EPISODE_OPEN
    form_class = ReopenForm
    template_name = "casework/closure/episode_reopen.html"

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return super().rows(request).exclude(closed_on=None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def form_valid(self, form: ReopenForm) -> HttpResponse:
        try:
            begun = open_again(
                episode=self.record,
                why=form.cleaned_data["why"],
                by=self.request.user,
                **form.opening(),
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Opened again. Now allocate it.")
        return redirect("casework:episode-allocate", pk=begun.pk)
