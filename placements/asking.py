"""What every form of this room is: one button, sent once."""

from collections.abc import Container
from typing import Any

from crispy_forms.layout import Submit
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from govuk.forms import Form, ModelForm
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


def beside(error: ValidationError, fields: Container[str]) -> ValidationError:
    """Each message beside the field it is about; what belongs to none of `fields` stands above all.

    A constraint names its fields in `violation_error_code`, the likeliest first.
    """
    given = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    found: dict[str, list[ValidationError]] = {}
    for name, errors in given.items():
        for one in errors:
            named = [name, *(getattr(one, "code", None) or "").split()]
            place = next((field for field in named if field in fields), NON_FIELD_ERRORS)
            found.setdefault(place, []).append(one)
    return ValidationError(found)


class OneButton:
    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out()

    def lay_out(self) -> None:
        """All fields in a column, and the button. Once more for a form that added fields since."""
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class OneButtonForm(OneButton, Form):
    """A form that stands on no model."""


class OnceForm(OneButton, OnceFormMixin, Form):
    """The same, and a double click does nothing twice."""


class OnceModelForm(OneButton, OnceFormMixin, ModelForm):
    """A form that stands on a model; the action saves, not the form."""

    def _update_errors(self, errors: ValidationError) -> None:
        # Django's own hook: here the model's constraints arrive.
        super()._update_errors(beside(errors, self.fields))  # type: ignore[misc]
