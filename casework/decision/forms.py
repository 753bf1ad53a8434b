"""What is asked when something is decided about a child, declined, or done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from govuk.forms import DateField, Form, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin


class DecisionForm(OnceFormMixin, UnsentTextMixin, Form):
    """One decision, why, and who does what by when."""

    what = forms.CharField(
        label="What is decided?",
        help_text="One sentence that says what will be done.",
        max_length=300,
    )
    why = forms.CharField(
        label="Why?",
        help_text="What you know, what worries you, and why this is the right next step.",
        widget=Textarea(rows=4),
    )
    owner = forms.ChoiceField(label="Who does it?")
    due_on = DateField(label="By when?")

    def __init__(self, *args: Any, owners: Sequence[Person], on: date, final: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.owners, self.on = {str(person.pk): person for person in owners}, on
        self.fields["owner"].choices = [
            ("", "Choose"),
            *((key, f"{p.name}, {p.get_role_display().lower()}") for key, p in self.owners.items()),
        ]
        self.helper = FormHelper(self)
        self.helper.add_input(
            Submit("save", "Record the decision" if final else "Record as advice")
        )

    def clean_owner(self) -> Person:
        return self.owners[self.cleaned_data["owner"]]

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if due_on < self.on:
            raise forms.ValidationError("The date to do it by must be today or later")
        return due_on


class ReasonForm(OnceFormMixin, UnsentTextMixin, Form):
    """Why the advice is not followed."""

    reason = forms.CharField(
        label="Why do you not agree?",
        help_text="The adviser reads this, and it stays on the record.",
        widget=Textarea(rows=4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("decline", "Do not agree"))


class AgainForm(DecisionForm):
    """An open action is decided anew: who, by when, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].label = "What will be done now?"
        self.fields["why"].label = "Why is it decided anew?"
        self.fields["why"].help_text = "What stood in the way, and what is different now."
        self.helper.inputs.clear()
        self.helper.add_input(Submit("save", "Decide anew"))


class OutcomeForm(OnceFormMixin, UnsentTextMixin, Form):
    """What came of an action."""

    outcome = forms.CharField(label="What was done, and what came of it?", widget=Textarea(rows=4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("done", "Mark as done"))
