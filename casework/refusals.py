"""What an action refused, said beside the questions of the form that asked for it."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def show_refusal(form: forms.BaseForm, refused: ValidationError) -> None:
    """Put each message beside its field; what belongs to no field of the form stands above all."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, messages in refused.message_dict.items():
        beside = name if name != NON_FIELD_ERRORS and name in form.fields else None
        for message in messages:
            form.add_error(beside, message)
