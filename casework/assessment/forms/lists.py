"""How an assessment or a new version of it begins."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from govuk.dates import When
from govuk.forms import (
    DateField,
    Form,
    Textarea,
)
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin


class StartForm(OnceFormMixin, UnsentTextMixin, Form):
    """Why a child is assessed again, and the day that was decided."""

    why = forms.CharField(
        label="Why is it time to assess again?",
        help_text="What has changed since the last assessment.",
        widget=Textarea(rows=4),
    )
    decided_on = DateField(
        label="When was that decided?",
        help_text="The 45 working days run from that day.",
        when=When.TODAY_OR_PAST,
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["why"], self.fields["decided_on"]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("start", "Begin the assessment"))


class WhyForm(OnceFormMixin, UnsentTextMixin, Form):
    """Why an authorised assessment needs a new version."""

    why = forms.CharField(
        label="What has to change, and why?",
        help_text="It stays with the record beside both versions.",
        widget=Textarea(rows=4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("start", "Begin a new version"))
