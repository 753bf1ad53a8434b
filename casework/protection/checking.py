"""“Check your answers”: where a status changes, the answers are shown once more before it does."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from records.presenters import in_words

# Left out of what the page carries on: it has its own token, and its own buttons.
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "confirmed", "change"})


class ChecksAnswers:
    """Stands before the form view. `act_on(form)` runs only once the answers were confirmed."""

    check_title = "Check your answers"
    check_button = "Confirm"
    check_says = ""
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "change" in request.POST:
            return self.render_to_response(  # type: ignore[attr-defined]
                self.get_context_data(form=self.get_form())  # type: ignore[attr-defined]
            )
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if "confirmed" in self.request.POST:
            return super().form_valid(form)  # type: ignore[misc]
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]
        carried = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in NOT_CARRIED
            for value in values
        ]
        return TemplateResponse(
            self.request,
            "casework/protection/check.html",
            context
            | {
                "rows": answers_in_words(form),
                "carried": carried,
                "check_title": self.check_title,
                "check_button": self.check_button,
                "check_says": self.check_says,
            },
        )


def answers_in_words(form: forms.BaseForm) -> list[dict[str, Any]]:
    """Each answered question of a valid form, in the form's order, as a person reads it."""
    rows = []
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        words = in_words(field, form.cleaned_data.get(name))
        if words:
            rows.append({"key": field.label, "value": words})
    return rows
