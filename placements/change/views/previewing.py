"""A change in two steps: the answers, then what they would do, then yes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from placements.change import presenters
from placements.change.preview import preview
from placements.pages import AskingAbout, PlacementPage
from records.unsent import ONCE

CONFIRMED = "confirmed"
NOT_SENT_ON = {"csrfmiddlewaretoken", "save", CONFIRMED}


class PreviewsFirst(PlacementPage, AskingAbout):
    """A form about one placement that shows what it would change before it changes it."""

    permission = Permission.PLACEMENT_MANAGE
    yes = "Yes, change it"

    def back(self) -> tuple[str, str]:
        url = reverse("placements:change-list", args=[self.record.pk])
        return url, f"Changes: {self.record.student.name}"

    def at(self, answers: dict[str, Any]) -> date:
        """The day on which the preview looks."""
        raise NotImplementedError

    def given(self, form: Any) -> dict[str, Any]:
        """What the action is told."""
        return {name: value for name, value in form.cleaned_data.items() if name != ONCE}

    def deed(self, **answers: Any) -> Any:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        on, answers = timezone.localdate(), self.given(form)

        def act() -> Any:
            return self.deed(on=on, by=self.request.user, **answers)

        if CONFIRMED in self.request.POST:
            return self._carry_out(form, act)
        try:
            lines = preview(self.record, act, at=self.at(answers), on=on)
        except ValidationError as error:
            return self.refused(form, error)
        return self._show(form, lines)

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        if hasattr(error, "error_dict") and "override_reason" in form.fields:
            full = error.error_dict.pop("practice_educator", None)
            if full and "practice_educator" in form.fields:
                error.error_dict["practice_educator"] = full
            elif full:
                error.error_dict["override_reason"] = full
        return super().refused(form, error)

    def _carry_out(self, form: Any, act: Any) -> HttpResponse:
        try:
            act()
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, self.done)
        return redirect(self.back()[0])

    def _show(self, form: Any, lines: list[Any]) -> HttpResponse:
        sent = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in NOT_SENT_ON
            for value in values
        ]
        back_url, back_text = self.back()
        return self.response_class(
            request=self.request,
            template=["placements/change/change_confirm.html"],
            context={
                "title": self.title(),
                "back_url": back_url,
                "back_text": back_text,
                "head": presenters.PREVIEW_HEAD,
                "rows": presenters.preview_rows(lines),
                "answered": self.answered(form),
                "sent": sent,
                "yes": self.yes,
                "request": self.request,
            },
            using=self.template_engine,
        )

    def answered(self, form: Any) -> list[str]:
        """What was said about open work, in words."""
        return []
