"""Check your answers: what was given is read once more before it changes a status.

In the bases of a view, after `SubmitsOnce`: `ChecksAnswers, EpisodePage, FormView`. The view writes
`confirmed(form)` in place of `form_valid(form)`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from records.unsent import CARRIED


class ChecksAnswers:
    """Shows the answers with what happens next; only then acts. “Change” leads back, filled in."""

    check_template_name: ClassVar[str] = "casework/check_answers.html"
    confirm_words: ClassVar[str] = "Confirm"
    request: HttpRequest

    def what_happens(self, form: forms.BaseForm) -> list[str]:
        """Sentences about what this will do, and who is told."""
        return []

    def confirmed(self, form: forms.BaseForm) -> HttpResponse:
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        if "confirmed" in self.request.POST:
            return self.confirmed(form)
        left_out = {"csrfmiddlewaretoken"}
        return TemplateResponse(
            self.request,
            self.check_template_name,
            self.get_context_data(form=form)  # type: ignore[attr-defined]
            | {
                "answers": list(answers_of(form)),
                "what_happens": self.what_happens(form),
                "confirm_words": self.confirm_words,
                "carried": [
                    (name, value)
                    for name, values in self.request.POST.lists()
                    if name not in left_out
                    for value in values
                ],
            },
        )


def answers_of(form: forms.BaseForm) -> Iterator[dict[str, Any]]:
    """Each question that was answered, with the answer as a person reads it."""
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if name in CARRIED or value in field.empty_values:
            continue
        yield {"key": str(field.label), "value": _in_words(field, value)}


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in cast(Any, field.choices)}
        return labels.get(str(value), str(value))
    return str(value)
