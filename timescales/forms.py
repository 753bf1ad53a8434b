"""Why a clock was missed, why it stands still, a new edition, a bank holiday, a clock to try."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from govuk.forms import DateField as DateBoxesField
from govuk.forms import Form, ModelForm, RadioSelect, Textarea, When
from govuk.layout import FilterHelper, FormHelper
from timescales.clock import Counting
from timescales.models import ClockRule, ExtraHoliday


class _WithButton:
    """A form with one button."""

    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class BreachReasonForm(_WithButton, Form):
    button = "Save the reason"

    reason = forms.CharField(
        label="Why was it missed, and what happens now?",
        help_text="References only. It cannot be changed; a correction is a second reason.",
        widget=Textarea(rows=6),
        max_length=2000,
    )


class PauseForm(_WithButton, Form):
    button = "Pause this clock"

    reason = forms.CharField(
        label="Why does it stand still?",
        help_text="You approve this pause. References only.",
        widget=Textarea(rows=4),
        max_length=1000,
    )


class EditionForm(_WithButton, ModelForm):
    """A new edition of a rule. What it is about stays; limits, dates and source are its own."""

    button = "Add the edition"

    limits = forms.CharField(
        label="Limit", help_text="One number; several with commas between, like 10, 20, 30."
    )
    effective_from = DateBoxesField(
        label="In force from",
        when=When.TODAY_OR_FUTURE,
        help_text="Clocks that start before this day keep the edition they began under.",
    )

    class Meta:
        model = ClockRule
        fields = [
            "edition", "limits", "counting", "warn_at", "effective_from", "status", "source",
            "note",
        ]  # fmt: skip
        widgets = {"counting": RadioSelect(), "status": RadioSelect(), "note": Textarea(rows=3)}

    def clean_limits(self) -> list[int]:
        try:
            numbers = [int(part) for part in self.cleaned_data["limits"].split(",")]
        except ValueError:
            raise forms.ValidationError("Limit must be a number, like 15") from None
        if not all(0 < number <= 1000 for number in numbers):
            raise forms.ValidationError("Limit must be between 1 and 1000")
        return numbers


class HolidayForm(_WithButton, ModelForm):
    button = "See what it moves"

    is_removed = forms.TypedChoiceField(
        label="What happens to this day?",
        choices=[("", "It becomes a bank holiday"), ("yes", "It is a working day after all")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=RadioSelect(),
    )

    class Meta:
        model = ExtraHoliday
        fields = ["date", "name", "is_removed"]


class TryForm(Form):
    """A clock to try: no child, nothing stored, so its values may stand in the address."""

    says_optional = False

    rule = forms.ChoiceField(label="Clock")
    start = forms.CharField(
        label="Starts",
        help_text="A date like 2026-12-10; for a clock in hours 2026-12-18T16:30+00:00.",
        max_length=40,
    )
    counting = forms.ChoiceField(
        label="The start event's day",
        choices=[("", "As the rule says"), *ClockRule.COUNTING_CHOICES],
        required=False,
    )
    limit = forms.IntegerField(
        label="Try another limit", min_value=0, max_value=1000, required=False
    )

    def __init__(self, *args: Any, rules: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rules
        self.helper = FilterHelper(self, target="answer", submit="Work it out")

    def clean_counting(self) -> Counting | None:
        value = self.cleaned_data["counting"]
        return Counting(value) if value else None
