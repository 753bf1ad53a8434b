"""What every form of this room is: one button, sent once."""

from typing import Any

from crispy_forms.layout import Submit

from govuk.forms import Form, ModelForm
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class OneButton:
    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class OneButtonForm(OneButton, Form):
    """A form that stands on no model."""


class OnceForm(OneButton, OnceFormMixin, Form):
    """The same, and a double click does nothing twice."""


class OnceModelForm(OneButton, OnceFormMixin, ModelForm):
    """A form that stands on a model; the action saves, not the form."""
