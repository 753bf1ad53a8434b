"""Sent, and returned to its author."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from govuk.forms import (
    Form,
    Textarea,
)
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class SubmitForm(OnceFormMixin, VersionedFormMixin, Form):
    """The last look before it is sent."""

    def __init__(self, *args: Any, send: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("send", send))


class ReturnForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """It goes back to its author with what needs changing."""

    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do. Your comments on single "
        "paragraphs go with it.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("return", f"Return to {author}"))
