"""What is asked about a tool of the library."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.direct_work.tool.actions import FIELDS
from casework.direct_work.tool.models import Tool
from govuk.forms import Form, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class ToolForm(OnceFormMixin, Form):
    name = forms.CharField(label="What is it called?", max_length=80)
    helps_with = forms.CharField(
        label="What does it help with?", max_length=300, widget=Textarea(rows=2)
    )
    how = forms.CharField(
        label="How is it used?",
        help_text="Step by step, so that somebody who has never seen it can do it.",
        widget=Textarea(rows=8),
    )
    bring = forms.CharField(label="What do you bring?", max_length=200, required=False)
    ages = forms.CharField(
        label="For which ages?", max_length=60, required=False, help_text="For example 4 to 12"
    )
    take_care = forms.CharField(label="What does one take care of?", max_length=300, required=False)

    def __init__(self, *args: Any, tool: Tool | None = None, **kwargs: Any) -> None:
        if tool is not None:
            known = {name: getattr(tool, name) for name in FIELDS}
            kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def given(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}
