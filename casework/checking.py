"""Check your answers: what was given is read once more before it changes a status.

Stands in the bases of a form view, before or after `SubmitsOnce`. What the view does is
`confirmed(form)`; without one of its own, what the views behind it do with a valid form.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from govuk.layout import in_page_order
from records.presenters import in_words
from records.unsent import CARRIED


class ChecksAnswers:
    """Shows the answers with what happens next; only then acts. “Change” leads back, filled in."""

    check_template_name: ClassVar[str] = "casework/check_answers.html"
    confirm_words: ClassVar[str] = "Confirm"
    what_follows: ClassVar[str] = ""
    request: HttpRequest

    def what_happens(self, form: forms.BaseForm) -> list[str]:
        """Sentences about what this will do, and who is told."""
        return [self.what_follows] if self.what_follows else []

    def confirmed(self, form: Any) -> HttpResponse:
        return super().form_valid(form)  # type: ignore[misc]

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
    for name in in_page_order(form):
        field = form.fields[name]
        words = in_words(field, form.cleaned_data.get(name))
        if words and name not in CARRIED and not field.widget.is_hidden:
            yield {"key": str(field.label), "value": words}
