"""Forms of checks: seen, taken back, shown; and the list itself."""

from typing import Any

from django import forms

from govuk.forms import DateField, RadioSelect, Textarea, TextInput, When
from placements.asking import OnceForm, OnceModelForm
from placements.checks.models import ChecklistItem


class CheckForm(OnceForm):
    """What was seen. Never a certificate's number: that it was seen is enough."""

    button = "Verified"

    verified_on = DateField(label="Seen on", when=When.TODAY_OR_PAST)
    evidence = forms.CharField(
        label="What was seen",
        max_length=300,
        required=False,
        help_text="For example: the certificate itself, issued 3 August 2026. Not its number.",
    )
    expires_on = DateField(
        label="Last day it holds",
        required=False,
        help_text="Children's records shut after this day where the check is critical.",
    )

    def __init__(self, *args: Any, ends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].required = ends


class RevokeForm(OnceForm):
    button = "Take it back"
    says_optional = False

    why = forms.CharField(
        label="Why does it not stand?", max_length=300, widget=Textarea(rows=3, characters=300)
    )


class InductionForm(OnceForm):
    button = "They had it"

    on = DateField(label="Which day?", when=When.TODAY_OR_PAST)
    note = forms.CharField(label="How it went", max_length=300, required=False)


class ItemForm(OnceModelForm):
    """One line of a list."""

    class Meta:
        model = ChecklistItem
        fields = [
            "part",
            "title",
            "what_it_looks_like",
            "is_critical",
            "ends",
            "within_days",
            "order",
        ]
        widgets = {
            "part": RadioSelect(),
            "what_it_looks_like": Textarea(rows=4),
            "within_days": TextInput(width=3),
            "order": TextInput(width=3),
        }
        help_texts = {"order": "Smaller numbers come first."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = ChecklistItem.Part.choices


class RemoveForm(OnceForm):
    button = "Remove it from the list"
