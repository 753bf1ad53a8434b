"""What is asked when a child has died, and when a thing on the short list is done."""

from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from govuk.forms import DateField, Form, Textarea, When
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class DeathForm(OnceFormMixin, Form):
    """As little as is needed."""

    died_on = DateField(label="Date of death", when=When.TODAY_OR_PAST)
    told_by = forms.CharField(
        label="Who told us, and when?", max_length=300, widget=Textarea(rows=2)
    )

    def __init__(self, *args: Any, born_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born_on = born_on
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you record it"))

    def clean_died_on(self) -> date:
        died_on = self.cleaned_data["died_on"]
        if self.born_on and died_on < self.born_on:
            raise forms.ValidationError(f"The child was born on {self.born_on:%-d %B %Y}")
        return died_on


class StepDoneForm(OnceFormMixin, Form):
    done_on = DateField(label="When was it done?", when=When.TODAY_OR_PAST)
    note = forms.CharField(
        label="What was done, and with whom?", max_length=300, widget=Textarea(rows=2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("done", "It is done"))


class TakeBackForm(OnceFormMixin, Form):
    why = forms.CharField(
        label="How do you know that it was a mistake?", max_length=300, widget=Textarea(rows=2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("take_back", "It was recorded by mistake"))
