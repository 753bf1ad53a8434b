"""The rules, each with its source and how far it was checked; a new edition; a clock to try."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from timescales import presenters
from timescales.actions import EditionRefused, add_edition
from timescales.calendars import load_calendar
from timescales.clock import due, local_day, parse_start
from timescales.forms import EditionForm, TryForm
from timescales.models import ClockRule, EscalationStep
from timescales.rulebook import Rulebook, UnknownRule


class RuleList(Door, TemplateView):
    permission = Permission.RULES_VIEW
    template_name = "timescales/rule_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        book = Rulebook(ClockRule.objects.visible_to(user))
        steps = EscalationStep.objects.visible_to(user)
        return super().get_context_data(
            groups=presenters.rule_groups(book, timezone.localdate()),
            steps=presenters.step_groups(steps),
            **kwargs,
        )


class ClockTry(Door, TemplateView):
    """Start in, due out: for anybody who wants to know why a date is what it is."""

    permission = Permission.RULES_VIEW
    template_name = "timescales/clock_try.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book = Rulebook(ClockRule.objects.visible_to(self.request.user))
        choices = [(code, f"{code} {book.editions(code)[-1].spec.title}") for code in book.codes()]
        form = TryForm(self.request.GET if "start" in self.request.GET else None, rules=choices)
        answer = self.answer(book, form) if form.is_bound and form.is_valid() else None
        return super().get_context_data(form=form, answer=answer, **kwargs)

    def answer(self, book: Rulebook, form: TryForm) -> dict[str, Any] | None:
        asked = form.cleaned_data
        try:
            start = parse_start(asked["start"].strip())
            edition = book.on(asked["rule"], local_day(start))
            found = due(
                edition.spec,
                start,
                load_calendar(),
                limit=asked["limit"],
                counting=asked["counting"],
            )
        except (UnknownRule, ValueError) as refusal:
            form.add_error("start", str(refusal))
            return None
        return {"due": found, "rule": edition.row}


class EditionCreate(ScopedDoor, FormView):
    permission = Permission.RULES_EDIT
    form_class = EditionForm
    template_name = "timescales/edition_form.html"

    def rows(self, request: HttpRequest) -> QuerySet[ClockRule]:
        return ClockRule.objects.visible_to(request.user).filter(effective_to=None)

    def get_initial(self) -> dict[str, Any]:
        rule = self.record
        return {
            "limits": ", ".join(map(str, rule.limits)),
            "counting": rule.counting,
            "warn_at": rule.warn_at,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rule=self.record, limit=presenters.limit_in_words(self.record), **kwargs
        )

    def form_valid(self, form: EditionForm) -> HttpResponse:
        try:
            new = add_edition(rule=self.record, by=self.request.user, **form.cleaned_data)
        except EditionRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, f"{new.code} has a new edition from {new.effective_from:%-d %B %Y}."
        )
        return redirect("timescales:rule-list")
