"""The student's answer to a record."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from govuk.forms import Form, RadioSelect, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class AnswerForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """The student's answer: agreed, or how they see it."""

    AGREE, DIFFERENT = "agree", "different"
    reveals = {"answer": {DIFFERENT: ["says"]}}

    answer = forms.ChoiceField(
        label="Is this how you remember it?",
        choices=[(AGREE, "Yes, I agree the record"), (DIFFERENT, "We see this differently")],
        widget=RadioSelect(),
    )
    says = forms.CharField(
        label="How do you see it?",
        help_text="Your words stand on the record beside your practice educator’s.",
        widget=Textarea(rows=5),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("answer_now", "Send my answer"))
